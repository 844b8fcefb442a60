"""Printed names of people, taken apart and compared."""

import pytest

from archive.identity.names import Agreement, PersonName, agreement, read_name, spelled_alike, surname


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Dulles, John Foster", PersonName("dulles", ("john", "foster"))),
        ("Adenauer, Dr. Konrad", PersonName("adenauer", ("konrad",))),
        ("Harriman, W. Averell", PersonName("harriman", ("w", "averell"))),
        ("Jackson C. D.", PersonName("jackson", ("c", "d"))),
        ("de Gaulle, Charles", PersonName("degaulle", ("charles",))),
        ("Radford, Admiral Arthur W.", PersonName("radford", ("arthur", "w"))),
        ("MacArthur, Douglas, II", PersonName("macarthur", ("douglas",), "ii")),
        ("Stevenson, Adlai E., Jr.", PersonName("stevenson", ("adlai", "e"), "jr")),
        ("Mansfield, Michael J. “Mike”", PersonName("mansfield", ("michael", "j"), beside=("mike",))),
        ("Chow (Chou) Shu-kai", PersonName("chowshukai", beside=("chou",), whole=True)),
        ("Chiang Kai-shek, Madame", PersonName("chiangkaishek", whole=True, wife=True)),
        ("Truman", PersonName("truman")),
        ("King", PersonName("king")),
        ("…", None),
        ("(?), ", None),
    ],
)
def test_a_name_is_taken_apart(printed, expected):
    assert read_name(printed) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Dulles, John Foster", "Dulles, John F.", Agreement.FULL),
        ("Dulles, John Foster", "Dulles, Allen W.", Agreement.CONTRADICTED),
        ("Harriman, W. Averell", "Harriman, W. Averell", Agreement.FULL),
        ("Rusk, Dean", "Rusk, Dean", Agreement.FIRST),
        ("Rusk, Dean", "Rusk, David Dean", Agreement.ALIKE),
        ("Dobrynin, Anatoliy", "Dobrynin, Anatoly F.", Agreement.ALIKE),
        ("Kosygin, Alexei N.", "Kosygin, Aleksei N.", Agreement.ALIKE),
        ("Mansfield, Mike", "Mansfield, Michael J.", Agreement.ALIKE),
        ("Lloyd, Selwyn", "Lloyd, J. Selwyn", Agreement.ALIKE),
        ("Riley, H.D.", "Riley, Herbert D.", Agreement.INITIALS),
        ("Rogers, William P.", "Rogers, William D.", Agreement.MISPRINTED),
        ("Tito, Josip Broz", "Tito, Joseph Broz", Agreement.MISPRINTED),
        ("Stevenson, Adlai E., II", "Stevenson, Adlai E., III", Agreement.MISPRINTED),
        ("Truman", "Truman, Harry S.", Agreement.SILENT),
        ("Ushiba Nobuhiko", "Ushiba, Nobuhiko", Agreement.FULL),
        ("Chiang Kai-shek, Generalissimo", "Chiang Kai-shek, Madame", Agreement.CONTRADICTED),
        ("Chiang Kai-shek, Generalissimo", "Chiang Kai-shek", Agreement.FULL),
        ("Taylor, Maxwell", "Taylor, Henry", Agreement.CONTRADICTED),
    ],
)
def test_names_are_compared(one, other, expected):
    one, other = read_name(one), read_name(other)
    assert agreement(one, other) is agreement(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("llewellyn", "llewelyn", True), ("alexei", "aleksei", True), ("lee", "leeb", False), ("brown", "bruce", False)],
)
def test_spellings(one, other, expected):
    assert spelled_alike(one, other) is expected


def test_a_surname_is_found_without_titles_and_accents():
    assert (surname("Debré, Michel"), surname("Caradon, Lord"), surname("!")) == ("debre", "caradon", "")
