"""``manage.py read``: what is printed, and what is refused, without a database."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def _read(path, *options):
    output = StringIO()
    call_command("read", str(path), *options, stdout=output)
    return output.getvalue()


def test_json_is_one_object_for_each_paper(seed_path):
    (line,) = _read(seed_path, "--json").splitlines()
    data = json.loads(line)
    assert data["file_numbers"] == [
        {"printed": "840.48 Refugees/5425", "normal": "840.48 Refugees/5425", "scheme": "decimal-1910"}
    ]
    assert data["kind"] == "telegram"
    assert data["heading"] == "The Ambassador in the Soviet Union (Harriman) to the Secretary of State"
    assert data["senders"] == [
        {
            "printed": "The Ambassador in the Soviet Union (Harriman)",
            "office": "Ambassador in the Soviet Union",
            "person": "Harriman",
            "place": "Soviet Union",
        }
    ]
    assert data["recipients"] == [
        {"printed": "the Secretary of State", "office": "Secretary of State", "person": "", "place": ""}
    ]
    assert (data["number"], data["telegram_number"]) == ("1020", "1020")
    assert (data["date"], data["place"], data["classification"], data["pages"]) == (None, "", "", ["1017"])
    assert [(n["label"], n["anchor"], n["text"][:11]) for n in data["footnotes"]] == [
        ("59", "Vyshinski", "Andrey Yanu"),
        ("60", "7 p.m.", "See footnot"),
        ("61", "6 p.m.", "Not printed"),
    ]
    assert {"kind": "file number", "printed": "840.48 Refugees/5396", "where": "footnote:3"}.items() <= data[
        "references"
    ][-1].items()
    assert [(w["code"], w["line"], w["column"]) for w in data["warnings"]] == [
        ("no-date", 3, 1),
        ("footnotes-renumbered", 15, 6),
    ]


def test_a_dates_parts_are_given(tmp_path):
    path = tmp_path / "paper.txt"
    path.write_text(
        "The Minister in Peru (Quill) to the Secretary of State\n\nLima, May 4, 1912, 6 p.m.\n\nAll quiet.\n"
    )
    date = json.loads(_read(path, "--json"))["date"]
    assert date == {
        "printed": "May 4, 1912",
        "earliest": "1912-05-04",
        "latest": "1912-05-04",
        "edtf": "1912-05-04",
        "time": "6 p.m.",
        "certainty": "stated",
    }


def test_words_say_what_was_read_and_what_is_doubtful(seed_path):
    said = _read(seed_path)
    for words in (
        "840.48 Refugees/5425 (Central decimal file 1910–1949)",
        "office: Ambassador in the Soviet Union; person: Harriman; place: Soviet Union",
        "59  after “Vyshinski”: Andrey",
        "file number: 840.48 Refugees/5396",
        "line 3, column 1: No date is printed or marked.",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: is empty"),
        (b"\n \n\t\n", "line 1: is empty"),
        (b"\xef\xbb\xbf", "line 1: is empty"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "line 2: is not UTF-8 text"),
        (b"A heading\n\nCaf\xe9\n", "line 3: is not UTF-8 text"),
        (b"A heading\n\nSix\x00ty\n", "line 3: holds the control character U+0000"),
        ("The Minister in Peru (Quill) to the Secretary of State".encode("utf-16-le"), "line 1: holds the control character U+0000"),
        (b"One\n\n" + b"x" * 2_000_000, "line 3: has a line of 2,000,000 characters"),
        (b"One\n\n" + b"x" * 50_000_000, "line 3: line is too long"),
        (b"x\n" * 11_000_000, "file is too long"),
        (b"<TEI><text></TEI>", "line 1"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)  # fmt: skip
def test_what_can_not_be_read_is_refused_with_file_and_line(tmp_path, content, said):
    path = tmp_path / "paper.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        _read(path, "--json")
    assert f"{path}, {said}" in str(caught.value) or f"{path}: {said}" in str(caught.value)
    assert caught.value.returncode == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("name", "said"), [("none.txt", "No such file"), (".", "Is a directory")])
def test_a_file_that_is_none_is_refused(tmp_path, name, said):
    with pytest.raises(CommandError, match=said) as caught:
        _read(tmp_path / name)
    assert str(tmp_path) in str(caught.value)
    assert caught.value.returncode == 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding(tmp_path, encoding):
    path = tmp_path / "paper.txt"
    path.write_bytes(
        "The Minister in Peru (Quill) to the Secretary of State\r\n\r\nAll is quiet in Lima.\r\n".encode(encoding)
    )
    data = json.loads(_read(path, "--json"))
    assert data["senders"][0]["person"] == "Quill"
    assert data["text"].endswith("\nAll is quiet in Lima.")


def test_a_volume_gives_the_same_references_as_a_transcription(tmp_path):
    words = "Reference Department’s 554 and my 239, March 2. See footnote 22, p. 987."
    head = "The Minister in Peru (Quill) to the Secretary of State"
    transcription, volume = tmp_path / "paper.txt", tmp_path / "volume.xml"
    transcription.write_text(f"{head}\n\nLima, May 4, 1912, 6 p.m.\n\n{words}\n")
    volume.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="made"><teiHeader/><text><body><div type="chapter" xml:id="ch1">'
        f'<div type="document" n="1" xml:id="d1"><head>{head}</head><p>{words}</p></div></div></body></text></TEI>'
    )
    one, other = (json.loads(_read(path, "--json"))["references"] for path in (transcription, volume))
    assert one == other
    assert [found["printed"] for found in one] == ["Department’s 554", "my 239, March 2", "footnote 22, p. 987"]
