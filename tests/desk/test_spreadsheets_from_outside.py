"""Spreadsheets that are damaged, hostile, or of another form: each is refused with the reason and the place, and nothing else escapes."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive import bulk
from archive.bulk import packages
from archive.errors import Refused
from tests.support.hostile_spreadsheets import KINDS
from tests.support.workbooks import (
    SHARED,
    SHEET,
    STYLES,
    cell,
    packed,
    parts_of,
    sheet,
    with_parts,
    with_shared_texts,
    workbook,
)

READ = [{"place": "row 2", "id": "vol#d1", "version": "1", "values": {"summary": "New words."}}]


@pytest.mark.parametrize("good", [workbook, with_shared_texts])
def test_a_good_workbook_is_read(good):
    assert bulk.read_spreadsheet(good(), 500).rows == READ


@pytest.mark.parametrize("gap", [2, 7, 900])
def test_rows_and_cells_may_be_left_out(gap):
    row = f'<row r="{gap}">{cell(f"A{gap}", "vol#d1")}{cell(f"B{gap}", "1")}{cell(f"C{gap}", "New words.")}</row>'
    assert bulk.read_spreadsheet(with_parts(sheet=sheet(row)), 500).rows == [READ[0] | {"place": f"row {gap}"}]


def test_formats_without_a_value_may_go_beyond_the_limits():
    row = f'<row r="2">{cell("A2", "vol#d1")}{cell("B2", "1")}{cell("C2", "New words.")}<c r="XFD2" s="0"/></row>'
    far = '<row r="1048576"><c r="A1048576" s="0"/></row>'
    assert bulk.read_spreadsheet(with_parts(sheet=sheet(row + far)), 500).rows == READ


def test_a_formula_with_its_value_is_read_as_the_value():
    row = f'<row r="2">{cell("A2", "vol#d1")}{cell("B2", "1")}<c r="C2" t="str"><f>"New words."</f><v>New words.</v></c></row>'
    assert bulk.read_spreadsheet(with_parts(sheet=sheet(row)), 500).rows == READ


@pytest.mark.parametrize(("content", "message"), KINDS.values(), ids=KINDS)
def test_what_is_wrong_is_refused_with_the_reason_and_the_place(content, message):
    with pytest.raises(Refused, match=message):
        bulk.read_spreadsheet(content() if callable(content) else content, 500)


def mutants(content: bytes, number: int):
    """Yield this many damaged copies of a file: bytes flipped, cut out, doubled, set to one value, cut off."""
    chance = random.Random(1901)
    for _ in range(number):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 1, 2, 8))):
            start = chance.randrange(len(damaged))
            length = chance.choice((1, 1, 2, 30, 400))
            match chance.randrange(5):
                case 0:
                    damaged[start] ^= 1 << chance.randrange(8)
                case 1:
                    del damaged[start : start + length]
                case 2:
                    damaged[start:start] = damaged[start : start + length]
                case 3:
                    damaged[start : start + length] = bytes([chance.choice((0, 255, 60, 34))]) * length
                case 4:
                    damaged = damaged[: max(start, 2)]
            damaged = damaged or bytearray(b"PK")
        yield bytes(damaged)


def rows_or_refusal(content: bytes):
    try:
        return bulk.read_spreadsheet(content, 500)
    except Refused as refused:
        return str(refused)


def test_no_damage_to_a_workbook_escapes():
    """300 damaged packages: what the ZIP and its compression make of it."""
    outcomes = [rows_or_refusal(content) for content in mutants(workbook(), 300)]
    assert sum(isinstance(outcome, str) for outcome in outcomes) > 200


@pytest.mark.parametrize(
    "name", [SHEET, STYLES, SHARED, "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_no_damage_to_a_part_escapes(name):
    """300 damaged parts in sound packages: what the XML and its reader make of it."""
    parts = parts_of(with_shared_texts())
    for content in mutants(parts[name], 300):
        rows_or_refusal(packed(parts | {name: content}))


def test_parts_without_cells_are_never_unpacked():
    parts = parts_of(workbook()) | {"xl/drawings/drawing1.xml": b"no XML", "docProps/core.xml": b"none either"}
    assert bulk.read_spreadsheet(packed(parts), 500).rows == READ
    assert not {"xl/drawings/drawing1.xml", "docProps/core.xml"} & packages.unpack(packed(parts)).keys()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["encrypted parts", "a part cut off", "a workbook with a password", "a cell at the end of all"]
)
def test_the_page_shows_the_reason(client, archivist, name):
    content, message = KINDS[name]
    client.force_login(archivist)
    upload = SimpleUploadedFile("papers.xlsx", content() if callable(content) else content)
    page = client.post(reverse("admin:archive_bulkchange_upload"), {"file": upload})
    assert page.status_code == 200
    assert message.split(".*")[0].split(": ")[-1] in page.content.decode()
