"""The red of the pages means one thing: doubt about what the archive says."""

import re

from tests.support.paths import ROOT

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_OF_DOUBT = {".doubt", ".inferred", ":root"}


def test_the_colour_of_doubt_is_used_for_doubt_only():
    styles = sorted((ROOT / "archive" / "static" / "archive").glob("*.css"))
    used = {
        selector.strip().split("*/")[-1].strip()
        for path in styles
        for selector, rules in _RULE.findall(path.read_text(encoding="utf-8"))
        if "--mark" in rules
    }
    assert used == _OF_DOUBT
