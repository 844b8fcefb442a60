"""The two commands, and the measuring behind the report."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

_VOLUME = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><front><p>Source: 891.00/1</p></front><body><div>
<note rend="inline" type="source">891.00/8–548: Telegram</note>
<head>A<note n="1">Source: Department of State, Central Files, POL 27 VIET S. Secret.</note></head>
<note rend="inline" type="source">8zz.00/8–548: Telegram</note>
<p>It cost $840.48 in 1948. It cost more later.<note n="2">See (Ibid., 611.93/4–2355).</note></p>
</div></body></text></TEI>"""


def _run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_one_number_is_an_object_and_several_are_a_list():
    one = json.loads(_run("explain_file_number", "891.00", "--year", "1952", "--json"))
    assert (one["scheme"], one["country_name"], one["enclosure"]) == ("decimal-1950", "India", None)
    several = json.loads(_run("explain_file_number", "891.00/8-548", "NSC 68", "--json"))
    assert [value["scheme"] for value in several] == ["decimal-1910", "unknown"]


def test_words_and_doubts_are_printed():
    lines = _run("explain_file_number", "795B.OO").splitlines()
    assert lines[0] == "795B.00"
    assert "class 7" in lines[1]
    assert "doubt: A letter stands for a digit" in lines[2]


def test_the_report_counts_by_family_and_lists_what_it_could_not_read(tmp_path):
    volume = tmp_path / "frus1948v99.xml"
    volume.write_text(_VOLUME, encoding="utf-8")
    report = _run("filing_report", str(tmp_path))
    rows = {line.split()[0]: line.split()[1:3] for line in report.splitlines() if line}
    assert rows["decimal"] == ["1", "100.0"]
    assert rows["subject-numeric"] == ["1", "100.0"]
    assert "notes without any number: 1" in report
    assert "body sentences without a citation: 2; false finds: 0" in report


def test_a_volume_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("filing_report", str(tmp_path / "none.xml"))
