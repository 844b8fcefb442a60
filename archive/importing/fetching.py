"""Fetching a published volume by its id, with retries, a cache and a checksum."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from archive.errors import Refused
from archive.parsing.tei.reader import opens_with_tei

_VOLUME_ID = re.compile(r"[a-z][a-z0-9]*[0-9][a-z0-9-]*", re.IGNORECASE)
_LARGEST = 64 * 1024 * 1024
_TIMEOUT = (10, 60)


def is_volume_id(text: str) -> bool:
    """Return whether this is the id of a volume, such as "frus1948v05p1", and not a path."""
    return bool(_VOLUME_ID.fullmatch(text))


def fetch_volume(volume_id: str, *, base: str = "", cache: Path | None = None) -> Path:
    """Download ``BASE/volumes/ID.xml`` into the cache and return its path; a copy with the right checksum is used again.

    ``base`` defaults to the setting ``FRUS_BASE``, ``cache`` to ``VOLUME_CACHE``. Raises :class:`archive.errors.Refused`.
    """
    base = (base or settings.FRUS_BASE).rstrip("/")
    cache = cache or settings.VOLUME_CACHE
    if not is_volume_id(volume_id):
        raise Refused(f"{volume_id!r} is not the id of a volume")
    path, checksum = cache / f"{volume_id}.xml", cache / f"{volume_id}.xml.sha256"
    if path.exists() and checksum.exists() and _sha256(path) == checksum.read_text().strip():
        return path
    cache.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    try:
        _download(f"{base}/volumes/{volume_id}.xml", partial)
    except requests.RequestException as error:
        partial.unlink(missing_ok=True)
        raise Refused(f"{volume_id} could not be fetched from {base}: {error}") from error
    checksum.write_text(_sha256(partial) + "\n")
    partial.replace(path)
    return path


def _download(address: str, target: Path) -> None:
    retries = Retry(total=4, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), raise_on_status=True)
    with requests.Session() as session:
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(max_retries=retries))
        with _response(session, address) as response:
            response.raise_for_status()
            expected, size, start = response.headers.get("Content-Length"), 0, b""
            with target.open("wb") as file:
                for chunk in response.iter_content(1 << 16):
                    size += len(chunk)
                    if size > _LARGEST:
                        raise requests.RequestException(f"larger than {_LARGEST // 1024 // 1024} MB")
                    start = start or chunk[:4096]
                    file.write(chunk)
            encoded = response.headers.get("Content-Encoding")
            if expected and not encoded and int(expected) != size:
                raise requests.ConnectionError(f"{size} of {expected} bytes arrived")
            if not opens_with_tei(start):
                raise requests.RequestException("what came is no TEI")


def _response(session: requests.Session, address: str) -> requests.Response:
    """Return the response, following redirects on the same server only, so that no server sends the archive elsewhere."""
    host, target = urlsplit(address).netloc, address
    for _ in range(5):
        response = session.get(target, stream=True, timeout=_TIMEOUT, allow_redirects=False)
        if not response.is_redirect:
            return response
        target = urljoin(target, response.headers["Location"])
        response.close()
        if urlsplit(target).netloc != host or urlsplit(target).scheme != urlsplit(address).scheme:
            raise requests.RequestException(f"it leads elsewhere, to {urlsplit(target).netloc}")
    raise requests.TooManyRedirects("it leads round and round")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
