"""Read settings from the environment, strictly: an invalid value is an error, not a default."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Return the variable, or ``default`` if it is not set."""
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    """Return the variable as true or false. Raise ``ImproperlyConfigured`` for any other word."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")


def number(name: str, default: int, *, least: int = 0, most: int) -> int:
    """Return the variable as a whole number. Raise ``ImproperlyConfigured`` for anything else, and outside of these bounds."""
    value = os.environ.get(name, "")
    if not value:
        return default
    # The length comes first: Python refuses to read a number of thousands of digits.
    if value.isascii() and value.isdigit() and len(value) <= 12 and least <= int(value) <= most:
        return int(value)
    raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {value[:40]!r}")


def choice(name: str, default: str, *choices: str) -> str:
    """Return the variable, which must be one of these words. Raise ``ImproperlyConfigured`` for any other."""
    value = os.environ.get(name) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value[:40]!r}")
    return value


def address(name: str, default: str) -> str:
    """Return the variable, which must be an address of the web, without a slash at its end. Raise ``ImproperlyConfigured`` for others."""
    value = os.environ.get(name) or default
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"{name} must be an address that begins with http:// or https://, not {value[:80]!r}"
        )
    return value.rstrip("/")


def pattern(name: str, *fields: str) -> str:
    """Return the variable, which must be an address of the web with each of these ``{fields}`` in it; ``""`` if it is not set.

    Raise ``ImproperlyConfigured`` for any other words.
    """
    value = text(name)
    try:
        parts = urlsplit(value.format_map(dict.fromkeys(fields, "x")))
        complete = all(f"{{{field}}}" in value for field in fields)
    except (ValueError, LookupError, AttributeError):
        parts, complete = urlsplit(""), False
    if value and not (complete and parts.scheme in ("http", "https") and parts.netloc):
        named = " and ".join(f"{{{field}}}" for field in fields)
        raise ImproperlyConfigured(f"{name} must be an address of the web with {named} in it, not {value[:80]!r}")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return the variable as a list, split at commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def secret_key(folder: Path) -> str:
    """Return ``CHANCERY_SECRET_KEY``, or a key that is created once in a file that only its owner can read."""
    if key := os.environ.get("CHANCERY_SECRET_KEY"):
        return key
    file = folder / "secret_key"
    try:
        return file.read_text()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            return file.read_text()
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_urlsafe(64))
        return file.read_text()
