"""The form for readers to report an error in a paper."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from archive.models import ErrorReport
from archive.models.corrections import LONGEST_REPORT


class ErrorReportForm(forms.ModelForm):
    """What is wrong, and where. ``website`` is a trap for machines that fill in every field: people never see it."""

    text = forms.CharField(
        label=_("What is wrong, and what should it be?"),
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Please do not write anything about yourself; we do not need it to look into the error."),
    )
    where = forms.CharField(
        label=_("Where in the paper? (optional)"),
        max_length=200,
        required=False,
        help_text=_("For example: footnote 60, or page 1017, second paragraph."),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = ErrorReport
        fields = ("text", "where")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    @property
    def is_machine(self) -> bool:
        """Whether the field that people don't see was filled in."""
        return bool(self.data.get("website"))
