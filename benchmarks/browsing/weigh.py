"""Weigh the pages of papers of the archive that the settings name, as a browser gets them, and check what they request.

    python benchmarks/browsing/weigh.py [EVERY]

``EVERY`` takes every n-th paper (default 1: all). A page weighs its HTML, its style sheets and its scripts, each compressed with
gzip; fonts are counted separately, since they are cached for all pages and the text can be read before they arrive.
"""

import gzip
import os
import re
import statistics
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.contrib.staticfiles import finders  # noqa: E402
from django.test import Client  # noqa: E402

from archive.models import Document  # noqa: E402

LIMIT = 60_000
_REQUESTED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)"')


def main() -> None:
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    client = Client(headers={"host": "localhost"})
    weights, files, faults = {}, {}, []
    for document in Document.objects.public().order_by("pk")[::every]:
        url = document.get_absolute_url()
        html = client.get(url).content.decode()
        requested = _REQUESTED.findall(html)
        faults += [f"{url} requests {one} from another host" for one in requested if urlsplit(one).netloc]
        for path in requested:
            files.setdefault(path, _weight(path))
        if html.count('rel="stylesheet"') > 2:
            faults.append(f"{url} has more than two style sheets")
        faults += [f"{url}: {tag}" for tag in re.findall(r"<script[^>]*>", html) if 'type="module"' not in tag]
        faults += [f"{url} has a style of its own" for _ in re.findall(r"<style|\sstyle=", html)]
        read = [path for path in requested if path.endswith((".css", ".js"))]
        weights[url] = (len(gzip.compress(html.encode())), sum(files[path] for path in set(read)))
    totals = {url: page + rest for url, (page, rest) in weights.items()}
    heaviest = sorted(totals, key=totals.get, reverse=True)
    print(f"{len(totals):,} pages of papers, in bytes after gzip")
    print(f"median  {statistics.median(totals.values()):,.0f}")
    print(f"95 %    {totals[heaviest[len(heaviest) // 20]]:,}")
    print(f"heaviest {totals[heaviest[0]]:,}  {heaviest[0]}")
    print(f"over {LIMIT:,}: {sum(total > LIMIT for total in totals.values())}")
    for path, weight in sorted(files.items()):
        print(f"  {weight:>7,}  {path}")
    print(f"{len(faults)} faults", *faults[:50], sep="\n")


def _weight(path: str) -> int:
    found = finders.find(re.sub(r"^/static/", "", re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", path)))
    content = Path(found).read_bytes() if found else b""
    return len(content) if path.endswith(".woff2") else len(gzip.compress(content))


if __name__ == "__main__":
    main()
