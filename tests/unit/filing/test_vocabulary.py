"""The words of the data files: complete rows, one meaning a code, and codes that the grammar can use."""

from collections import Counter

import pytest

from archive import filing

TERMS = filing.load_terms()


def test_every_term_has_a_name_and_a_source():
    assert [
        term for term in TERMS if not (term.scheme in filing.SCHEMES and term.facet and term.code and term.name)
    ] == []
    assert [term for term in TERMS if not term.source] == []


def test_the_rows_for_the_database_are_the_terms():
    assert [filing.VocabularyTerm(**row) for row in filing.vocabulary_terms()] == TERMS


def test_a_code_has_one_meaning_in_its_context():
    keys = Counter((term.scheme, term.facet, term.context, term.code) for term in TERMS)
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("scheme", ["decimal-1910", "decimal-1950"])
def test_every_country_can_be_read_in_a_number(scheme):
    year = 1940 if scheme == "decimal-1910" else 1955
    for term in TERMS:
        if (term.scheme, term.facet) == (scheme, "country"):
            number = filing.parse(f"8{term.code.lower()}.00", year)
            assert (number.scheme, number.country, number.warnings) == (scheme, term.code, ())


def test_every_subject_of_class_8_is_explained_by_its_own_name():
    for term in TERMS:
        if (term.scheme, term.facet, term.context) == ("decimal-1910", "subject", "8") and "cc" not in term.code:
            assert filing.explain(f"891.{term.code}/5").subject_name == term.name


def test_every_area_and_spelling_leads_to_an_area():
    areas = {term.code for term in TERMS if term.facet == "area"}
    assert {term.name for term in TERMS if term.facet == "area-spelling"} <= areas
    for term in TERMS:
        if term.facet == "area-spelling":
            assert filing.normalise(f"POL 7 {term.code}") == f"POL 7 {term.name}"


def test_an_equivalent_country_is_in_the_next_list():
    later = {term.code for term in TERMS if (term.scheme, term.facet) == ("decimal-1950", "country")}
    named = {term.equivalent for term in TERMS if (term.scheme, term.facet) == ("decimal-1910", "country")} - {""}
    assert named <= later
    areas = {term.code for term in TERMS if term.facet == "area"}
    assert {term.equivalent for term in TERMS if (term.scheme, term.facet) == ("decimal-1950", "country")} - {
        ""
    } <= areas
