"""A small archive with every kind of thing that a search can find, made with the models alone."""

import pytest

from tests.support.documents import make_document


@pytest.fixture(scope="module")
def archive_of_papers(module_db):
    """Seven public papers and a draft, by name."""
    quill, secretary = ("Quill", "Ambassador in Ruritania"), ("", "Secretary of State")
    papers = [
        make_document(
            "refugees",
            "The refugees from Łódź arrived. Negotiations with the ministerial council were re\u00adsumed at once.",
            heading="The Ambassador in Ruritania (Quill) to the Secretary of State",
            notes=["Telegram 77 not printed.", "See the aide-mémoire of May 2."],
            sender=quill, recipient=secretary, number="840.48 Refugees/5425", kind="telegram", place="Strelsau",
            day="1944-03-05", volume="frus1944v01", classification="Secret",
        ),
        make_document(
            "railway",
            "The railway question. U.S.S.R. policy towards Zürich was not discussed; the council met.",
            mentions=["Tito, Josip Broz", "Dulles, John Foster"],
            heading="Memorandum on refugees and railways",
            kind="memorandum", place="Strelsau", day="1944-06-01", volume="frus1944v01", number="761.00/8-1361",
        ),
        make_document(
            "answer",
            "Your telegram was received with thanks by the Department.",
            heading="The Secretary of State to the Ambassador in Ruritania (Quill)",
            sender=secretary, recipient=quill, number="840.48 Refugees/5426", kind="telegram", place="Washington",
            day="1945-01-02", volume="frus1945v02", classification="Secret",
        ),
        make_document(
            "oil", "Oil and gas. The Œuvre of a naïve ﬁlibuster.", kind="letter", day="1951-02-03", place="Zenda",
            mentions=["Tito, Josip Broz"],
        ),
        make_document("undated", "A paper without a date about oil and railways of Khrushchev’s time.", kind="paper"),
        make_document("subject", "Political affairs.", number="POL 27 VIET S", kind="airgram", day="1965-07-01"),
        make_document("short", "Refugees."),
        make_document(
            "hidden", "The canary sings of refugees and xylophones.", state="draft", place="Hiddenplace",
            mentions=["Tito, Josip Broz", "Burgess, Guy"],
        ),
    ]  # fmt: skip
    return {paper.source_id: paper for paper in papers}
