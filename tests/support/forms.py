"""What a browser would submit."""

from lxml import html as parser


def fields_of(html: str, form: str = "") -> dict[str, str]:
    """Return the named fields of a page, or of its form with this id, with their values; boxes that are not checked are left out."""
    root = parser.fromstring(html)
    root = root.get_element_by_id(form) if form else root
    found = {}
    for field in root.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        kind = field.get("type", "")
        if kind in ("file", "submit", "button") or (kind in ("checkbox", "radio") and field.get("checked") is None):
            continue
        if field.tag == "textarea":
            found[field.get("name")] = (field.text or "").removeprefix("\n")
        elif field.tag == "select":
            chosen = field.xpath(".//option[@selected]") or field.xpath(".//option")
            found[field.get("name")] = chosen[0].get("value", "") if chosen else ""
        else:
            found[field.get("name")] = field.get("value", "")
    return found
