"""Send files from the disk: in parts where a browser asks for one, and not again if it has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

_CHUNK = 64 * 1024
#: The reader's own browser keeps a file for an hour; nobody else does, so that a withdrawn paper is withdrawn.
_CACHE = "private, max-age=3600"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Compression(GZipMiddleware):
    """Django's compression of pages, except for images, which are compressed already, and of which a browser may want a range."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith("image/") and "svg" not in response["Content-Type"]:
            return response
        return super().process_response(request, response)


def send_file(request: HttpRequest, path: Path, content_type: str) -> HttpResponseBase:
    """Return a file as the response: 200, 206 with the range that was asked for, 304 if it is unchanged, 416 for a range that it
    doesn't have. Raises ``OSError``.
    """
    state = path.stat()
    etag, changed = f'"{state.st_mtime_ns:x}-{state.st_size:x}"', int(state.st_mtime)
    unchanged = get_conditional_response(request, etag, changed)
    if unchanged is not None:
        unchanged["Cache-Control"] = _CACHE
        return unchanged
    first, last = _range(request, etag, changed, state.st_size) or (0, state.st_size - 1)
    if first > last and state.st_size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{state.st_size}"})
    part = (first, last) != (0, state.st_size - 1)
    content = b"" if request.method == "HEAD" else _read(path, first, last - first + 1)
    headers = {
        "Content-Type": content_type,
        "Content-Length": str(last - first + 1),
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(changed),
        "Cache-Control": _CACHE,
    }
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{state.st_size}"
    return StreamingHttpResponse(content, status=206 if part else 200, headers=headers)


def _range(request: HttpRequest, etag: str, changed: int, size: int) -> tuple[int, int] | None:
    """Return the first and the last byte that a request asks for; None for the whole, which any other kind of range gets, too."""
    match = _RANGE.fullmatch(request.headers.get("Range", ""))
    only_if = request.headers.get("If-Range", "")
    if not match or not any(match.groups()) or request.method != "GET":
        return None
    if only_if and only_if != etag and parse_http_date_safe(only_if) != changed:
        return None
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _read(path: Path, first: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(_CHUNK, length))):
            length -= len(chunk)
            yield chunk
