"""What numbers mean in words, where the originals are, what they became, and what is doubtful about them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import filing

SENTENCES = [
    (
        "840.48 Refugees/5425",
        None,
        "Central decimal file 1910–1949: class 8, internal affairs of states · 40, Europe"
        " · .48, calamities, disasters and relief · Refugees · enclosure 5425",
    ),
    (
        "891.00/8–548",
        None,
        "Central decimal file 1910–1949: class 8, internal affairs of states · 91, Iran · .00, political affairs"
        " · paper of 5 August 1948",
    ),
    (
        "751G.5–MSP/12–3155",
        None,
        "Central decimal file 1950–January 1963: class 7, internal political and national defense affairs · 51G, Vietnam (Annam,"
        " Tonkin and Cochin China) · .5, national defense · MSP, Mutual Security Program · paper of 31 December 1955",
    ),
    (
        "891.00",
        None,
        "Central decimal file 1910–January 1963: either 1910–1949: class 8, internal affairs of states · 91, Iran"
        " · .00, political affairs; or 1950–January 1963: class 8, internal economic, industrial and social affairs"
        " · 91, India · .00, economic affairs and conditions",
    ),
    (
        "POL 27-14 ARAB-ISR/SANDSTORM",
        None,
        "Subject-numeric file February 1963–1973: POL, political affairs and relations · 27-14, truce, cease-fire, armistice"
        " · ARAB, Arab states · ISR, Israel · SANDSTORM",
    ),
    ("5767/123", None, "Numerical file 1906–1910: case 5767 · enclosure 123"),
    (
        "P840114–1808",
        None,
        "Central Foreign Policy File 1973–1979: paper on microfilm · reel P840114 of 1984 · frame 1808",
    ),
    ("P840114", None, "Central Foreign Policy File 1973–1979: paper on microfilm · reel P840114 of 1984"),
    (
        "RG 84, Saigon Embassy",
        None,
        "Record group: RG 84, Records of the Foreign Service Posts of the Department of State · Saigon Embassy",
    ),
    (
        "FRC 330 70 A 6648, 381 Iran",
        None,
        "Collection: Washington National Records Center · RG 330, Records of the Office of the Secretary of Defense"
        " · accession 330 70 A 6648 of 1970 · 381 Iran",
    ),
    ("FRC 62 A 1698", None, "Collection: Washington National Records Center · accession 62 A 1698 of 1962"),
    ("FRC 83–0067", None, "Collection: Washington National Records Center · accession 83 67 of 1983"),
    ("Job 79–01025A, Box 3", None, "Collection: Central Intelligence Agency · job 79-01025A of 1979 · Box 3"),
    ("Lot 64 D 535", None, "Lot file: 64 D 535 · retired in 1964 · an office of the Department of State"),
]


@pytest.mark.parametrize(("printed", "year", "sentence"), SENTENCES)
def test_sentence(printed, year, sentence):
    assert filing.explain(printed, year).sentence == sentence


NAMES = [
    # printed, year, class, country, subject
    ("891.00", 1952, "internal economic, industrial and social affairs", "India", "economic affairs and conditions"),
    ("891.00", 1946, "internal affairs of states", "Iran", "political affairs"),
    (
        "788.00/3-155",
        None,
        "internal political and national defense affairs",
        "Iran",
        "political affairs and conditions",
    ),
    (
        "611.93/4–2355",
        None,
        "international political relations and other international relations",
        "United States",
        "relations with China",
    ),
    ("611.947/1-155", None, None, "United States", "relations with Japan: military agreements"),
    ("793.94/5", None, "political relations of states and bilateral treaties", "China", "relations with Japan"),
    ("411.48/3-155", None, "international trade and commerce, customs", "United States", "trade with Poland"),
    ("411.48/3", None, "claims", "United States", "claims of nationals of British Africa"),
    ("462.11/3–2345", None, "claims", "Germany", "claims of nationals of United States"),
    ("393.1115/14", None, "protection of interests", "China", "protection of American citizens"),
    ("212.11/5", None, "extradition", "Mexico", "rendition demanded by United States"),
    (
        "811.34544/3",
        None,
        None,
        "United States",
        "naval and coaling stations of one country in another (British colonies in America)",
    ),
    ("811.0086B/3-460", None, None, "United States", "economic aid and relations (United Arab Republic)"),
    ("711.56394/3-155", None, None, "United States", "military bases of another country (Japan)"),
    ("033.4111/4-1252", None, "miscellaneous", "Great Britain", "visits of officials of one country to another"),
    ("701.4190F/11-647", None, None, "Great Britain", "diplomatic representation of one country in another"),
    ("490B.118/8-1452", None, None, "Burma", ""),
    ("460.56D9/1-2352", None, None, "Eastern Europe, Balkans, Iron Curtain countries", "trade with Indonesia"),
    ("501.BB Palestine/9–1548", None, None, "", "United Nations: General Assembly"),
    ("763.72119/100", None, None, "Austria", "war of 1914-1918: peace"),
    ("751K.00", 1961, None, "Vietnam", "political affairs and conditions"),
    ("751K.00", 1952, None, "French Oceania", "political affairs and conditions"),
    ("751G.00", 1953, None, "Indochina", "political affairs and conditions"),
    ("751G.00", 1956, None, "Vietnam (Annam, Tonkin and Cochin China)", "political affairs and conditions"),
    ("751K.S/3-1962", None, None, "Vietnam", "national defense"),
    ("293.1111/5–2455", None, None, "China", "protection in the country of nationals of United States"),
    (
        "293.1122/5–2455",
        None,
        None,
        "China",
        "protection in the country of nationals of United States: their interests",
    ),
    ("293.9322/1–3055", None, None, "China", "protection in the country of nationals of China: their interests"),
    ("399.731/5-1458", None, None, "", "international conferences on the law of the sea"),
    ("398.2553/5-1458", None, None, "", "international economic organizations and conferences"),
    ("375.42/3–2360", None, None, "", "West European organizations"),
    ("603.4193/5-1458", None, None, "Great Britain", "representation of one country in another"),
    ("951K.50/10-2962", None, None, "Vietnam", "communications"),
    ("864.49/11-2056", None, None, "Hungary", "calamities, disasters, relief"),
    ("560.AL/1–648", None, None, "", "International Trade Organization, General Agreement on Tariffs and Trade"),
    ("561.311F1/23", 1933, None, "", "international conferences: industrial matters"),
    ("102.202/3-155", None, None, "", "United States Government: executive departments and agencies"),
    ("124.935/3-145", None, None, "", "embassies and legations of the United States"),
    ("393.1144/14", None, "protection of interests", "China", "protection of citizens of the United States"),
    ("611.11/3-155", None, None, "United States", ""),
    ("800.0000/3-155", None, None, "World, universe", "economic aid and relations (World, universe)"),
    ("798.00", 1959, None, "Indonesia", "political affairs and conditions"),
    ("POL 26 ARG", 1966, None, "Argentina", "rebellion and coups"),
    ("POL 24 CUBA", 1963, None, "Cuba", "subversion, espionage"),
    ("POL 24 CUBA", 1966, None, "Cuba", "sanctions"),
    ("POL 24 CUBA", None, None, "Cuba", "subversion, espionage (1963) or sanctions (1964–1973)"),
    ("AID (US) 15–4 UAR", None, "aid, foreign assistance", "United Arab Republic", "Public Law 480: agreements"),
]


@pytest.mark.parametrize(("printed", "year", "class_name", "country", "subject"), NAMES)
def test_names(printed, year, class_name, country, subject):
    meaning = filing.explain(printed, year)
    assert (meaning.country_name, meaning.subject_name) == (country, subject)
    assert class_name in (None, meaning.class_name)


@pytest.mark.parametrize(
    "printed", ["891.00", "411.48", "711.93", "867.00", "745.00", "840.48 Refugees", "611.93", "751K.00", "033.4111"]
)
def test_an_unknown_era_is_never_taken_for_one_of_them(printed):
    """What is said of a number without an era is true in both, or says which it is true in."""
    meaning = filing.explain(printed)
    if meaning.number.scheme != "decimal":
        pytest.fail("this number must be of open era")
    by_era = [filing.explain(printed, year) for year in (1940, 1958)]
    for field in ("class_name", "country_name", "subject_name"):
        said = getattr(meaning, field)
        assert not said or all(getattr(era, field) == said for era in by_era)
    if by_era[0].parts != by_era[1].parts:
        assert "either 1910–1949" in meaning.sentence
        assert "or 1950–January 1963" in meaning.sentence


def test_json_has_the_documented_keys_and_null_for_what_is_missing():
    value = filing.explain("891.00/8–548").as_json()
    assert value == {
        "printed": "891.00/8–548",
        "normal": "891.00/8-548",
        "scheme": "decimal-1910",
        "class": "8",
        "country": "91",
        "country_name": "Iran",
        "subject": "00",
        "subject_name": "political affairs",
        "qualifier": None,
        "enclosure": None,
        "date": "1948-08-05",
        "sentence": filing.explain("891.00/8–548").sentence,
        "warnings": [],
    }
    assert filing.explain("NSC 68").as_json()["warnings"][0]["code"] == "file-number-unreadable"


def test_archivists_words_replace_those_of_the_data_files():
    terms = [term for term in filing.load_terms() if (term.facet, term.code) != ("country", "91")]
    terms.append(filing.VocabularyTerm("decimal-1910", "country", "", "91", "Persia"))
    assert filing.explain("891.00/5", vocabulary=filing.Vocabulary(terms)).country_name == "Persia"


HELD = [
    ("840.48 Refugees/5425", 1944, "RG 59, Central Decimal File 1940–1944"),
    ("840.48 Refugees/5425", None, "RG 59, Central Decimal File 1910–1944"),
    ("891.00/8–548", None, "RG 59, Central Decimal File 1945–1949"),
    ("611.93/4–2355", None, "RG 59, Central Decimal File 1955–1959"),
    ("891.00", None, "RG 59, Central Decimal File 1910–January 1963"),
    ("891.00", 1949, "RG 59, Central Decimal File 1945–1949"),
    ("891.00", 1950, "RG 59, Central Decimal File 1950–1954"),
    ("891.00", 1939, "RG 59, Central Decimal File 1930–1939"),
    ("891.00", 1963, "RG 59, Central Decimal File 1960–January 1963"),
    ("POL 27 VIET S", 1970, "RG 59, Subject-Numeric File 1970–1973"),
    ("POL 27 VIET S", 1965, "RG 59, Subject-Numeric File 1964–1966"),
    ("3767/5", None, "RG 59, Numerical File 1906–1910"),
    ("Lot 57 F 103", None, "RG 84, Lot 57 F 103"),
    ("Paris Peace Conf. 185.001/28", None, "RG 256, Paris Peace Conf. 185.001"),
    ("NSC 68", None, "None"),
]


@pytest.mark.parametrize(("printed", "year", "place"), HELD)
def test_where_the_originals_are(printed, year, place):
    assert str(filing.whereabouts(filing.parse(printed, year), year)) == place


RENUMBERED = [
    ("891.00/8–548", None, ["788.00", "POL IRAN"]),
    ("891.6363/5", None, ["888.2553", "PET IRAN"]),
    ("711.93/5", None, ["611.93", "POL CHICOM-US"]),
    ("788.00", 1955, ["891.00", "POL IRAN"]),
    ("888.2553", 1955, ["891.6363", "PET IRAN"]),
    ("611.93", 1955, ["711.93", "POL CHICOM-US"]),
    ("PET IRAN", None, ["891.6363", "888.2553"]),
    ("POL CHICOM-US", None, ["711.93", "611.93"]),
    ("POL 27 VIET S", None, []),
    ("701.6191", 1940, []),
    ("840.48 Refugees/5425", None, []),
]


@pytest.mark.parametrize(("printed", "year", "files"), RENUMBERED)
def test_the_same_matter_across_the_renumberings(printed, year, files):
    found = filing.equivalents(filing.parse(printed, year))
    assert [equivalent.number.normal for equivalent in found] == files
    assert all(equivalent.inferred and equivalent.reason.startswith("Inferred") for equivalent in found)


def test_an_inference_says_what_it_rests_on():
    _, after = filing.equivalents(filing.parse("711.93/5"))
    assert "11 (United States) answers to US (United States)" in after.reason
    assert "93 (China) answers to CHICOM (Communist China)" in after.reason


CHECKS = [
    ("891.00/8–548", "1948-08-05", "1948-08-05", []),
    ("891.00/8–548", "1948-08-03", "1948-08-03", []),
    ("891.00/8–548", "1948-08-19", "1948-08-19", []),
    ("891.00/8–548", "1948-07-01", "1948-07-01", []),
    ("891.00/8–548", "1948-07-05", "1948-07-05", ["suffix-date-differs"]),
    ("891.00/8–548", "1949-08-05", "1949-08-05", ["suffix-date-differs"]),
    ("891.00/8–548", "1948-09-01", "1948-09-30", []),
    ("891.00/8–548", "1950-01-01", "1950-12-31", ["suffix-date-differs"]),
    ("891.OO/8–548", "1948-08-05", "1948-08-05", []),
    ("891.OO/8–548", "1948-07-05", "1948-07-05", ["letter-for-digit", "suffix-date-differs"]),
    ("891.OO/8–548", "", "", ["letter-for-digit"]),
    ("891.00/8–548", "1948-08-01", "1948-08-31", []),
    ("891.00/8–548", "", "", []),
    ("891.00/2–4549", "1949-02-04", "1949-02-04", ["suffix-date-impossible"]),
    ("801.00/4–848", "1948-04-08", "1948-04-08", ["file-country-unknown"]),
    ("890B.97/10–2153", "1953-10-21", "1953-10-21", ["file-subject-unknown"]),
    ("490B.118/8-1452", "1952-08-14", "1952-08-14", []),
    ("NSC 68", "1950-04-14", "1950-04-14", ["file-number-unreadable"]),
    ("POL 99 IRAN", "1967-01-01", "1967-01-01", ["file-subject-unknown"]),
    ("840.48 Refugees/5425", "1944-03-26", "1944-03-26", []),
]


@pytest.mark.parametrize(("printed", "earliest", "latest", "codes"), CHECKS)
def test_checks(printed, earliest, latest, codes):
    warnings = filing.doubts_about(filing.parse(printed), earliest, latest)
    assert [warning.code for warning in warnings] == codes
    assert all(warning.message for warning in warnings)


@given(
    st.one_of(
        st.text(max_size=60), st.from_regex(r"[0-9A-Z]{1,4}[ ./–-]?[0-9A-Z]{0,5}[ /-]?[0-9–]{0,7}", fullmatch=True)
    ),
    st.sampled_from([None, 0, 1905, 1908, 1920, 1948, 1951, 1963, 1967, 1975, 9999]),
)
def test_explaining_never_raises(text, year):
    meaning = filing.explain(text, year)
    assert meaning.sentence.startswith(f"{filing.title_of(meaning.number.scheme)}: ")
    assert filing.whereabouts(meaning.number, year) is None or str(filing.whereabouts(meaning.number, year))
    assert all(other.number.scheme != "unknown" for other in filing.equivalents(meaning.number))
    assert meaning.as_json()["printed"] == (text or None)
