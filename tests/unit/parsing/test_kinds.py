"""Titles that are built around the kind of paper that they name, with the author before or after it, and titles that name none."""

import pytest

from archive.parsing.headings import read_heading
from archive.parsing.kinds import read_type_line


def parties(side):
    return [(one.person, one.office) for one in side]


@pytest.mark.parametrize(
    ("printed", "kind", "senders", "recipients"),
    [
        # A body before the noun, with words that say what sort of paper it is.
        ("National Security Council Report", "report", [("", "National Security Council")], []),
        ("Department of State Briefing Paper", "paper", [("", "Department of State")], []),
        ("Central Agency Intelligence Information Cable", "telegram", [("", "Central Agency")], []),
        ("Policy Planning Staff Memorandum", "memorandum", [("", "Policy Planning Staff")], []),
        ("Premier Quill's Extemporaneous Toast", "statement", [("Quill", "Premier")], []),
        ("Third Annual Report on Herring", "report", [], []),
        ("Contact Report", "report", [], []),
        ("Special Staff Notes", "minutes", [], []),
        ("Current Herring Developments", "report", [], []),
        # The author after it.
        ("Diary Entry by the President", "other", [("", "President")], []),
        ("Radio Address by President Quill", "statement", [("Quill", "President")], []),
        ("Address by Secretary of Defense Quill at the Meeting of the Council", "statement", [("Quill", "Secretary of Defense")], []),
        ("Remarks by President Quill to the Nation", "statement", [("Quill", "President")], [("", "Nation")]),
        ("Press Conference by President Quill", "transcript", [("Quill", "President")], []),
        ("Off-the-Record Remarks by President Quill", "statement", [("Quill", "President")], []),
        ("Status Report on Herring, Prepared by the Northern Task Force", "report", [("", "Northern Task Force")], []),
        ("Draft Resolution on Herring Prepared by the Government of Norway", "other", [("", "Government of Norway")], []),
        ("Chronology Prepared in the Bureau of Fisheries", "report", [("", "Bureau of Fisheries")], []),
        ("Notes by the Assistant Staff Secretary to the President (Quill) on the Meeting", "minutes",
         [("Quill", "Assistant Staff Secretary to the President")], []),
        ("Paper Prepared in the Department of State for the Delegation to the Assembly", "paper",
         [("", "Department of State")], [("", "Delegation to the Assembly")]),
        ("Paper for a Presentation by the Director (Quill) Before the Special Group (Herring)", "paper", [("Quill", "Director")], []),
        ("Staff Notes Prepared for President Quill", "minutes", [], [("Quill", "President")]),
        ("Special Message From President Quill to the Congress", "message", [("Quill", "President")], [("", "Congress")]),
        ("Letters From President Quill to King Moss", "letter", [("Quill", "President")], [("Moss", "King")]),
        # Who took part, attended or approved wrote nothing.
        ("Interview With President Quill", "transcript", [], []),
        ("Highlights From the Planning Meeting", "minutes", [], []),
        ("Notes of a Meeting Attended by President Quill", "minutes", [], []),
        ("Paper Approved by the Coordinating Board", "paper", [], []),
        # The noun is in another phrase, a sentence or an office.
        ("Views on the Draft Report", "", [], []),
        ("Revision of Policy Statement", "", [], []),
        ("The Report Division", "", [], []),
        ("Arrangements for the Address", "", [], []),
        ("The President has asked for a report", "", [], []),
        ("Printed Papers, Volume IX", "", [], []),
        ("Secretary’s Memoranda of Conversation, lot 12 D 3", "", [], []),
    ],
)  # fmt: skip
def test_a_title_names_its_kind_and_author(printed, kind, senders, recipients):
    heading = read_heading(printed)
    assert (heading.kind, parties(heading.senders), parties(heading.recipients)) == (kind, senders, recipients)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("National Security Study Memorandum 185", "185"),
        ("United Nations Press Release M/373, Issued at Lima", "M/373"),
        ("Intelligence Memorandum CI 76-10173 Prepared in the Agency", "CI 76-10173"),
        ("Backchannel Message SITTO 88/WH 12696 From the Minister to the King", "SITTO 88/WH 12696"),
        ("Airgram A—6 From the Minister to the King", "A—6"),
        ("Telegram Secto 12/345 From the Minister to the King", "Secto 12/345"),
        ("198.Telegram From the Embassy in Peru to the King", ""),
    ],
)
def test_the_number_of_a_series_is_read_after_the_noun(printed, number):
    heading = read_heading(printed)
    assert heading.kind
    assert heading.number == number


@pytest.mark.parametrize(
    "printed",
    [
        "Ada Quill, Assistant to the President for Northern Affairs",
        "Ada Quill, Special Emissary to the Northern Fisheries",
        "Letters to Heads of State",
        "Deputy Assistant to the President for Northern Affairs",
        "Ada Quill, Secretary to the Prime Minister",
        "The President has directed that a study be made of policy toward Norway and of the ways open to the United States",
        "Herring to the Northern Fisheries",
        "The Vice-President’s Trip to Norway",
        "TELEPHONE CALL TO THE PRESIDENT",
        "In balloting in two meetings on November 3 the Assembly elected the following jurists to the Commission",
        "a. Noted and discussed the reference Report on the subject by the Board, as amended, and its relation to the Council",
    ],
)
def test_who_took_part_and_what_a_sentence_says_are_no_parties(printed):
    heading = read_heading(printed)
    assert (heading.family, heading.senders, heading.recipients) == ("title", (), ())


@pytest.mark.parametrize(
    ("line", "rest", "kind"),
    [
        ("123.45/6: Intelligence Information Cable", "123.45/6", "telegram"),
        ("123.45/6: Office of the King", "123.45/6: Office of the King", ""),
        ("Draft Report", "", "report"),
    ],
)
def test_a_file_line_has_a_kind_with_its_sort_alone(line, rest, kind):
    assert read_type_line(line) == (rest, kind)
