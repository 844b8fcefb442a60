"""Tables of name authority files: what is read, and what is refused with its place."""

import pytest

from archive.parsing.authority_tables import read_authority_tables
from archive.parsing.errors import SourceError

PEOPLE = "key\tname\tbirth\tdeath\tviaf\tpocom\tvariants\tfrus\n"
BAY = "1\tBay, Charles Ulrick\t1888\t1955\t\tbay-charles-ulrick\tBay, C. U. | Charles Bay\tfrus1948v01#p_BCU1 frus1949v01#p_B1\n"
TERMS = "id\tperson\tsurname\tforename\trole\trole_name\tkind\tmission\tappointed\tarrived\tpresented\tleft\n"
TERM = "no-1\tbay-charles-ulrick\tBay\tCharles Ulrick\tambassador\tAmbassador\tcountry\tnorway\t1946-06-06\t\t1946-07-26\t1953-07-31\n"


def read(folder, **tables):
    for name, words in tables.items():
        (folder / f"{name}.tsv").write_bytes(words if isinstance(words, bytes) else words.encode())
    return read_authority_tables(folder)


def test_people_have_their_names_years_numbers_and_entries(tmp_path):
    tables = read(tmp_path, people=PEOPLE + BAY + "2\tStrong, Lester Corrin\t1892\t\t88296844\t\t\t\n")
    bay, strong = tables.people
    assert (bay.key, bay.name, bay.dates, bay.names) == (
        "1",
        "Bay, Charles Ulrick",
        "1888/1955",
        ("Bay, C. U.", "Charles Bay"),
    )
    assert bay.entries == (("frus1948v01", "p_BCU1"), ("frus1949v01", "p_B1"))
    assert (strong.dates, strong.identifiers) == ("1892/", {"viaf": "88296844"})


def test_a_term_is_of_the_person_that_another_table_has_under_that_key(tmp_path):
    tables = read(tmp_path, people=PEOPLE + BAY, chiefs=TERMS + TERM)
    (term,) = tables.terms
    assert (term.person, term.post, term.of_mission) == ("1", "norway", True)
    assert (term.appointed, term.began, term.left) == ("1946-06-06", "1946-07-26", "1953-07-31")


def test_who_is_in_no_table_of_people_is_known_by_the_name_in_the_term(tmp_path):
    tables = read(tmp_path, chiefs=TERMS + TERM)
    assert [(row.key, row.name) for row in tables.people] == [("bay-charles-ulrick", "Bay, Charles Ulrick")]


def test_those_who_never_served_have_no_term(tmp_path):
    tables = read(tmp_path, chiefs=TERMS + TERM + TERM.replace("country", "country-nominee").replace("no-1", "no-2"))
    assert (len(tables.terms), tables.never_served) == (1, 1)


def test_a_second_table_completes_a_person(tmp_path):
    more = "key\tsurname\tforename\tgen\tbirth\tdeath\taltnames\nbay-charles-ulrick\tBay\tCharles\t\t1888\t1955\tUlrick Bay\n"
    tables = read(tmp_path, people=PEOPLE + BAY.replace("1888\t1955", "\t"), others=more)
    (bay,) = tables.people
    assert (bay.key, bay.dates) == ("1", "1888/1955")
    assert {"Bay, Charles", "Ulrick Bay"} < set(bay.names)


def test_the_manifest_says_where_tables_are_from(tmp_path):
    manifest = "file\tsource\tlicence\npeople.tsv\tOffice of the Historian\tCC0\n"
    tables = read(tmp_path, people=PEOPLE + BAY, chiefs=TERMS + TERM, MANIFEST=manifest)
    assert list(tables.sources) == [
        {"file": "chiefs.tsv"},
        {"file": "people.tsv", "source": "Office of the Historian", "licence": "CC0"},
    ]


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"people": PEOPLE + "1\tBay\n"}, "people.tsv, line 2: has 2 columns, and not 8 as the first line."),
        ({"people": PEOPLE + BAY.replace("1\t", "\t", 1)}, "people.tsv, line 2: has no key."),
        ({"people": PEOPLE + BAY.replace("Bay, Charles Ulrick", "")}, "people.tsv, line 2: has no name."),
        ({"people": PEOPLE + BAY + BAY}, "people.tsv, line 3: The key “1” stands in people.tsv, line 2, too."),
        (
            {"people": PEOPLE + BAY.replace("1888", "about")},
            "people.tsv, line 2: “about” in the column “birth” is no date",
        ),
        ({"people": PEOPLE + BAY.replace("1888", "1988")}, "“1988” and “1955” are no years of birth and death"),
        ({"people": PEOPLE + BAY.replace("\t\tbay-", "\tvery\tbay-")}, "“very” is not an identifier of VIAF"),
        ({"people": PEOPLE + BAY.replace("frus1949v01#p_B1", "p_B1")}, "“p_B1” is no entry of a list"),
        (
            {"people": PEOPLE + BAY + BAY.replace("1", "3", 1).replace("bay-charles-ulrick", "")},
            "people.tsv, line 3: The entry “frus1948v01#p_BCU1” is given to “1”, too.",
        ),
        ({"people": PEOPLE.encode() + b"1\tM\xfcller\t\t\t\t\t\t\n"}, "people.tsv, line 2: is not in UTF-8."),
        ({"people": PEOPLE + BAY.replace("Ulrick", "Ul\0rick")}, "people.tsv, line 2: holds a control character."),
        ({"people": "name\tplace\nBay\tOslo\n"}, "people.tsv, line 1: is neither a table of people"),
        ({"people": "key\tname\tname\n"}, "people.tsv, line 1: has two columns of one name."),
        (
            {"chiefs": TERMS + TERM.replace("1946-06-06", "6 June")},
            "chiefs.tsv, line 2: “6 June” in the column “appointed”",
        ),
        ({"chiefs": TERMS + TERM.replace("norway", "")}, "chiefs.tsv, line 2: names neither a mission nor an office."),
        (
            {"chiefs": TERMS + TERM.replace("\tBay\t", "\t\t")},
            "chiefs.tsv, line 2: The person “bay-charles-ulrick” is in no table",
        ),
        ({}, "holds no table of people or terms"),
    ],
)
def test_what_cant_be_read_is_refused_with_its_place(tmp_path, tables, message):
    with pytest.raises(SourceError) as refused:
        read(tmp_path, **tables)
    assert message in str(refused.value)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no such folder"):
        read_authority_tables(tmp_path / "people")
