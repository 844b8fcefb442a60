"""Pairs of common words that stand side by side, each a token of its own in the postings.

PostgreSQL finds a phrase by reading where its words are in each paper that has all of them, which takes seconds if most papers of a large
archive have. So for the words that are common in diplomatic papers it is stored which papers have two of them side by side, as it is for
single words. SQLite does not need it: its full-text index has the places of a word together.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Stems that at least a quarter of the papers of 32 volumes of *Foreign Relations* have; numbers are left out. Postings depend on them.
COMMON = frozenset(
    """
    a about accept act action administr affair after against agre agreement all also ambassador american an and ani appear
    approv are area as ask assist at b basi be becaus been befor believ between both but by call can central certain chang clear
    come comment communist concern consid consider continu convers could countri cours d date day decis defens depart desir
    develop did direct discuss do document draft dure econom effect effort embassi even express fact far feel file first follow
    for forc foreign from further general get give given go good govern great had has have he help here him his hope howev i
    ibid if import in includ increas indic inform interest into involv is issu it last like line long made major make matter may
    meet memorandum might militari minist more most mr much must nation necessari need negoti new no not note now object of
    offic offici on one onli oper or order other our out over own part particip particular peopl place plan pm point polici
    polit posit possibl prepar present presid press print problem program propos provid public question reason receiv recent
    record refer regard relat repeat report repres request requir respons result said same say secret secretari secur see seem
    serious should sinc situat so some sourc soviet state statement strong subject such suggest support take taken talk telegram
    text than that the their them then there these they think this those through time to toward two under understand unit up us
    use veri view want was washington way we well were what when whether which while who will wish with without work world would
    year you your
    """.split()  # noqa: SIM905 - one to a line would be pages
)
#: The prefix of a pair's token, and what is between its words, which have no digit.
_PREFIX, _BETWEEN = "0b", "0"


def pairs_in(tokens: Sequence[str]) -> list[str]:
    """Return the token of each two common words that are side by side in these tokens, in their order."""
    return [
        f"{_PREFIX}{one}{_BETWEEN}{other}"
        for one, other in zip(tokens, tokens[1:], strict=False)
        if one in COMMON and other in COMMON
    ]
