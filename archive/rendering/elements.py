"""What each TEI element becomes. An element that is not in the table below is dropped, and its text stays."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from archive.deadline import check
from archive.parsing.plain import characters, local_name, order_of
from archive.parsing.tei.enclosures import labels_in
from archive.records import TEI_NAMESPACE
from archive.rendering.escaping import attribute, escape, tidy
from archive.rendering.typography import BLOCKS, HIGHLIGHTS, LINES, LISTS, placing, prints_its_signs

_BLOCK_NAMES = frozenset(
    "ab attachment closer dateline div figure lg list opener p postscript quote salute signed table trailer".split()
)
_INLINE = {
    "add": ("<ins>", "</ins>"),
    "del": ("<del>", "</del>"),
    "title": ("<cite>", "</cite>"),
    "unclear": ('<span class="unclear">', "</span>"),
}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z")
#: Below this depth, far beyond any printed paper, only text is rendered: hostile nesting must not exhaust the stack.
_DEEPEST = 100
_UNSAFE_IN_ID = re.compile(r"[^0-9A-Za-z._-]+")


class Page:
    """One HTML page being made: its ids are unique, and it knows the anchors of each footnote.

    ``labels`` are the footnotes' printed labels by order; ``anchors`` collects the ids of their anchors;
    ``local_targets`` maps targets of the source to ids on this page. ``unmarked`` are notes that were printed
    without a number or sign in the text, which have a place but no link there.
    """

    def __init__(self, labels: dict[int, str]) -> None:
        self.labels = labels
        self.anchors: dict[int, list[str]] = {}
        self.local_targets: dict[str, str] = {}
        self.unmarked: set[int] = set()
        self._ids: set[str] = set()
        self._repeats: dict[str, int] = {}
        self._depth = 0
        self._level = 0
        self._headed = False
        self._enclosures = 0

    def render(self, element: etree._Element) -> str:
        """Return the element and everything in it as HTML."""
        out: list[str] = []
        self._element(element, out)
        return tidy("".join(out))

    def render_content(self, element: etree._Element) -> str:
        """Return the content of the element as HTML."""
        out: list[str] = []
        self._content(element, out)
        return tidy("".join(out))

    def unique(self, requested: str) -> str:
        """Return the id, with a number after it if it is taken."""
        name, count = requested, self._repeats.get(requested, 1)
        while name in self._ids:
            count += 1
            name = f"{requested}-{count}"
        self._ids.add(name)
        self._repeats[requested] = count
        return name

    def _element(self, element: etree._Element, out: list[str]) -> None:
        check()
        handler = _BY_TAG.get(element.tag) or _HANDLERS.get(local_name(element))
        if self._level >= _DEEPEST:
            out.append(escape("".join(map(str, element.itertext("*"))) if local_name(element) else ""))
            return
        self._level += 1
        if handler:
            handler(self, element, out)
        elif local_name(element):
            self._content(element, out)
        self._level -= 1

    def _content(self, element: etree._Element, out: list[str]) -> None:
        # Each look at a text makes a new string of it.
        if text := element.text:
            out.append(escape(text))
        for child in element:
            self._element(child, out)
            if tail := child.tail:
                out.append(escape(tail))

    def _wrapped(self, element: etree._Element, out: list[str], tag: str, classes: str = "") -> None:
        attributes = f' class="{classes}"' if classes else ""
        if (language := element.get(_XML_LANG)) and _LANGUAGE.match(language):
            attributes += f' lang="{language}"'
        out.append(f"<{tag}{attributes}>")
        self._content(element, out)
        out.append(f"</{tag}>")

    # --- Blocks -----------------------------------------------------------------------------------------------------

    def _line(self, element: etree._Element, out: list[str]) -> None:
        """Write a paragraph, or a ``div`` if it has blocks in it, which HTML's paragraphs can't have."""
        classes = LINES.get(local_name(element), "")
        if placed := placing(element):
            classes = f"{classes} {placed}".strip()
        if _holds_blocks(element):
            self._wrapped(element, out, "div", f"p {classes}".rstrip())
        else:
            self._wrapped(element, out, "p", classes)

    def _block(self, element: etree._Element, out: list[str]) -> None:
        self._wrapped(element, out, "div", BLOCKS[local_name(element)])

    def _div(self, element: etree._Element, out: list[str]) -> None:
        if element.getparent() is None:
            labels = labels_in(element)[0]
            self._with_enclosures(element, labels, out) if labels else self._content(element, out)
            return
        self._depth += 1
        self._wrapped(element, out, "div", "division")
        self._depth -= 1

    def _with_enclosures(self, element: etree._Element, labels: list[etree._Element], out: list[str]) -> None:
        """Write a document some of whose enclosures are not marked up: each is a section from its label, its heading, to the next."""
        begun, begins = False, set(labels)
        out.append(escape(element.text or ""))
        for child in element:
            if begun and (child in begins or local_name(child) == "attachment"):
                self._end_enclosure(out)
                begun = False
            if child in begins:
                self._begin_enclosure(out)
                begun = True
                self._head(child, out)
            else:
                self._element(child, out)
            out.append(escape(child.tail or ""))
        if begun:
            self._end_enclosure(out)

    def _attachment(self, element: etree._Element, out: list[str]) -> None:
        self._begin_enclosure(out)
        self._content(element, out)
        self._end_enclosure(out)

    def _begin_enclosure(self, out: list[str]) -> None:
        self._depth += 1
        self._enclosures += 1
        out.append(f'<section class="enclosure" id="{self.unique(f"enclosure-{self._enclosures}")}">')

    def _end_enclosure(self, out: list[str]) -> None:
        out.append("</section>")
        self._depth -= 1

    def _head(self, element: etree._Element, out: list[str]) -> None:
        if local_name(element.getparent()) == "figure":
            self._caption(element, out)
            return
        if not characters(element).strip():
            # A heading without words would be empty to people who move from heading to heading; a page break in it stays.
            self._content(element, out)
            return
        if not self._depth and not self._headed:
            self._headed = True
            level = 1
        else:
            level = min(2 + max(self._depth - 1, 0), 6)
        self._wrapped(element, out, f"h{level}", placing(element))

    def _quote(self, element: etree._Element, out: list[str]) -> None:
        if "blockquote" in element.get("rend", "") or _holds_blocks(element):
            self._wrapped(element, out, "blockquote")
        else:
            self._wrapped(element, out, "span", "quote")

    def _inner_note(self, element: etree._Element, out: list[str]) -> None:
        self._wrapped(element, out, "div" if _holds_blocks(element) else "span", "note")

    def _figure(self, element: etree._Element, out: list[str]) -> None:
        self._wrapped(element, out, "figure")

    def _caption(self, element: etree._Element, out: list[str]) -> None:
        self._wrapped(element, out, "figcaption" if local_name(element.getparent()) == "figure" else "span")

    # --- Lists and tables -------------------------------------------------------------------------------------------

    def _list(self, element: etree._Element, out: list[str]) -> None:
        pairs = any(local_name(child) == "label" for child in element)
        classes = LISTS.get(element.get("type", ""), "") or ("plain" if prints_its_signs(element) else "")
        items: list[str] = []
        loose: list[str] = [escape(element.text or "")]
        for child in element:
            name = local_name(child)
            if name == "head":
                self._wrapped(child, out, "p", "list-head")
            elif name in {"item", "label"}:
                tag = ("dt" if name == "label" else "dd") if pairs else "li"
                items.append(f"<{tag}>")
                items.extend(loose)
                loose = []
                self._content(child, items)
                items.append(f"</{tag}>")
            else:
                self._element(child, loose)
            if child.tail:
                loose.append(escape(child.tail))
        tag = "dl" if pairs else "ul"
        # What comes between or after items (mostly a page break) goes into the next item: HTML has no place for it.
        rest = "".join(loose).strip()
        if rest:
            items.append(f"<dd>{rest}</dd>" if pairs else f'<li class="loose">{rest}</li>')
        if items:
            out.append(f'<{tag} class="{classes}">' if classes else f"<{tag}>")
            out.extend(items)
            out.append(f"</{tag}>")

    def _table(self, element: etree._Element, out: list[str]) -> None:
        caption: list[str] = []
        rows: list[str] = []
        loose: list[str] = [escape(element.text or "")]
        for child in element:
            name = local_name(child)
            if name == "row":
                loose = self._row(child, rows, loose)
            elif name == "head":
                self._wrapped(child, caption, "caption")
            else:
                self._element(child, loose)
            if child.tail:
                loose.append(escape(child.tail))
        out.append('<div class="table" role="region" aria-label="Table" tabindex="0"><table>')
        out.extend(caption)
        out.append("<tbody>")
        out.extend(rows)
        out.append("</tbody></table></div>")
        out.append("".join(loose).strip())

    def _row(self, element: etree._Element, out: list[str], loose: list[str]) -> list[str]:
        label = element.get("role") == "label"
        out.append("<tr>")
        loose.append(escape(element.text or ""))
        for child in element:
            if local_name(child) == "cell":
                tag = "th" if label or child.get("role") == "label" else "td"
                out.append(f"<{tag}{_span(child, 'cols', 'colspan')}{_span(child, 'rows', 'rowspan')}>")
                out.extend(loose)
                loose = []
                self._content(child, out)
                out.append(f"</{tag}>")
            else:
                self._element(child, loose)
            loose.append(escape(child.tail or ""))
        out.append("</tr>")
        return loose

    # --- Within a line ----------------------------------------------------------------------------------------------

    def _inline(self, element: etree._Element, out: list[str]) -> None:
        start, end = _INLINE[local_name(element)]
        out.append(start)
        self._content(element, out)
        out.append(end)

    def _hi(self, element: etree._Element, out: list[str]) -> None:
        markup = [HIGHLIGHTS[word] for word in element.get("rend", "").lower().split() if word in HIGHLIGHTS]
        out.extend(start for start, _ in markup)
        self._content(element, out)
        out.extend(end for _, end in reversed(markup))

    def _seg(self, element: etree._Element, out: list[str]) -> None:
        if element.get("type") == "margin":
            self._wrapped(element, out, "span", "seg margin")
            return
        placed = placing(element)
        block = local_name(element.getparent()) in {"opener", "div", "attachment", "closer"} if placed else False
        self._wrapped(element, out, "p" if block and not _holds_blocks(element) else "span", f"seg {placed}".rstrip())

    def _label(self, element: etree._Element, out: list[str]) -> None:
        self._wrapped(element, out, "span", "label")

    def _break(self, element: etree._Element, out: list[str]) -> None:
        out.append("<br>")
        self._content(element, out)

    def _gap(self, element: etree._Element, out: list[str]) -> None:
        reason = element.get("reason", "")
        title = f' title="{attribute("Omitted: " + reason)}"' if reason else ""
        out.append(f'<span class="gap"{title}>')
        inside = len(out)
        self._content(element, out)
        if inside == len(out):
            out.append("[…]")
        out.append("</span>")

    def _page_break(self, element: etree._Element, out: list[str]) -> None:
        """Write a marginal number. Its text is made by the style sheet, so that a word around it stays one word."""
        label = element.get("n", "").strip()
        name = _UNSAFE_IN_ID.sub("-", label).strip("-")
        if name:
            name = self.unique(f"page-{name}")
            words = attribute(label)
            out.append(f'<a class="pb" id="{name}" href="#{name}" data-page="{words}" aria-label="Page {words}"></a>')
        else:
            out.append('<span class="pb"></span>')
        self._content(element, out)

    def _anchor(self, element: etree._Element, out: list[str]) -> None:
        self._content(element, out)
        order = order_of(element.get("n", ""))
        if element.get("type") != "footnote" or order is None:
            return
        if order not in self.labels:
            out.append('<sup class="fnref">[?]</sup>')
            return
        name = self.unique(f"fnref-{order}")
        self.anchors.setdefault(order, []).append(name)
        label = escape(self.labels[order])
        if order in self.unmarked:
            out.append(f'<span class="fnref-unmarked" id="{name}"></span>')
            return
        out.append(f'<sup class="fnref"><a id="{name}" href="#fn-{order}" role="doc-noteref">{label}</a></sup>')

    def _ref(self, element: etree._Element, out: list[str]) -> None:
        target = element.get("target", "")
        local = self.local_targets.get(target)
        if local and next(element.iterdescendants("{*}anchor", "{*}pb", "{*}ref"), None) is None:
            out.append(f'<a href="{local}">')
            self._content(element, out)
            out.append("</a>")
        else:
            self._pointing(element, out, "ref", target)

    def _name(self, element: etree._Element, out: list[str]) -> None:
        self._pointing(element, out, "person", element.get("corresp", ""))

    def _gloss(self, element: etree._Element, out: list[str]) -> None:
        self._pointing(element, out, "gloss", element.get("target", ""))

    def _pointing(self, element: etree._Element, out: list[str], kind: str, target: str) -> None:
        """Write a span with its target, of which :func:`archive.rendering.links.linked` can make a link."""
        points = f' data-target="{attribute(target)}"' if target else ""
        out.append(f'<span class="{kind}"{points}>')
        self._content(element, out)
        out.append("</span>")

    def _foreign(self, element: etree._Element, out: list[str]) -> None:
        language = element.get(_XML_LANG, "")
        if _LANGUAGE.match(language):
            out.append(f'<span lang="{language}">')
            self._content(element, out)
            out.append("</span>")
        else:
            self._content(element, out)


def _holds_blocks(element: etree._Element) -> bool:
    return len(element) > 0 and not _BLOCK_NAMES.isdisjoint(map(local_name, element.iterdescendants()))


def _span(cell: etree._Element, name: str, html: str) -> str:
    value = cell.get(name, "").strip().lstrip("0")
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 3 else 1
    return f' {html}="{number}"' if 1 < number <= 100 else ""


_HANDLERS: dict[str, Callable[[Page, etree._Element, list[str]], None]] = {
    "anchor": Page._anchor,
    "attachment": Page._attachment,
    "div": Page._div,
    "figDesc": Page._caption,
    "figure": Page._figure,
    "foreign": Page._foreign,
    "gap": Page._gap,
    "gloss": Page._gloss,
    "head": Page._head,
    "hi": Page._hi,
    "label": Page._label,
    "lb": Page._break,
    "list": Page._list,
    "note": Page._inner_note,
    "p": Page._line,
    "pb": Page._page_break,
    "persName": Page._name,
    "quote": Page._quote,
    "ref": Page._ref,
    "script": lambda page, element, out: None,  # of a publisher's page
    "seg": Page._seg,
    "table": Page._table,
    **dict.fromkeys(BLOCKS, Page._block),
    **dict.fromkeys(_INLINE, Page._inline),
    **dict.fromkeys(LINES, Page._line),
}
#: The same by whole tags, so that few tags need to be split.
_BY_TAG = {f"{{{TEI_NAMESPACE}}}{name}": handler for name, handler in _HANDLERS.items()}
