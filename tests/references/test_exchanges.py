"""Questions and answers of a thread: each question with its answers, and how many days later each came."""

import pytest

from archive import store
from archive.models import Document, State
from archive.references import threads
from tests.support.telegrams import MOSCOW, STATE, telegram


@pytest.mark.django_db
def test_each_question_has_its_answers(client):
    for record in (
        telegram(900, (3, 10), text="May I ask?"),
        telegram(554, (3, 11), sender=STATE, recipient=MOSCOW, text="Your 900 March 10. Yes."),
        telegram(556, (3, 20), sender=STATE, recipient=MOSCOW, text="Your 900 March 10, again, and your 901 March 12."),
        telegram(1020, (3, 20), text="Department’s 556 of March 20."),
    ):
        store.save(record, state=State.PUBLISHED)
    exchanges = threads.thread(Document.objects.get(source_id="v#d554")).exchanges
    assert [(question.name, [(one.entry.name, one.days) for one in answers]) for question, answers in exchanges] == [
        ("Telegram 900", [("Telegram 554", 1), ("Telegram 556", 10)]),
        ("Telegram 901", [("Telegram 556", 8)]),
        ("Telegram 556", [("Telegram 1020", 0)]),
    ]
    page = client.get("/documents/v-d554/thread/").text
    assert page.index('id="gaps"') < page.index('id="exchanges"') < page.index('id="in-order"')
    assert 'href="/chronology/1944/03/10/hours/"' in page
