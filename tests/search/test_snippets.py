"""What snippets mark: words wherever they are, the words of a phrase only where they are side by side."""

import pytest

from archive.search import understand
from archive.search.snippets import snippets
from tests.support.documents import make_document
from tests.support.searching import marked

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "body", "expected"),
    [
        ("secretary of state", "The role of the Secretary.", ["of", "Secretary"]),
        ('"secretary of state"', "The role of the Secretary of State.", ["Secretary of State"]),
        ('"secretary of state"', "Secretaries, of\n states; of the state.", ["Secretaries, of states"]),
        ('"secretary of state"', "The secretary of a state.", []),
        ('"state secretary"', "The State’s Secretary and the secretary state.", ["State’s Secretary"]),
        ('"secretary of state" of', "The Secretary of State of Ruritania.", ["Secretary of State", "of"]),
        ('"secretary of sta"*', "A Secretary of Stability, of stars.", ["Secretary of Stability"]),
        ("anti-American", "An anti–American antiamerican, American and anti.", ["anti–American", "antiamerican"]),
        ('"U.S.S.R. embassy"', "The U. S. S. R. Embassy.", ["U. S. S. R. Embassy"]),
        ('"国务"', "国务卿", ["国务"]),
        ("secretary NEAR state", "The Secretary, a man of State.", ["Secretary", "State"]),
    ],
)
def test_the_words_of_a_phrase_are_marked_together(typed, body, expected):
    document = make_document("d1", body, heading="A heading")
    found = snippets(understand(typed), [document])
    assert [words for snippet in found[document.pk] for words in marked(snippet)] == expected


def test_a_phrase_that_only_a_footnote_has_is_shown_there():
    document = make_document(
        "d1", "The state of the secretary.", heading="A heading", notes=["The Secretary of State."]
    )
    (snippet,) = snippets(understand('"secretary of state"'), [document])[document.pk]
    assert (snippet.where, marked(snippet)) == ("footnote 1", ["Secretary of State"])
