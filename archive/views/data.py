"""The files of everything public: the page that lists them, and the files, of which one can take a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import http_date, quote_etag

from archive.exports import dump
from archive.views.decorators import public_page, public_view

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(?P<first>[0-9]{0,18})-(?P<last>[0-9]{0,18})", re.ASCII)
#: Seconds after which files that are held back may be asked for again.
_LATER = 3600


@public_page()
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded: the files with their sizes, sums and licence."""
    package = dump.read_package(settings.DATA_DIR)
    context: dict[str, Any] = {"licence": settings.DATA_LICENCE}
    if package:
        context |= {
            "made": datetime.fromisoformat(package["created"]),
            "held_back": dump.is_held_back(package),
            "files": package["resources"],
        }
    return render(request, "archive/data.html", context)


@public_view
def data_file(request: HttpRequest, name: str) -> HttpResponse:
    """A file, or the part of it that is asked for; none while they have papers that were withdrawn since they were made."""
    package = dump.read_package(settings.DATA_DIR)
    if not package or name not in {dump.PACKAGE, *(one["path"] for one in package["resources"])}:
        raise Http404
    if dump.is_held_back(package):
        sentence = "The files are being made anew, because papers in them were withdrawn.\n"
        return HttpResponse(
            sentence, status=503, headers={"Retry-After": _LATER}, content_type="text/plain; charset=utf-8"
        )
    described = next((one for one in package["resources"] if one["path"] == name), {})
    etag = quote_etag(described.get("hash", package["created"]).rpartition(":")[2])
    media = described.get("mediatype", "application/json")
    return _part(request, settings.DATA_DIR / name, etag, datetime.fromisoformat(package["created"]), media)


def _part(request: HttpRequest, path: Path, etag: str, made: datetime, media: str) -> HttpResponse:
    """Return a file or a range of it (RFC 9110, 14); several ranges at once are answered with the whole."""
    size = path.stat().st_size
    headers = {
        "Accept-Ranges": "bytes", "ETag": etag, "Last-Modified": http_date(made.timestamp()), "X-Robots-Tag": "noindex",
        "Content-Disposition": f'attachment; filename="{path.name}"',
        # Compressed on the way it would have other bytes than its sum and its ranges are of.
        "Content-Encoding": "identity",
    }  # fmt: skip
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    first, last, status = 0, size - 1, 200
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and any(asked.groups()) and request.headers.get("If-Range", etag) == etag:
        if asked["first"]:
            first, last = int(asked["first"]), min(int(asked["last"] or size), size - 1)
        else:
            first = max(size - int(asked["last"]), 0)
        if first > last:
            return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        status = 206
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    return StreamingHttpResponse(_pieces(path, first, last + 1), status=status, headers=headers, content_type=media)


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE, end - start))):
            start += len(piece)
            yield piece
