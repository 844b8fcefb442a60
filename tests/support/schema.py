"""Validation against a RELAX NG schema in compact syntax, such as that of the published volumes.

The schema is not part of the project. ``CHANCERY_FRUS_SCHEMA`` names its file; the default is ``schema/frus.rnc`` in the
folder of real volumes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path

import rnc2rng
from lxml import etree

from archive.records import TEI_NAMESPACE

_TOKEN = re.compile(r'"[^"]*"|#[^\n]*|[\[\]]')
_ANNOTATION_NAME = re.compile(r"(?:>>\s*)?(?:[A-Za-z_][\w.-]*:[\w.-]+\s*)?$")
_DIV = f"{{{TEI_NAMESPACE}}}div"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)


def without_annotations(rnc: str) -> str:
    """Return a compact schema without its annotations in brackets (Schematron rules, default values), which the converter cannot read."""
    pieces, depth, place = [], 0, 0
    for token in _TOKEN.finditer(rnc):
        if token[0] == "[":
            if not depth:
                before = rnc[place : token.start()]
                pieces.append(before[: _ANNOTATION_NAME.search(before).start()])
            depth += 1
        elif token[0] == "]":
            depth -= 1
            place = token.end()
    return "".join([*pieces, rnc[place:]])


class Schema:
    """A schema, and the errors that it finds."""

    def __init__(self, path: Path) -> None:
        grammar = rnc2rng.dumps(rnc2rng.loads(without_annotations(path.read_text(encoding="utf-8"))))
        self._validator = etree.RelaxNG(etree.fromstring(grammar.encode()))

    def errors(self, tree: etree._Element) -> list[str]:
        """Return the errors that the validator finds in a file. It stops where it cannot continue, so there may be more."""
        self._validator.validate(tree.getroottree())
        return [error.message for error in self._validator.error_log]

    def errors_by_document(self, root: etree._Element) -> Iterator[tuple[str, list[str]]]:
        """Yield each document of a volume with its errors; each is validated in its own file, so that none hides another's errors."""
        for document in root.iter(_DIV):
            if document.get("type") == "document":
                file = etree.fromstring(_FRAME, _PARSER)
                held = deepcopy(document)
                held.tail = None
                file.find(".//{*}body").append(held)
                yield document.get("n", ""), self.errors(file)


_FRAME = (
    f'<TEI xmlns="{TEI_NAMESPACE}" xmlns:frus="http://history.state.gov/frus/ns/1.0"><teiHeader><fileDesc><titleStmt><title>a</title>'
    "</titleStmt><publicationStmt><p>b</p></publicationStmt><sourceDesc><p>c</p></sourceDesc></fileDesc></teiHeader><text><body/>"
    "</text></TEI>"
).encode()


def parsed(xml: bytes) -> etree._Element:
    """Return the root of a file, which may use an id twice."""
    return etree.fromstring(xml, _PARSER)


def added(before: Iterable[str], after: Iterable[str]) -> Counter:
    """Return the errors that an export has and its source does not have."""
    return Counter(after) - Counter(before)
