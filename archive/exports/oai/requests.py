"""What a harvester asks for: verbs with their arguments, days and seconds, and tokens to go on with a list."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from archive.exports.markup import is_writable
from archive.web.requests import LARGEST_NUMBER, is_clean

_LONGEST = 2000
_DAY, _SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?P<second>T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)


class Problem(Exception):
    """Why a request has no answer: an error code of the protocol, and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Verb:
    """The arguments of a verb. A resumption token, where there may be one, stands alone."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    resumes: bool = False


_LIST = Verb(("metadataPrefix",), ("from", "until", "set"), resumes=True)
VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(optional=("identifier",)),
    "ListSets": Verb(resumes=True),
    "GetRecord": Verb(("identifier", "metadataPrefix")),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records a list has, as the arguments said it, and how far it has been sent.

    ``after`` is the id of the last change that was sent (see :class:`archive.models.PublicChange`), ``sent`` how many records were,
    ``size`` how many there were at the beginning.
    """

    prefix: str
    set: str = ""
    since: str = ""
    until: str = ""
    after: int = 0
    sent: int = 0
    size: int = 0

    @property
    def first(self) -> datetime | None:
        """The first second."""
        return read_date(self.since)[0] if self.since else None

    @property
    def last(self) -> datetime | None:
        """The last second."""
        return read_date(self.until)[1] if self.until else None

    def token(self, after: int, sent: int) -> str:
        """Return the token to go on after a change. It has everything in it, so nothing is kept here, and it never expires."""
        values = list(asdict(replace(self, after=after, sent=self.sent + sent)).values())
        return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def read_arguments(sent: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, str]]:
    """Return the verb and its arguments. Raises :class:`Problem` with ``badVerb`` or ``badArgument``."""
    verbs = sent.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Problem("badVerb", f"Ask with one verb of {', '.join(VERBS)}.")
    verb = VERBS[verbs[0]]
    arguments = {name: values for name, values in sent.items() if name != "verb"}
    known = {*verb.required, *verb.optional, *(["resumptionToken"] if verb.resumes else [])}
    for name, values in arguments.items():
        if name not in known:
            shown = f"“{name[:40]}”" if is_writable(name) else "that"
            raise Problem("badArgument", f"{verbs[0]} has no argument {shown}.")
        if len(values) != 1:
            raise Problem("badArgument", f"The argument {name} is there more than once.")
        if len(values[0]) > _LONGEST or not is_clean(values[0]) or not is_writable(values[0]):
            raise Problem("badArgument", f"The argument {name} is too long, or no text.")
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise Problem("badArgument", "A resumptionToken stands without other arguments.")
    elif missing := [name for name in verb.required if name not in arguments]:
        raise Problem("badArgument", f"{verbs[0]} needs the argument {missing[0]}.")
    return verbs[0], {name: values[0] for name, values in arguments.items()}


def read_selection(arguments: Mapping[str, str]) -> Selection:
    """Return what a list is to have. Raises :class:`Problem` with ``badArgument`` or ``badResumptionToken``."""
    if "resumptionToken" in arguments:
        return _read_token(arguments["resumptionToken"])
    selection = Selection(
        arguments["metadataPrefix"], arguments.get("set", ""), arguments.get("from", ""), arguments.get("until", "")
    )
    _check_dates(selection)
    return selection


def read_date(text: str) -> tuple[datetime, datetime]:
    """Return the first and the last second of a day, or a second twice. Raises :class:`Problem`."""
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        first = datetime.strptime(text, _SECOND if match["second"] else _DAY).replace(tzinfo=UTC)
    except ValueError as error:
        raise Problem("badArgument", "A date is written 2026-11-29 or 2026-11-29T12:00:00Z.") from error
    return first, first if match["second"] else first + timedelta(days=1, seconds=-1)


def write_date(at: datetime) -> str:
    """Return a moment to the second, as UTC."""
    return at.astimezone(UTC).strftime(_SECOND)


def _check_dates(selection: Selection) -> None:
    first, last = selection.first, selection.last
    if first and last:
        if len(selection.since) != len(selection.until):
            raise Problem("badArgument", "from and until are both days, or both seconds.")
        if first > last:
            raise Problem("badArgument", "from is later than until.")


def _read_token(token: str) -> Selection:
    try:
        values = json.loads(base64.urlsafe_b64decode(token.encode("ascii") + b"=="))
        selection = Selection(*values)
        words, numbers = values[:4], values[4:]
        if len(values) != 7 or not all(
            isinstance(word, str) and is_clean(word) and is_writable(word) for word in words
        ):
            raise ValueError
        if not all(type(number) is int and 0 <= number <= LARGEST_NUMBER for number in numbers):
            raise ValueError
        _check_dates(selection)
    except (ValueError, TypeError, RecursionError, Problem) as error:
        raise Problem("badResumptionToken", "This token was not made here, or was changed.") from error
    return selection
