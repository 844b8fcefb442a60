"""Answers of the repository to harvesters, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from archive.exports.markup import DECLARATION, element, escaped, opening, text_element
from archive.exports.oai import harvesting
from archive.exports.oai.formats import FORMATS, Format, cited_as
from archive.exports.oai.harvesting import Item
from archive.exports.oai.requests import Problem, Selection, read_arguments, read_selection, write_date
from archive.web.hrefs import href

_OAI = "http://www.openarchives.org/OAI/2.0/"
_ROOT = (
    f'<OAI-PMH xmlns="{_OAI}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    f' xsi:schemaLocation="{_OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">'
)
_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
#: Longer than a transaction is open. What is written at this moment can be seen at its end only, and has an earlier date then.
_OPEN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Repository:
    """Where harvesters ask: the address of the archive's pages and of its answers, the name of the host, whom to write to."""

    site: str
    address: str
    host: str
    email: str

    def identifier(self, slug: str) -> str:
        """Return what harvesters call a paper."""
        return f"oai:{self.host}:{slug}"

    def slug(self, identifier: str) -> str:
        """Return the paper that an identifier names. Raises :class:`Problem` for those of other repositories."""
        start = self.identifier("")
        if not identifier.startswith(start):
            raise _unknown()
        return identifier[len(start) :]

    def page(self, slug: str) -> str:
        """Return the address of a paper's page."""
        return self.site + href("archive:document", slug)


def answer(repository: Repository, sent: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Return the answer to a request in pieces; what it needs of the database is read before the first."""
    asked: dict[str, str] = {}
    try:
        verb, arguments = read_arguments(sent)
        asked = {"verb": verb, **arguments}
        content = _ANSWERS[verb](repository, arguments)
    except Problem as problem:
        # The protocol leaves out the arguments where they are what is wrong.
        asked = {} if problem.code in ("badVerb", "badArgument") else asked
        content = iter([text_element("error", str(problem), code=problem.code)])
    request = f"{opening('request', asked)}{escaped(repository.address)}</request>"
    # Complete up to here: whoever asks "from" this next time gets what was being written now.
    until = text_element("responseDate", write_date(timezone.now() - _OPEN))
    return _pieces(f"{DECLARATION}{_ROOT}{until}{request}\n", content)


def _pieces(start: str, content: Iterator[str]) -> Iterator[str]:
    yield start
    yield from content
    yield "</OAI-PMH>\n"


def _identify(repository: Repository, arguments: Mapping[str, str]) -> Iterator[str]:
    example = repository.identifier("frus1948v05p1-d1")
    scheme = (
        f'<oai-identifier xmlns="{_IDENTIFIER}" xsi:schemaLocation="{_IDENTIFIER} {_IDENTIFIER}.xsd">'
        "<scheme>oai</scheme>"
        f"{text_element('repositoryIdentifier', repository.host)}<delimiter>:</delimiter>"
        f"{text_element('sampleIdentifier', example)}</oai-identifier>"
    )
    yield element(
        "Identify",
        text_element("repositoryName", "Chancery"),
        text_element("baseURL", repository.address),
        "<protocolVersion>2.0</protocolVersion>",
        text_element("adminEmail", repository.email),
        text_element("earliestDatestamp", write_date(harvesting.earliest() or timezone.now())),
        "<deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity><compression>gzip</compression>",
        element("description", scheme),
    )


def _list_formats(repository: Repository, arguments: Mapping[str, str]) -> Iterator[str]:
    if "identifier" in arguments:
        _item(repository, arguments["identifier"], None)
    rows = (
        element(
            "metadataFormat",
            text_element("metadataPrefix", one.prefix),
            text_element("schema", one.schema),
            text_element("metadataNamespace", one.namespace),
        )
        for one in FORMATS.values()
    )
    return iter([element("ListMetadataFormats", *rows)])


def _list_sets(repository: Repository, arguments: Mapping[str, str]) -> Iterator[str]:
    if "resumptionToken" in arguments:
        raise Problem("badResumptionToken", "The sets are one list, without tokens.")
    rows = [
        element("set", text_element("setSpec", name), text_element("setName", title))
        for name, title in harvesting.sets()
    ]
    if not rows:
        raise Problem("noSetHierarchy", "No paper is published yet, so there is no set.")
    return iter([element("ListSets", *rows)])


def _get_record(repository: Repository, arguments: Mapping[str, str]) -> Iterator[str]:
    form = _format(arguments["metadataPrefix"])
    item = _item(repository, arguments["identifier"], form)
    return iter([element("GetRecord", _record(repository, item, form))])


def _list_identifiers(repository: Repository, arguments: Mapping[str, str]) -> Iterator[str]:
    selection = read_selection(arguments)
    _format(selection.prefix)
    return _list("ListIdentifiers", selection, None, lambda item: _header(repository, item))


def _list_records(repository: Repository, arguments: Mapping[str, str]) -> Iterator[str]:
    selection = read_selection(arguments)
    form = _format(selection.prefix)
    return _list("ListRecords", selection, form, lambda item: _record(repository, item, form))


def _list(name: str, selection: Selection, form: Format | None, write) -> Iterator[str]:
    items, more = harvesting.page(selection, form)
    if not items and not selection.after:
        raise Problem("noRecordsMatch", "There is nothing of that.")
    total = selection.size or (harvesting.size(selection) if more else len(items))
    return _list_pieces(name, replace(selection, size=total), items, more, write)


def _list_pieces(name: str, selection: Selection, items: list[Item], more: bool, write) -> Iterator[str]:
    yield f"<{name}>\n"
    for item in items:
        yield write(item) + "\n"
    if more or selection.after:
        token = selection.token(items[-1].change.pk, len(items)) if more else ""
        yield opening("resumptionToken", {"completeListSize": str(selection.size), "cursor": str(selection.sent)})
        yield f"{token}</resumptionToken>\n"
    yield f"</{name}>\n"


def _record(repository: Repository, item: Item, form: Format) -> str:
    if item.paper is None:
        return element("record", _header(repository, item))
    cited = cited_as(item.paper, repository.page(item.paper.slug))
    return element("record", _header(repository, item), element("metadata", form.write(cited, item.paper)))


def _header(repository: Repository, item: Item) -> str:
    return element(
        "header",
        text_element("identifier", repository.identifier(item.change.slug)),
        text_element("datestamp", write_date(item.change.at)),
        *(text_element("setSpec", name) for name in item.sets),
        status="" if item.paper else "deleted",
    )


def _format(prefix: str) -> Format:
    if prefix not in FORMATS:
        raise Problem("cannotDisseminateFormat", f"The formats are {', '.join(FORMATS)}.")
    return FORMATS[prefix]


def _item(repository: Repository, identifier: str, form: Format | None) -> Item:
    item = harvesting.one(repository.slug(identifier), form)
    if item is None:
        raise _unknown()
    return item


def _unknown() -> Problem:
    return Problem("idDoesNotExist", "There is no such paper here, and never was.")


_ANSWERS = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}
