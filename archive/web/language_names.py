"""Names of languages, in the language of the page."""

from __future__ import annotations

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

#: Languages of papers that Django has no name for.
_NAMES = {
    "cop": gettext_noop("Coptic"), "fro": gettext_noop("Old French"), "gmh": gettext_noop("Middle High German"),
    "grc": gettext_noop("Ancient Greek"), "la": gettext_noop("Latin"), "ota": gettext_noop("Ottoman Turkish"),
    "rm": gettext_noop("Romansh"), "syr": gettext_noop("Syriac"), "yi": gettext_noop("Yiddish"), "zh": gettext_noop("Chinese"),
}  # fmt: skip


def language_name(code: str) -> str:
    """Return the name of a language by its code, with its script or region as a code: "German (AT)"; the code if it has no name."""
    language, _dash, rest = code.partition("-")
    english = _NAMES.get(language) or LANG_INFO.get(language, {}).get("name")
    if not english:
        return code
    name = _(english)
    return f"{name} ({rest})" if rest else name
