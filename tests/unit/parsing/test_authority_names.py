"""What can be the name of a person, an office or a place."""

import pytest

from archive.parsing.authority_names import is_office, is_person, is_place, names_to_doubt
from archive.records import CorrespondentRecord
from tests.support.records import document_record


@pytest.mark.parametrize(
    "name", ["Harriman", "W. Averell Harriman", "Ōhira Masayoshi", "O’Connor", "Wu", "May", "d’Alembert"]
)
def test_people(name):
    assert is_person(name)


@pytest.mark.parametrize(
    "name", ["A", "", "?", "All Holders", "Files", "Leach and Fox", "Room 5", "a" * 91, "Agreement", "CI"]
)
def test_no_people(name):
    assert not is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "Secretary of State",
        "303 Committee",
        "Embassy in Peru",
        "J-3, Joint Chiefs of Staff",
        "Officer in Charge of the May Conference",
    ],
)
def test_offices(name):
    assert is_office(name)


@pytest.mark.parametrize(
    "name",
    [
        "Moscow, July 17. Readout", "Departments of State and Defense, undated", "Office (7/5/73)", "Brief 131 From the Director",
        "President of Discussion at the 122d Meeting of the Council", "Files", "", "X", "a" * 201, "Rear Admiral", "That Office",
        "Under Secretary Johnson)", "Secretary of State en Route to Rome", "Division of Asian Affairs, on Talks as",
        "President to a Session", "Director of that Office", "Oral Statements by the Minister", "Secretary, to the Director of Staff",
        "Working Group/", "Rep.", "Chief of the Division (King) for Ann Dunbar",
    ],
)  # fmt: skip
def test_no_offices(name):
    assert not is_office(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lima", True), ("The Hague", True), ("?", False), ("MC/27 Geneva", False), ("", False), ("Council Bluffs, Iowa", True),
        ("Trinidad and Tobago", True), ("St. Louis", True), ("Washington, D. C.", True), ("France and Vietnam", False),
        ("Third Session of the Assembly", False), ("Eastern Affairs", False), ("En route to Lima", False), ("Ann B. Quill", False),
    ],
)  # fmt: skip
def test_places(name, expected):
    assert is_place(name) is expected


def test_what_is_no_name_is_doubted_and_withheld_names_are_not():
    senders = (
        CorrespondentRecord("Office 7 (Leach and Fox) at 5", "Office 7", "Leach and Fox", "5"),
        CorrespondentRecord("Admiral Quill at the Conference in Rome", "Admiral", "Quill", "Conference in Rome"),
        CorrespondentRecord("The Chief ([name not declassified])", "Chief", "[name not declassified]"),
    )
    record = document_record(senders=senders, recipients=(CorrespondentRecord("Files", "Files"),), place="")
    assert [warning.message.partition("”")[0] for warning in names_to_doubt(record)] == [
        "“Leach and Fox",
        "“5",
        "“Files",
    ]
