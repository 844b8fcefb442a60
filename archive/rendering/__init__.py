"""TEI to HTML by an allow-list: unknown elements are shown as text, and nothing else reaches a page."""

from archive.rendering.abbreviations import Explanation
from archive.rendering.document import RENDERER_VERSION, Rendered, printed_sign, render_document, render_fragment
from archive.rendering.links import link_targets, linked, pages_of_notes, split_heading

__all__ = [
    "RENDERER_VERSION",
    "Explanation",
    "Rendered",
    "link_targets",
    "linked",
    "pages_of_notes",
    "printed_sign",
    "render_document",
    "render_fragment",
    "split_heading",
]
