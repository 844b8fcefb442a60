"""Which entries of lists of persons are taken for one person, and why."""

import pytest

from archive.identity import join_entries, read_entry, years_of
from archive.identity.evidence import likeness, read_line, sameness, years_between

SECRETARY = "Secretary of State from January 1953"
YEARS = (1952, 1954)


def joined(*entries, years=YEARS):
    """Return how many people are made of entries (volume, name, line), and the reasons."""
    read = [read_entry(number, *entry, years) for number, entry in enumerate(entries)]
    groups = join_entries(read)
    return len({id(groups.of(number)) for number in range(len(entries))}), [join.why for join in groups.joins]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (("a", "Dulles, John Foster", SECRETARY), ("b", "Dulles, John F.", "Lawyer"), "the same name in full"),
        (("a", "Rusk, Dean", "Secretary of State"), ("b", "Rusk, Dean", "Secretary of State until January 1969"),
         "names that agree, and lines that do"),
        (("a", "Mansfield, Mike", "Senator from Montana"), ("b", "Mansfield, Michael J.", "Democratic Senator from Montana"),
         "names that agree, and lines that do"),
        (("a", "Komer, Robert", "Adviser to the President"), ("b", "Komer, Robert W.", "Consultant of the Rand Corporation"),
         "names that agree, and nobody else of that surname in any list"),
        (("a", "Bruce, David K.E.", "Ambassador to the United Kingdom"), ("b", "Bruce, David C.E.", "Ambassador to the United Kingdom"),
         "names that nearly agree, and the same line"),
        (("a", "Thompson, Llewellyn E.", "Ambassador in Moscow"), ("b", "Thomson, Llewellyn E.", "Ambassador in Moscow"),
         "names spelled alike, and the same line"),
        (("a", "Diem", "see Ngo Dinh Diem"), ("a", "Ngo Dinh Diem", "President of the Republic of Vietnam"),
         "the list itself leads from one to the other"),
        (("a", "Quill, Yitzak", "Chief of Staff"), ("b", "Quill, Yitzhak", "Prime Minister"),
         "names that agree, and nobody else of that surname in any list"),
        (("a", "Paul I", "King of Ruritania"), ("b", "Paul I", "King of the Ruritanians"),
         "names that agree, and nobody else of that surname in any list"),
        (("a", "Quill", "Senator Leverett, (R–Massachusetts), Member"), ("b", "Quill, Leverett", "Senator (R–Massachusetts)"),
         "names that agree, and lines that do"),
        (("a", "MacArthur, Douglas", "II, Ambassador to Japan"), ("b", "MacArthur, Douglas, II", "Ambassador to Japan"),
         "names that agree, and lines that do"),
    ],
)  # fmt: skip
def test_entries_are_joined(one, other, why):
    assert joined(one, other) == (1, [why])
    assert joined(other, one) == (1, [why])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "Dulles, John Foster", SECRETARY), ("b", "Dulles, Allen W.", SECRETARY)),
        (("a", "Rogers, William P.", "Secretary of State"), ("b", "Rogers, William D.", "Assistant Secretary for Inter-American Affairs")),
        (("a", "Chiang Kai-shek", "President of the Republic"), ("b", "Chiang Kai-shek, Madame", "wife of the President of the Republic")),
        (("a", "Truman", ""), ("b", "Truman, Harry S.", "President")),
        (("a", "Dulles, John Foster", SECRETARY), ("a", "Dulles, John F.", "Lawyer")),
        (("a", "Hassan", "Crown Prince of Jordan"), ("b", "Hassan II", "King of Morocco")),
        (("a", "Herter, Christian, Jr.", "Manager of an oil company"), ("b", "Herter, Christian A.", "Under Secretary of State")),
    ],
)  # fmt: skip
def test_entries_are_not_joined(one, other):
    assert joined(one, other) == (2, [])


def test_a_common_name_needs_lines_that_agree():
    others = ("c", "Brown, Harold", "Secretary of the Air Force"), ("d", "Brown, Winthrop G.", "Ambassador to Korea")
    general, minister = (
        ("a", "Brown, George S.", "General, Chief of Staff"),
        ("b", "Brown, George", "British Foreign Minister"),
    )
    assert joined(general, minister, *others)[0] == 4


def test_a_long_time_parts_two_of_one_name_unless_the_lines_agree():
    early = read_entry(1, "a", "Smith, Gerard C.", "Assistant Secretary of State", (1952, 1954))
    late = read_entry(2, "b", "Smith, Gerard C.", "Director of the Arms Control Agency", (1969, 1976))
    other = read_entry(3, "b", "Smith, Gerard H.", "Director of Central Intelligence", (1952, 1954))
    assert len(join_entries([early, late, other]).of(1)) == 1
    middle = read_entry(
        4,
        "c",
        "Smith, Gerard C.",
        "Assistant Secretary of State; later Director of the Arms Control Agency",
        (1969, 1976),
    )
    assert len(join_entries([early, late, other, middle]).of(1)) == 3


def test_after_a_long_time_a_rare_name_needs_the_same_nation_or_a_word_of_both_lines():
    early = read_entry(1, "a", "Quill, Bruno", "Captain", (1917, 1919))
    between = read_entry(2, "b", "Quill, Bruno", "Envoy of Austria", (1930, 1932))
    late = read_entry(3, "c", "Quill, Bruno", "Austrian Foreign Minister", (1958, 1960))
    groups = join_entries([early, between, late])
    assert groups.of(2) is groups.of(3)
    assert len(groups.of(1)) == 1


def test_where_generations_bear_one_name_a_long_time_parts_it():
    father = read_entry(1, "a", "Quill, Frank G.", "Deputy Director for Plans", (1958, 1960))
    son = read_entry(2, "b", "Quill, Frank G., III", "Office of African Affairs", (1973, 1976))
    either = read_entry(3, "c", "Quill, Frank G.", "Bureau of African Affairs", (1969, 1972))
    groups = join_entries([father, son, either])
    assert groups.of(2) is groups.of(3)
    assert len(groups.of(1)) == 1


def test_a_name_is_recognised_with_its_words_the_wrong_way_round():
    bureau = "Bureau of European Affairs, Department of State"
    assert joined(("a", "Stabler, Wells", bureau), ("b", "Wells, Stabler", bureau))[0] == 1
    another = ("c", "Wells, Herbert G.", "Novelist")
    assert joined(("a", "Stabler, Wells", bureau), ("b", "Wells, Stabler", bureau), another)[0] == 2
    assert joined(("a", "Stabler, Wells", bureau), ("b", "Wells, Stabler", "Sculptor"), another)[0] == 3


def test_a_contradiction_keeps_groups_apart():
    """Two who can't be one are not made one by a third who could be either."""
    allen = ("a", "Dulles, Allen W.", "Director of Central Intelligence")
    john = ("b", "Dulles, John Foster", "Secretary of State")
    either = ("c", "Dulles", "Secretary of State")
    assert joined(allen, john, either)[0] == 2


def test_the_order_of_entries_changes_nothing():
    entries = [
        read_entry(f"{volume}{name}", volume, name, line, YEARS)
        for volume in "abc"
        for name, line in (
            ("Smith, Gerard C.", "Adviser"),
            ("Smith, Walter Bedell", SECRETARY),
            ("Smith, W.B.", SECRETARY),
        )
    ]
    groups = join_entries(entries)
    assert {frozenset(e.id for e in groups.of(entry.id)) for entry in entries} == {
        frozenset(e.id for e in join_entries(entries[::-1]).of(entry.id)) for entry in entries
    }


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Foreign Relations of the United States, 1952–1954, Volume II", (1952, 1954)),
        ("Foreign Relations, 1969–76, Volume 1", (1969, 1976)),
        ("Foreign Relations of the United States, 1948, Volume V", (1948, 1948)),
        ("Letters", None),
        ("Lot 71948 of 19480", None),
    ],
)
def test_the_years_of_a_volume(title, expected):
    assert years_of(title) == expected


def test_what_two_lines_share():
    long, short = (
        read_line("Under Secretary of State until April 1959; thereafter Secretary of State"),
        read_line("Secretary of State"),
    )
    assert likeness(long, short) == 1
    assert sameness(long, short) < 1
    assert likeness(short, read_line("Governor of Georgia")) == 0
    assert years_between(read_line("until 1950"), read_line("from 1958 to 1960")) == 8
    assert years_between(read_line("Lawyer"), read_line("from 1958")) == 0


def test_a_surname_of_too_many_is_compared_with_nobody_and_the_others_are():
    many = [read_entry(number, f"v{number}", "Smith, Walter Bedell", "General") for number in range(1_001)]
    two = [read_entry(name, name, "Dulles, John Foster", SECRETARY) for name in "ab"]
    groups = join_entries([*many, *two])
    assert len(groups.of(7)) == 1
    assert len(groups.of("a")) == 2


def test_a_line_that_leads_to_another_name_says_nothing_else():
    line = read_line("See also Ngo Dinh Diem. ")
    assert (line.see, line.words) == ("ngo dinh diem", frozenset())
    assert read_line("pseudonym for Tracy Barnes").see == "tracy barnes"
    assert not read_line("seen as a rival").see


@pytest.mark.parametrize(
    ("one", "other", "persons"),
    [
        # A first name that nobody else of the surname has, and that few have at all.
        (("Bundy, McGeorge", "President, Ford Foundation"), ("Bundy, McGeorge", "Special Assistant"), 1),
        (("Bundy, William", "Professor, Yale"), ("Bundy, William P.", "Special Assistant"), 2),
        (("Berry, Lampton J.", "Coordinator"), ("Berry, J. Lampton", "Special Assistant"), 1),
        (("Souvanna Phouma", "Leader of the Neutralists"), ("Phouma, Souvanna", "Prime Minister of Laos"), 1),
        (("Shen Chang-huan", "Minister"), ("Shen Ch'ang-huan", "Minister"), 1),
        (("Hussein, King", "King of Jordan"), ("Hussein I, ibn Talal", "King of Jordan"), 1),
    ],
)
def test_names_that_differ_in_form_only(one, other, persons):
    assert joined(("a", *one), ("b", *other), ("c", "Bundy, Harvey", "Lawyer"))[0] == persons + 1


def test_a_list_that_leads_to_a_name_as_it_is_spoken():
    entries = [
        read_entry("a", "v", "Cabell, General Charles P. (Ordway)", "Deputy Director"),
        read_entry("b", "v", "Ordway", "pseudonym for General Charles P. Cabell"),
        read_entry("c", "v", "Barnes, Tracy (Playdon, William D.)", "Chief of Staff"),
        read_entry("d", "v", "Playdon, William D.", "pseudonym for Tracy Barnes"),
    ]
    groups = join_entries(entries)
    assert [len(groups.of(one)) for one in "abcd"] == [2, 2, 2, 2]
    assert groups.of("a") is not groups.of("c")
