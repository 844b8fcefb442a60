"""The marking that a source note says its paper has."""

import pytest

from archive.parsing.source_notes import read_source_note

MARKINGS = [
    # the words after the repository, classification, handling
    ("Central Files, 891.00/8-548. Secret.", "Secret", ()),
    ("Central Files, 891.00/8-548. Top Secret; Niact; Eyes Only.", "Top Secret", ("Niact", "Eyes Only")),
    ("Project Clean Up. Top Secret. Drafted on July 16.", "Top Secret", ()),
    ("Lot 72 D 316, NSAMs. Secret. A copy was sent to Paris.", "Secret", ()),
    ("Vietnam Country Series, Secret. Repeated to Hue.", "Secret", ()),
    ("Central Files, POL 27 VIET S. Confidential—Security Information.", "Confidential", ("Security Information",)),
    ("Central Files, 891.00/8-548. Personal; Secret.", "Secret", ("Personal",)),
    ("Central Files, 891.00/8-548. Nodis; Secret.", "Secret", ("Nodis",)),
    ("Box 11. Secret; OMEGA; Double Plus. Repeated to Oslo.", "Secret", ("OMEGA", "Double Plus")),
    ("Box 11. Secret; Limited Distribution; US Only.", "Secret", ("Limited Distribution", "U.S. Only")),
    # no marking of the paper
    ("Secret Files, Box 11. The paper has no marking.", "", ()),
    ("Box 11, Secret Telegrams. Drafted in Oslo.", "", ()),
    ("Box 11. A handwritten notation reads “Secret.”", "", ()),
]


@pytest.mark.parametrize(("words", "classification", "distribution"), MARKINGS)
def test_a_marking_is_a_sentence_of_its_own(words, classification, distribution):
    marking = read_source_note(f"Source: Department of State, {words}").marking
    assert (marking.classification, marking.distribution) == (classification, distribution)


def test_a_collection_ends_with_its_last_word():
    note = read_source_note("Source: Kennedy Library, Hilsman Papers, Laos, Top Secret. Drafted by Neubert.")
    assert (note.repository, note.collection) == ("Kennedy Library", "Hilsman Papers, Laos")
