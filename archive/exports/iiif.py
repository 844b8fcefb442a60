"""Manifests of papers and volumes for viewers of images, after IIIF Presentation 3 (https://iiif.io/api/presentation/3.0/)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.browsing.page_images import PageImage
from archive.scans import MEDIA

#: The media type of a manifest.
MEDIA_TYPE = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'
_CONTEXT = "http://iiif.io/api/presentation/3/context.json"


@dataclass(frozen=True, slots=True)
class Described:
    """What a manifest says about a paper or volume: its address, title, language, and facts such as its date, each with a label."""

    address: str
    title: str
    language: str
    facts: Sequence[tuple[str, str]] = ()
    tei: str = ""


def manifest(
    described: Described,
    images: Iterable[PageImage],
    absolute: Callable[[str], str],
    papers: Iterable[tuple[Described, Sequence[PageImage]]] = (),
) -> dict:
    """Return the manifest of ``images``, a canvas for each. ``absolute`` makes an address absolute; ``papers`` are those of a volume,
    each with its images, and become the table of contents.
    """
    address = f"{described.address}manifest.json"
    made = {
        "@context": _CONTEXT,
        "id": address,
        "type": "Manifest",
        "label": {described.language: [described.title]},
        "metadata": [{"label": {"en": [label]}, "value": {"none": [value]}} for label, value in described.facts],
        "homepage": [_page(described)],
        "items": [_canvas(image, absolute) for image in images],
    }
    if described.tei:
        made["seeAlso"] = [
            {
                "id": described.tei,
                "type": "Dataset",
                "format": "application/tei+xml",
                "profile": "http://www.tei-c.org/ns/1.0",
                "label": {"en": ["The text as TEI"]},
            }
        ]
    ranges = [
        {
            "id": f"{address}#paper-{number}",
            "type": "Range",
            "label": {paper.language: [paper.title]},
            "homepage": [_page(paper)],
            "items": [{"id": _canvas_id(image, absolute), "type": "Canvas"} for image in its_images],
        }
        for number, (paper, its_images) in enumerate(papers, 1)
    ]
    if ranges:
        made["structures"] = ranges
    return made


def _page(described: Described) -> dict:
    return {
        "id": described.address,
        "type": "Text",
        "format": "text/html",
        "label": {described.language: [described.title]},
    }


def _canvas_id(image: PageImage, absolute: Callable[[str], str]) -> str:
    return absolute(image.whole).partition("/full/")[0] + "/canvas"


def _canvas(image: PageImage, absolute: Callable[[str], str]) -> dict:
    canvas = _canvas_id(image, absolute)
    kind = MEDIA[image.whole.rpartition(".")[2]]
    body = {
        "id": absolute(image.whole),
        "type": "Image",
        "format": kind,
        "width": image.width,
        "height": image.height,
    }
    if image.service:
        body["service"] = [{"id": absolute(image.service), "type": "ImageService3", "profile": "level0"}]
    return {
        "id": canvas,
        "type": "Canvas",
        "label": {"none": [image.label or image.key]},
        "width": image.width,
        "height": image.height,
        "thumbnail": [{"id": absolute(image.thumbnail), "type": "Image", "format": kind}],
        "items": [
            {
                "id": f"{canvas}/page",
                "type": "AnnotationPage",
                "items": [
                    {
                        "id": f"{canvas}/image",
                        "type": "Annotation",
                        "motivation": "painting",
                        "body": body,
                        "target": canvas,
                    }
                ],
            }
        ],
    }
