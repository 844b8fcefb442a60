"""What is given out is valid against the schema of the published volumes wherever the source was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from archive.exports.tei import corpus, document_file, volume_tei
from archive.parsing import tei
from archive.parsing.transcription import read_source
from tests.support.paths import GOLDEN
from tests.support.schema import Schema, added, parsed, without_annotations

SMALL = r"""
default namespace = "http://www.tei-c.org/ns/1.0"
namespace a = "http://relaxng.org/ns/compatibility/annotations/1.0"
namespace sch = "http://purl.oclc.org/dsdl/schematron"
sch:pattern [ id = "a" sch:rule [ test = "]" ] ]
start = element TEI { header?, \text }   # "a comment" [
header = element teiHeader { anything* >> sch:ns [ prefix = "tei" ] }
\text = element text { element body { division+ } }
division = element div { attribute type { "document" }, [ a:defaultValue = "1" ] attribute n { text }?, element p { text }+ }
anything = element * { (text | anything)* }
"""


@pytest.fixture(scope="module")
def schema(request):
    """The schema of the published volumes, which is not part of the project."""
    given = os.environ.get("CHANCERY_FRUS_SCHEMA")
    path = Path(given) if given else request.getfixturevalue("frus_dir") / "schema" / "frus.rnc"
    if not path.exists():
        pytest.skip("the schema is not here; CHANCERY_FRUS_SCHEMA may name it")
    return Schema(path)


def test_annotations_are_left_out_of_a_schema_and_nothing_else():
    rnc = 'a = [ b:c = "]" ] text # [\n>> d:e [ f [ ] ]\nd = empty'
    assert without_annotations(rnc) == "a =  text # [\n\nd = empty"


def test_a_schema_says_what_is_wrong_in_which_document(tmp_path):
    path = tmp_path / "small.rnc"
    path.write_text(SMALL)
    small = Schema(path)
    good, bad = '<div type="document" n="1"><p>a</p></div>', '<div type="document" n="2"><q>a</q></div>'
    volume = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><b/></teiHeader><text><body>{}</body></text></TEI>'
    assert small.errors(parsed(volume.format(good).encode())) == []
    whole = parsed(volume.format(good + bad).encode())
    assert small.errors(whole)
    assert [(n, bool(errors)) for n, errors in small.errors_by_document(whole)] == [("1", False), ("2", True)]


def test_only_errors_that_were_added_count():
    assert added(["a", "b"], ["b", "a"]) == {}
    assert added(["a"], ["a", "a"]) == {"a": 1}


def test_the_golden_volumes_go_out_no_worse_than_they_came(schema):
    for path in (GOLDEN / "tei").glob("*.xml"):
        reading = tei.read_volume(path)
        records = [record for record, _ in reading]
        source, out = parsed(path.read_bytes()), parsed("".join(volume_tei(reading.volume, records)).encode())
        assert not added(schema.errors(source), schema.errors(out))
        before = list(schema.errors_by_document(source))
        assert list(schema.errors_by_document(out)) == before
        for (_, errors), record in zip(before, records, strict=True):
            assert not added(errors, schema.errors(parsed(document_file(record).encode())))


def test_transcriptions_become_valid_tei_alone_and_in_a_selection(schema):
    records = []
    for path in (GOLDEN / "transcriptions").glob("*.txt"):
        records += read_source(path.read_bytes(), path.name)
    assert records
    for record in records:
        assert schema.errors(parsed(document_file(record).encode())) == []
    # The schema knows no corpus; the texts in it are held to it one by one.
    together = parsed("".join(corpus(records, "Made up")).encode())
    texts = together.findall("{http://www.tei-c.org/ns/1.0}TEI")
    assert len(texts) == len(records)
    for text in texts:
        assert schema.errors(parsed(etree.tostring(text, with_tail=False))) == []


@pytest.mark.volumes
def test_a_whole_volume_goes_out_no_worse_than_it_came(schema, frus_dir):
    path = min(frus_dir.glob("frus*.xml"), key=lambda path: path.stat().st_size)
    reading = tei.read_volume(path)
    records = [record for record, _ in reading]
    source, out = parsed(path.read_bytes()), parsed("".join(volume_tei(reading.volume, records)).encode())
    assert schema.errors(out) == schema.errors(source)
    assert list(schema.errors_by_document(out)) == list(schema.errors_by_document(source))
