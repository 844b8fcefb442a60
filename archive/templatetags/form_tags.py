"""Django's ``csrf_token`` with the mark of a form: every form of the desk names the account and the page that it was made for.

It is a built-in tag (see the settings), so that the forms of Django's own admin have it, too.
"""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from archive.desk.typed import MARK, mark_of

register = template.Library()


class _MarkedTokenNode(CsrfTokenNode):
    def render(self, context):
        token = super().render(context)
        request = context.get("request")
        mark = mark_of(request) if token and request is not None else ""
        return token + format_html('<input type="hidden" name="{}" value="{}">', MARK, mark) if mark else token


@register.tag
def csrf_token(parser, token):
    """Write the hidden fields of a form: the token that proves that it is ours and, on the desk, its mark."""
    return _MarkedTokenNode()
