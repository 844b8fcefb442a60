"""What is marked as an abbreviation is explained only where it is one."""

import pytest

from archive.rendering import Explanation, linked


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("ONE", "ONE"), ("CHICOM", "ChiCom"), ("Chicom", "ChiCom"), ("U.N.", "UN"), ("Exdis", "EXDIS"), ("Gimo", "GIMO"),
        ("PBSUCCESS", "PBS, PBSUCCESS"), ("LINCOLN", "LINC, LINCOLN"), ("Huks", "HMB"), ("Urtel", "urtel"), ("urtel", "urtel"),
        ("NIACT", "niact"), ("reurtel", "reurtels"), ("dels", "del"), ("a.i", "a.i."), ("KMTs", "KMT"), ("DoD", "DOD"),
        ("T.O. & E.", "TOE (T.O.&E.)"), ("Res", "res"), ("Col.", "Col."), ("14", "14"),
    ],
)  # fmt: skip
def test_abbreviations(words, term):
    assert Explanation(term, "x").explains(words)


@pytest.mark.parametrize(
    ("words", "term"),
    [("One", "ONE"), ("Sea", "SEA"), ("sea", "SEA"), ("care", "CARE"), ("Care", "CARE"), ("shape", "SHAPE"), ("Shape", "SHAPE"),
     ("me", "ME"), ("res", "Res"), ("fr", "Fr"), ("Min", "MIN"), ("Aid", "AID"), ("pol", "POL"), ("en", "en"), ("re", "re")],
)  # fmt: skip
def test_ordinary_words(words, term):
    assert not Explanation(term, "x").explains(words)


def test_ordinary_words_stay_plain():
    html = '<p><span class="gloss" data-target="#t_ONE1">One</span> <span class="gloss" data-target="#t_ONE1">ONE</span></p>'
    explained = {}
    shown = linked(html, {}, {"#t_ONE1": Explanation("ONE", "Office of National Estimates")}, explained)
    assert shown.startswith('<p><span class="gloss">One</span> <a class="term" id="termref-1"')
    assert explained == {"#t_ONE1": "ONE"}


def test_an_abbreviation_that_means_something_else_too_says_so():
    assert Explanation("USA", "United States Army").in_words == "United States Army; or United States of America"
    assert (
        Explanation("USA", "United States Army; United States of America").in_words
        == "United States Army; United States of America"
    )
    assert Explanation("UN", "United Nations").in_words == "United Nations"
