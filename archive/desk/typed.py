"""What somebody typed into a form of the desk and sent, so that it can be given back when the form could not be taken.

The words travel in the pages themselves, as one hidden field, and are stored nowhere on the server. Each form has a mark
that names the account and the page that it was made for: words are given back to that account only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.urls import reverse

from archive.web.requests import as_number, clean

#: The field with the mark of a form, and the field that carries words through a login.
MARK, PARCEL = "_form", "_typed"
#: The field with the number of the copy that the script keeps in the browser.
COPY = "_copy"
#: Words that are longer in all, in characters, are not carried: no paper is half as long.
MOST = 5_000_000
_UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, RawPostDataException, OSError)
_MOST_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
_LONGEST_ADDRESS = 2000
_COPY = re.compile(r"[a-z0-9-]{1,64}")
_SECRET = re.compile("password|secret", re.IGNORECASE)
_OWN_FIELDS = {"csrfmiddlewaretoken", MARK, PARCEL, "_as", "_log_in"}
_SECRET_PAGES = ("login", "logout", "password_change", "second_factor", "second_factor_set_up", "second_factor_remove")
_NOT_SHOWN = re.compile(
    r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|__prefix__|-\d+-(id|person|document|office|place)$|^(initial-.*|base_version|base_token|token|revision|corrections|read|over|over_token|version|"
    r"digest|sha256|reported|select_across|_selected_action|index|post|_save|_continue|_addanother|preview|apply|merge|how|_popup|_to_field|_copy)$"
)


@dataclass(frozen=True, slots=True)
class TypedWords:
    """The fields of a form as they were sent to ``address``; ``files`` are the names of uploads, which can't be given back."""

    address: str
    mark: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()

    @property
    def owner(self) -> int | None:
        """The id of the account that the form was made for, or ``None`` if the form does not say."""
        return _read_mark(self.mark)[0]

    @property
    def page(self) -> str:
        """The address of the page that the form is on."""
        return _read_mark(self.mark)[1] or self.address

    @property
    def copy(self) -> str:
        """The number of the browser's copy of the words, or an empty text."""
        return as_copy(dict(self.fields).get(COPY, ""))

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The fields that a person filled in, with their names as words."""
        return [
            (_in_words(name), value) for name, value in self.fields if value.strip() and not _NOT_SHOWN.search(name)
        ]

    @property
    def parcel(self) -> str:
        """The words as one text, which :func:`carried` reads."""
        parts = {"address": self.address, "form": self.mark, "fields": self.fields, "files": self.files}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    def is_for(self, path: str) -> bool:
        """Return whether the form was sent to this path."""
        return urlsplit(self.address).path == path

    def belong_to(self, user) -> bool:
        """Return whether the words can be given back to an account: to the one that the form was made for, if it says."""
        return self.owner in (None, user.pk)

    def data(self) -> QueryDict:
        """Return the fields as posted data."""
        found = QueryDict(mutable=True)
        for name, value in self.fields:
            found.appendlist(name, value)
        return found


def mark_of(request: HttpRequest, page: str = "") -> str:
    """Return the mark of a form on a page of the desk, by default this one, for the account that is logged in.

    It is empty for any other page, and if nobody is logged in.
    """
    user = getattr(request, "user", None)
    if user is None or not is_desk(request.path) or not user.is_authenticated:
        return ""
    return _signer().sign(f"{user.pk} {page or request.get_full_path()[:_LONGEST_ADDRESS]}")


def as_copy(value: str) -> str:
    """Return the number of a copy, or an empty text for anything else."""
    return value if _COPY.fullmatch(value) else ""


def is_desk(path: str) -> bool:
    """Return whether a path is one of the desk's."""
    return path.startswith(reverse("admin:index"))


def sent(request: HttpRequest) -> TypedWords | None:
    """Return what a request posts, or ``None`` if that is nothing that can be given back. Never raises."""
    if kept := getattr(request, "typed_words", None):
        return kept
    if request.method != "POST" or _has_secrets(request.path):
        return None
    try:
        if PARCEL in request.POST:
            return carried(request)
        posted = [(name, value) for name, values in request.POST.lists() for value in values]
        uploads = [file.name for _, files in request.FILES.lists() for file in files]
        mark = request.POST.get(MARK, "")
    except _UNREADABLE:
        return None
    return _words(request.get_full_path(), mark, posted, uploads)


def too_long(request: HttpRequest) -> bool:
    """Return whether a request posts more than can be given back. Never raises."""
    if request.method != "POST" or _has_secrets(request.path):
        return False
    try:
        return _length((name, value) for name, values in request.POST.lists() for value in values) > MOST
    except _UNREADABLE:
        return False


def carried(request: HttpRequest) -> TypedWords | None:
    """Return the words that a page carried through a login, or ``None`` if there are none or they can't be read."""
    try:
        parts = json.loads(request.POST.get(PARCEL, ""))
        address, mark, fields, files = (parts[name] for name in ("address", "form", "fields", "files"))
        pairs = [(name, value) for name, value in fields]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    texts = [address, mark, *(text for pair in pairs for text in pair), *files]
    if not all(isinstance(text, str) for text in texts) or not _is_address(address):
        return None
    return _words(address, mark, pairs, files)


def _words(address: str, mark: str, fields: Iterable[tuple[str, str]], files: Iterable[str]) -> TypedWords | None:
    kept = [(name, value) for name, value in fields if name not in _OWN_FIELDS and not _SECRET.search(name)]
    if not kept or len(kept) > _MOST_FIELDS or _length(kept) > MOST:
        return None
    cleaned = tuple((clean(name), clean(value, MOST, strip=False)) for name, value in kept)
    return TypedWords(address[:_LONGEST_ADDRESS], mark, cleaned, tuple(clean(name, 200) for name in files))


def _length(fields: Iterable[tuple[str, str]]) -> int:
    return sum(len(name) + len(value) for name, value in fields)


def is_from_here(request: HttpRequest) -> bool:
    """Return whether no header says that another site sent this request. Only then may a page offer to send its words again."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if origin := request.headers.get("Origin"):
        return origin in ours
    referer = urlsplit(request.headers.get("Referer", ""))
    return not referer.netloc or f"{referer.scheme}://{referer.netloc}" in ours


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script of the desk sent the request."""
    return request.headers.get("Accept", "").startswith("application/json")


def put_back(request: HttpRequest) -> Any:
    """Return the posted data that this page has to show in its form again, without saving it, or ``None``."""
    words = getattr(request, "typed_words", None)
    return words.data() if words and request.method == "GET" and words.is_for(request.path) else None


def _has_secrets(path: str) -> bool:
    return path.startswith(f"{reverse('admin:index')}otp_") or path in {
        reverse(f"admin:{name}") for name in _SECRET_PAGES
    }


def _is_address(address: str) -> bool:
    return address.startswith("/") and not address.startswith("//") and "\\" not in address and is_desk(address)


def _signer() -> Signer:
    return Signer(salt="archive.desk.typed")


def _read_mark(mark: str) -> tuple[int | None, str]:
    """Return the account and the page of a mark; ``None`` and nothing for one that is not ours."""
    try:
        account, _, page = _signer().unsign(mark).partition(" ")
    except BadSignature:
        return None, ""
    number = as_number(account, -1)
    return (number if number >= 0 else None), (page if _is_address(page) else "")


def _in_words(name: str) -> str:
    return " ".join(re.sub(r"[-_]+", " ", name).split()).capitalize() or "Field"
