"""The forms of a document's own page: its plain fields, and its correspondents, file numbers and footnotes in rows."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html
from lxml import etree

from archive import store
from archive.admin.base import VisibleChoices
from archive.desk.record_edits import LINKS
from archive.desk.refusals import refusals_in_form
from archive.errors import Refused
from archive.languages import typed_codes
from archive.models import Correspondent, Document, DocumentFileNumber, Footnote
from archive.models.topics import BETWEEN
from archive.parsing.notation import NotNotatable, read_note, write_note
from archive.parsing.plain import plain_text
from archive.records import FootnoteRecord

#: The most rows of one part in the form; a document with more is edited with its text.
MOST_ROWS = 60
#: The fields of a document itself that the form edits as text.
PLAIN = ("subject", "kind", "number", "classification")


class KnownSelect(AutocompleteSelect):
    """An autocomplete field that needs no query for the record that is already chosen in it."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or [str(v) for v in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*empty, self.create_option(name, self.known.pk, str(self.known), True, 1)], 0)]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def without_popups(field):
    """Return a form field without the links to add and change the record that it points at, which open windows."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


def is_editable(request, document: Document | None) -> bool:
    """Return whether the page of a document is a form in this request; for no document, whether the user may edit any."""
    if document is None:
        return request.user.has_perm("archive.change_document")
    return getattr(request, "editable_rows", False)


class CodesField(forms.CharField):
    """Codes of languages, typed with commas between them."""

    def prepare_value(self, value):
        return value if isinstance(value, str) else ", ".join(value or ())

    def clean(self, value):
        try:
            return list(typed_codes(super().clean(value)))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class TopicsField(forms.CharField):
    """Terms of the list of topics, typed with semicolons between them."""

    def clean(self, value):
        typed = [term.strip() for term in super().clean(value).split(BETWEEN) if term.strip()]
        try:
            return store.TopicTerms().named(typed) if typed else ()
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class RecordForm(forms.ModelForm):
    """The plain fields of a document, the reason of the change, and the version that it began with."""

    stale = False
    suggestions: list[tuple[str, str]] = []
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    base_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    languages = CodesField(label="Languages", required=False, help_text="Codes, the main language first: de, fr-CH.")
    topics = TopicsField(
        required=False, max_length=2000, help_text="Terms of the list of topics, with “; ” between them."
    )
    suggested = forms.MultipleChoiceField(
        label="Suggested topics", required=False, widget=forms.CheckboxSelectMultiple, choices=(),
        help_text="Those that you tick are assigned when you save.",
    )  # fmt: skip
    reason = forms.CharField(label="Why this change", required=False, max_length=500)

    class Meta:
        model = Document
        fields = (*PLAIN, "languages", "place")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "base_version" in self.fields and self.instance.pk:
            self.initial["base_version"] = self.instance.version
        if "topics" in self.fields and self.instance.pk:
            self.initial["topics"] = f"{BETWEEN} ".join(term for _, term in self.instance.topics)
        if "suggested" in self.fields:
            self.fields["suggested"].choices = [(term, f"{term}: {why}") for term, why in self.suggestions]
        if "place" in self.fields and isinstance(self.fields["place"].widget, KnownSelect):
            self.fields["place"].widget.known = self.instance.place

    def clean(self):
        values = super().clean()
        if self.stale:
            self.add_error(
                None, "Somebody else was first. Nothing of yours was written; saving again puts it over theirs."
            )
        return values


class CorrespondentForm(forms.ModelForm):
    """A sender or recipient."""

    class Meta:
        model = Correspondent
        fields = ("role", "printed", *LINKS)
        widgets = {"printed": _lines(2)}
        labels = {"printed": "As printed"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in LINKS:
            if name in self.fields and self.instance.pk:
                self.fields[name].widget.known = getattr(self.instance, name)

    def clean_printed(self):
        return " ".join(self.cleaned_data["printed"].split())


class NumberForm(forms.ModelForm):
    """A file number as printed."""

    class Meta:
        model = DocumentFileNumber
        fields = ("printed",)
        labels = {"printed": "As printed"}

    def clean_printed(self):
        return " ".join(self.cleaned_data["printed"].split())


class NoteForm(forms.ModelForm):
    """A footnote's label and its text in the notation; read-only if the notation can't write it."""

    notation = forms.CharField(label="Text, in the notation", widget=_lines(3), required=False, strip=True)

    class Meta:
        model = Footnote
        fields = ("label",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        try:
            self.initial["notation"] = write_note(_note_record(self.instance))
        except NotNotatable as why:
            self.initial["notation"] = self.plain_text()
            for name in ("label", "notation"):
                self.fields[name].disabled = True
            self.fields["notation"].help_text = format_html("It can only be edited with the document’s text: {}.", why)

    def plain_text(self) -> str:
        """Return the words of the note without markup."""
        try:
            return " ".join(plain_text(self.instance.text).split())
        except etree.XMLSyntaxError:
            return self.instance.text

    def clean(self):
        values = super().clean()
        if self.has_changed() and "label" in values:
            with refusals_in_form(self, "notation"):
                read_note(_note_record(self.instance), values.get("notation", ""), values["label"].strip())
        return values


def _note_record(note: Footnote) -> FootnoteRecord:
    return FootnoteRecord(note.order, note.label, note.text, note.kind, note.source_id, note.anchor)


class RowSet(BaseInlineFormSet):
    """The rows of a document; new ones get their order when they are saved."""

    def get_unique_error_message(self, unique_check):
        return "This is there twice."


class DocumentRowsInline(VisibleChoices, admin.StackedInline):
    """The parts of a document, edited in rows by anybody who may edit the document."""

    formset = RowSet
    extra = 0
    max_num = MOST_ROWS
    classes = ("desk-rows",)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("archive.view_document")

    def has_change_permission(self, request, obj=None):
        return is_editable(request, obj)

    def has_add_permission(self, request, obj=None):
        return is_editable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return is_editable(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return without_popups(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CorrespondentInline(DocumentRowsInline):
    """Senders and recipients, as printed and as identified."""

    model = Correspondent
    form = CorrespondentForm
    fields = (("role", "printed", *LINKS),)
    autocomplete_fields = LINKS

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*LINKS)


class FileNumberInline(DocumentRowsInline):
    """File numbers as printed, with their normal form beside them."""

    model = DocumentFileNumber
    form = NumberForm
    fields = (("printed", "understood"),)
    readonly_fields = ("understood",)
    verbose_name = "file number"

    @admin.display(description="Understood as")
    def understood(self, row):
        """Return the number in its normal form."""
        return row.file_number if row.pk else None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("file_number")


class FootnoteInline(DocumentRowsInline):
    """Footnotes with the words before their anchors. They are added and removed in the text, where the anchors are."""

    model = Footnote
    form = NoteForm
    fields = (("label", "notation", "kind", "anchor"),)
    readonly_fields = ("kind", "anchor")
    max_num = 1000

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyFootnoteInline(FootnoteInline):
    """Footnotes as printed, for users who may not edit them."""

    form = forms.ModelForm
    fields = ("label", "kind", "anchor", "text")
    template = "admin/archive/document/part.html"

    def has_change_permission(self, request, obj=None):
        return False
