"""How lines of the log look: as text, or as JSON; with the id of their request, and never with a secret."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from archive.web.tracing import trace

_HIDDEN = "[secret]"
#: Shorter values are in too many words by chance.
_SHORTEST = 6
#: Parts of the names of fields in which somebody types a secret.
_SECRET_FIELDS = ("password", "token", "otp", "secret")
#: The key in the address of a link for a new password.
_KEY_IN_ADDRESS = re.compile(r"(/new-password/[^/\s]*/)[^/\s]+")


class TextFormatter(logging.Formatter):
    """The message, with the id of the request and the number of the job after it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a record."""
        text = without_secrets(super().format(record), _request_of(record))
        named = " ".join(f"{name} {value}" for name, value in _traced(record).items())
        first, *rest = text.split("\n", 1)
        return "\n".join([f"{first} [{named}]" if named else first, *rest])


class JsonFormatter(logging.Formatter):
    """An object of JSON in a line: time, level, logger, message, request and job, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        values: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_traced(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            values["exception"] = self.formatException(record.exc_info)
        request = _request_of(record)
        clean = {
            name: without_secrets(value, request) if isinstance(value, str) else value for name, value in values.items()
        }
        return json.dumps(clean, ensure_ascii=False)


def without_secrets(text: str, request: Any = None) -> str:
    """Return a text without the archive's own secrets, and those that came with a request."""
    found = {value for value in (*_of_the_archive(), *_of_a_request(request)) if len(value) >= _SHORTEST}
    for value in sorted(found, key=len, reverse=True):
        text = text.replace(value, _HIDDEN)
    return _KEY_IN_ADDRESS.sub(rf"\1{_HIDDEN}", text)


def _of_the_archive() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield settings.METRICS_TOKEN
    for database in settings.DATABASES.values():
        yield str(database.get("PASSWORD") or "")


def _of_a_request(request: Any) -> Iterator[str]:
    """Yield the keys of the session and of forms, and what was typed as a password or a code."""
    cookies = getattr(request, "COOKIES", None) or {}
    yield from (cookies.get(name, "") for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME))
    yield getattr(request, "META", {}).get("HTTP_AUTHORIZATION", "").rpartition(" ")[2]
    yield getattr(getattr(request, "session", None), "session_key", None) or ""
    # Only what was read already: a line of the log must not read a form.
    posted = getattr(request, "_post", None) or {}
    yield from (posted[name] for name in posted if any(part in name.lower() for part in _SECRET_FIELDS))


def _request_of(record: logging.LogRecord) -> Any:
    """Return the request that a record is about: Django's own records have it."""
    return getattr(record, "request", None) or trace().request


def _traced(record: logging.LogRecord) -> dict[str, Any]:
    now = trace()
    found = {"request": getattr(_request_of(record), "trace_id", "") or now.id, "job": now.job}
    return {name: value for name, value in found.items() if value}
