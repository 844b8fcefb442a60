"""The same digits mean other things in other years: each number is explained right for its era, or for both, never for the wrong one."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from archive import filing

#: Number, the paper's year, words that must be said, and words that must not.
MEANINGS = [
    ("840.48 Refugees/5425", None, "1910–1949: class 8, internal affairs of states · 40, Europe · .48, calamities", "1950"),
    ("893.51 Manchuria/49", None, "93, China · .51, financial conditions · Manchuria · enclosure 49", "1950"),
    ("891.00/8–548", None, "91, Iran · .00, political affairs · paper of 5 August 1948", "India"),
    ("891.00", 1948, "91, Iran · .00, political affairs", "India"),
    ("891.00", 1952, "91, India · .00, economic affairs", "Iran"),
    ("891.00/5-1252", 1948, "91, India", "Iran"),
    ("891.00/123", 1952, "91, Iran", "India"),
    ("888.2553/5-151", None, "88, Iran", "1910–1949"),
    ("782.00", 1955, "82, Turkey", "Liberia"),
    ("782.00", 1930, "82, Liberia", "Turkey"),
    ("767.68119", 1923, "67, Turkey · .68119, relations with Greece: peace", "Albania"),
    ("411.48", 1949, "claims of nationals of British Africa", "Poland"),
    ("411.48", 1950, "trade with Poland", "claims"),
    ("611.94", 1935, "trade with Japan", "relations"),
    ("611.94", 1955, "relations with Japan", "trade with"),
    ("711.94/2177", None, "relations with Japan · enclosure 2177", "1950"),
    ("711.11-KE", None, "executive, chief of state · KE, Kennedy", "1910"),
    ("711.11", 1930, "11, United States · .11", "relations with United States"),
    ("751G.5–MSP/12–3153", None, "51G, Indochina · .5, national defense · MSP, Mutual Security Program", "1910"),
    ("751G.5–MSP/12–3155", None, "51G, Vietnam (Annam, Tonkin and Cochin China) · .5, national defense", "Indochina"),
    ("751K.00", 1958, "51K, Vietnam", "Oceania"),
    ("751K.00", 1952, "51K, French Oceania", "Vietnam"),
    ("786B.00/3-158", None, "86B, United Arab Republic", "not in the list"),
    ("786B.00", 1953, "86B, a country not in the list of these years", "United Arab Republic"),
    ("770G.00/2-1361", None, "70G, Congo (Leopoldville)", "Brazzaville"),
    ("770R.00", 1961, "70R, Congo (Brazzaville)", "Leopoldville"),
    ("811B.00", 1920, "11B, Philippines", "1950"),
    ("867N.01", None, "67N, Palestine", "1950"),
    ("784A.00", None, "84A, Israel", "1910–1949"),
    ("501.BB Palestine/9–1548", None, "United Nations: General Assembly · Palestine", "1950"),
    ("320.511/5-1955", None, "Palestine refugees · paper of 19 May 1955", "protection"),
    ("462.00R296/5", None, "class 4, claims · 62, Germany · .00R296, under .00R, reparations", "trade"),
    ("033.4111/4-1252", None, "visits of officials of one country to another · 41, Great Britain · 11, United States", "1910"),
    ("110.11-DU/1-355", None, "Secretary of State · DU, Dulles", "1910"),
    ("123 Ward, Angus I./11-1949", None, "Foreign Service personnel · Ward Angus I", "1950"),
    ("701.0011", 1952, "class 7", "communism"),
    ("817.00/1593-95", None, "17, Nicaragua · .00, political affairs · enclosure 1593-95", "economic"),
    ("POL 24 CUBA", 1963, "24, subversion, espionage", "sanctions"),
    ("POL 24 CUBA", 1967, "24, sanctions", "subversion"),
    ("POL 27 S VIET", None, "27, military operations · VIET S, South Vietnam", "unknown"),
    ("AID (US) 15–4 UAR", None, "by the United States · 15-4, Public Law 480: agreements · UAR, United Arab Republic", "unknown"),
    ("P840114–1808", None, "paper on microfilm · reel P840114 of 1984 · frame 1808", "Lot"),
    ("D770049–1123", None, "telegram · reel D770049 of 1977 · frame 1123", "paper on"),
    ("Lot 64 D 535", None, "retired in 1964 · an office of the Department of State", "post"),
    ("5276", 1907, "Numerical file 1906–1910: case 5276", "decimal"),
]  # fmt: skip

#: Where the era is not known, both meanings are said.
BOTH = [
    ("891.00", None, "91, Iran", "91, India"),
    ("891.00", 1967, "91, Iran", "91, India"),
    ("411.48", None, "claims of nationals of British Africa", "trade with Poland"),
    ("POL 24 CUBA", None, "subversion, espionage (1963)", "sanctions (1964–1973)"),
    ("741J.00", None, "Federation of the West Indies (1950–1959)", "Virgin Islands (UK) (1960–1963)"),
]


@pytest.mark.parametrize(("number", "year", "said", "unsaid"), MEANINGS)
def test_a_number_means_what_it_meant_in_its_years(number, year, said, unsaid):
    sentence = filing.explain(number, year).sentence
    assert said in sentence
    assert unsaid not in sentence


@pytest.mark.parametrize(("number", "year", "one", "other"), BOTH)
def test_both_meanings_are_said_where_the_era_is_not_known(number, year, one, other):
    explanation = filing.explain(number, year)
    assert one in explanation.sentence
    assert other in explanation.sentence
    if explanation.number.scheme == "decimal":
        assert not explanation.subject_name or explanation.subject_name in one + other


def test_the_json_has_the_agreed_keys_in_order():
    out = StringIO()
    call_command("explain_file_number", "840.48 Refugees/5425", "--json", stdout=out)
    assert list(json.loads(out.getvalue())) == [
        "printed", "normal", "scheme", "class", "country", "country_name", "subject", "subject_name", "qualifier",
        "enclosure", "date", "sentence", "warnings",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "scheme"),
    [
        ("File No. 3767/5", "numerical"), ("891.00/123", "decimal-1910"), ("891.00/5-1252", "decimal-1950"),
        ("891.00", "decimal"), ("POL 27 VIET S", "subject-numeric"), ("P840114–1808", "cfpf"), ("Lot 64 D 535", "lot"),
        ("RG 59", "record-group"), ("Eisenhower Library, Dulles papers", "collection"), ("NSC 68", "unknown"),
    ],
)  # fmt: skip
def test_every_scheme_has_its_agreed_name(number, scheme):
    assert filing.explain(number).as_json()["scheme"] == scheme
