"""A document's own page as a form: its correspondents, file numbers and footnotes in rows, a few plain fields above them.

Nothing is saved by Django's forms themselves. They are made one edit of the record, which goes through the workflow
as the edits of the text do: it waits if the document is published, and the second of two editors is answered with 409.
"""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from lxml import etree

from archive import store, workflow
from archive.desk import record as rows
from archive.desk.differences import differences
from archive.errors import Refused
from archive.models import Correspondent, Document, DocumentFileNumber, Footnote, PendingEdit
from archive.parsing.notation import NotNotatable, read_note, write_note
from archive.parsing.plain import plain_text
from archive.records import DocumentRecord, FootnoteRecord, from_json

#: A form has no more rows of a part than this; what has more is edited with its text.
MOST_ROWS = 60
#: What history says of an edit for which nobody gave a reason: at least by which way it came.
_NO_REASON = "edited on its page"
PLAIN = ("kind", "number", "classification")


class KnownSelect(AutocompleteSelect):
    """An autocomplete field that asks the database nothing for the record that stands in it already."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or [str(v) for v in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*empty, self.create_option(name, self.known.pk, str(self.known), True, 1)], 0)]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _bare(field):
    """A form field without the links to add and change what it points at, which open windows."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget = field.widget.widget
    return field


def _editable(request, document: Document | None) -> bool:
    """Whether the page of a document is a form for this request; of no document, whether somebody may edit any."""
    if document is None:
        return request.user.has_perm("archive.change_document")
    return getattr(request, "editable_rows", False)


class RecordForm(forms.ModelForm):
    """The plain fields of a document, why they are changed, and from which version."""

    stale = False
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    base_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    reason = forms.CharField(label="Why this change", required=False, max_length=500)

    class Meta:
        model = Document
        fields = (*PLAIN, "place")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "base_version" in self.fields and self.instance.pk:
            self.initial["base_version"] = self.instance.version
        if "place" in self.fields and isinstance(self.fields["place"].widget, KnownSelect):
            self.fields["place"].widget.known = self.instance.place

    def clean(self):
        said = super().clean()
        if self.stale:
            self.add_error(
                None, "Somebody else was first. Nothing of yours was written; saving again puts it over theirs."
            )
        return said


class CorrespondentForm(forms.ModelForm):
    """One sender or recipient."""

    class Meta:
        model = Correspondent
        fields = ("role", "printed", *rows.LINKS)
        widgets = {"printed": _lines(2)}
        labels = {"printed": "As printed"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in rows.LINKS:
            if name in self.fields and self.instance.pk:
                self.fields[name].widget.known = getattr(self.instance, name)

    def clean_printed(self):
        return " ".join(self.cleaned_data["printed"].split())


class NumberForm(forms.ModelForm):
    """One file number as printed."""

    class Meta:
        model = DocumentFileNumber
        fields = ("printed",)
        labels = {"printed": "As printed"}

    def clean_printed(self):
        return " ".join(self.cleaned_data["printed"].split())


class NoteForm(forms.ModelForm):
    """One footnote's label and its text in the notation; read-only where the notation cannot say it."""

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
        """The note's words alone."""
        try:
            return " ".join(plain_text(self.instance.text).split())
        except etree.XMLSyntaxError:
            return self.instance.text

    def clean(self):
        said = super().clean()
        if self.has_changed() and "label" in said:
            try:
                read_note(_note_record(self.instance), said.get("notation", ""), said["label"].strip())
            except Refused as error:
                self.add_error("notation", str(error))
        return said


def _note_record(note: Footnote) -> FootnoteRecord:
    return FootnoteRecord(note.order, note.label, note.text, note.kind, note.source_id, note.anchor)


class RowSet(BaseInlineFormSet):
    """Rows of a document; those that are new get their order when they are saved."""

    def get_unique_error_message(self, unique_check):
        return "This is there twice."


class _Rows(admin.StackedInline):
    """A document's parts, edited in rows by whoever may edit the document."""

    formset = RowSet
    extra = 0
    max_num = MOST_ROWS
    classes = ("desk-rows",)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("archive.view_document")

    def has_change_permission(self, request, obj=None):
        return _editable(request, obj)

    def has_add_permission(self, request, obj=None):
        return _editable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _editable(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return _bare(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CorrespondentInline(_Rows):
    """Senders and recipients, as printed and as identified."""

    model = Correspondent
    form = CorrespondentForm
    fields = (("role", "printed", *rows.LINKS),)
    autocomplete_fields = rows.LINKS

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*rows.LINKS)


class FileNumberInline(_Rows):
    """File numbers as printed; what they are understood as follows."""

    model = DocumentFileNumber
    form = NumberForm
    fields = (("printed", "understood"),)
    readonly_fields = ("understood",)
    verbose_name = "file number"

    @admin.display(description="Understood as")
    def understood(self, row):
        """The number in its normal form."""
        return row.file_number if row.pk else None

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("file_number")


class FootnoteInline(_Rows):
    """Footnotes with the words that they stand after. They are added and removed in the text, where their anchors are."""

    model = Footnote
    form = NoteForm
    fields = (("label", "notation", "kind", "anchor"),)
    readonly_fields = ("kind", "anchor")
    max_num = 1000

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LookedAtFootnotes(FootnoteInline):
    """Footnotes as printed, for who may not edit them."""

    form = forms.ModelForm
    fields = ("label", "kind", "anchor", "text")
    template = "admin/archive/document/part.html"

    def has_change_permission(self, request, obj=None):
        return False


class _Conflict(Exception):
    """Somebody else has saved the document, or an edit of it, since the page was opened."""


class RecordPage:
    """Gives the admin of documents their own page as a form."""

    form = RecordForm
    autocomplete_fields = ("place",)
    shown = (
        "state", "heading", "kind", "number", "classification", "dateline", "date_edtf", "date_certainty", "date_reason",
        "place", "source_note", "volume",
    )  # fmt: skip

    def get_fields(self, request, obj=None):
        """What the record says; for who may edit it also why, and hidden from which version."""
        return (*self.shown, "reason", ("base_version", "base_token")) if _editable(request, obj) else self.shown

    def get_readonly_fields(self, request, obj=None):
        """What was printed is edited with the text."""
        return tuple(name for name in self.shown if name not in (*PLAIN, "place"))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without links that open windows."""
        return _bare(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """As in the rows, the record that is there already is not asked for."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        """Lists and actions ask for the permission alone; a document's state decides about itself."""
        return _editable(request, obj)

    def get_inlines(self, request, obj):
        """Footnotes are shown as they are printed to who may not edit them, or if there are too many for a form."""
        editable = _editable(request, obj) and obj is not None and obj.footnotes.count() <= MOST_ROWS
        return (CorrespondentInline, FileNumberInline, FootnoteInline if editable else LookedAtFootnotes)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """After a conflict with a form that refuses to be saved."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.stale = getattr(request, "after_conflict", False)
        return form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The page, or its edit. The second of two editors gets 409 with what they wrote and both changes."""
        document = self.get_object(request, object_id)
        try:
            if document is not None:
                request.editable_rows = self._may_edit_now(request, document)
            return super().change_view(request, object_id, form_url, extra_context)
        except _Conflict:
            return self._conflict(request, document, form_url, extra_context or {})

    @staticmethod
    def _may_edit_now(request, document: Document) -> bool:
        """Whether the page is a form now. Raises :class:`_Conflict` for an edit that is too late."""
        if not workflow.may_edit(request.user, document):
            return False
        waiting = PendingEdit.objects.filter(document=document).first()
        if request.method != "POST":
            # While an edit waits, another one beside it would throw it away.
            return waiting is None
        if request.POST.get("base_token", "") != (waiting.token if waiting else ""):
            raise _Conflict
        if request.POST.get("base_version", str(document.version)) != str(document.version):
            raise _Conflict
        return True

    def save_model(self, request, obj, form, change):
        """Nothing yet: the edit is made of the form and its rows together."""

    def save_related(self, request, form, formsets, change):
        """Save what the form and its rows say as one edit."""
        document = Document.objects.for_record().get(pk=form.instance.pk)
        edit = _edit(document, form, formsets)
        said = form.cleaned_data
        if not _changes(document, edit):
            request.saved = "Nothing was changed."
            return
        try:
            waits = workflow.edit(
                document,
                edit.record,
                user=request.user,
                reason=said["reason"] or _NO_REASON,
                version=said["base_version"],
                waiting=said["base_token"],
                identified=edit.identified,
            )
        except store.Stale as stale:
            raise _Conflict from stale
        request.saved = (
            "The edit is kept. The public sees the published record until the edit is published." if waits else "Saved."
        )

    def construct_change_message(self, request, form, formsets, add=False):
        """Why, as the document's history has it too."""
        return form.cleaned_data.get("reason") or _NO_REASON

    def response_change(self, request, obj):
        """Back to the record."""
        messages.success(request, request.saved)
        return HttpResponseRedirect(reverse("admin:archive_document_change", args=[obj.pk]))

    def render_change_form(self, request, context, *args, **kwargs):
        """With one button only."""
        context.update({"show_save_and_add_another": False, "show_save_and_continue": False})
        return super().render_change_form(request, context, *args, **kwargs)

    def _conflict(self, request, document: Document, form_url, extra_context):
        """The form with what was typed, over the document as it is now; nothing was written."""
        document = Document.objects.for_record().get(pk=document.pk)
        version = request.POST.get("base_version", "")
        version = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else document.version
        past = document.versions.filter(number=version, record__isnull=False).first()
        waiting = PendingEdit.objects.filter(document=document).select_related("user").first()
        now = from_json(waiting.record) if waiting else store.load(document)
        request.POST = _rekeyed(request.POST, document, waiting.token if waiting else "")
        request.editable_rows = request.after_conflict = True
        response = super().change_view(request, str(document.pk), form_url, extra_context)
        context = response.context_data
        mine = _readable(document, context)
        context.update(
            {
                "conflict": True,
                "conflict_versions": document.versions.select_related("user").filter(number__gt=version),
                "conflict_waiting": waiting,
                "theirs": differences(from_json(past.record["record"]) if past else store.load(document), now),
                "between": differences(now, mine) if mine else [],
            }
        )
        response.status_code = 409
        return response


def _readable(document: Document, context: dict) -> DocumentRecord | None:
    """The record that a form means which was refused; None if it cannot be read, which the form says itself."""
    formsets = [one.formset for one in context["inline_admin_formsets"]]
    try:
        return _edit(document, context["adminform"].form, formsets).record
    except (KeyError, ValueError):
        return None


def _edit(document: Document, form, formsets) -> rows.Edit:
    """The edit that a valid form with its rows means."""
    by_model = {formset.model: formset for formset in formsets}

    def found(model) -> list[rows.Row]:
        formset = by_model.get(model)
        if formset is None or not hasattr(formset, "cleaned_data"):
            return []
        made = []
        for one in formset.forms:
            before = one.instance if one.instance.pk else None
            if before is None and not one.has_changed():
                continue
            values = {
                name: getattr(value, "pk", value) if name in rows.LINKS else value
                for name, value in one.cleaned_data.items()
            }
            deleted = bool(values.get("DELETE"))
            made.append(rows.Row(values, frozenset(one.changed_data), before, deleted))
        return made

    said = form.cleaned_data
    place = said.get("place")
    return rows.edited(
        document,
        store.load(document),
        plain={name: said[name].strip() for name in PLAIN if name in said},
        place=place.pk if place else None,
        correspondents=found(Correspondent),
        numbers=found(DocumentFileNumber),
        notes=found(Footnote),
    )


def _changes(document: Document, edit: rows.Edit) -> bool:
    """Whether an edit says anything new."""
    if edit.record != store.load(document) or edit.identified["place"] != document.place_id:
        return True
    present = {(row.role, row.order): row for row in document.correspondents.all()}
    return any(
        getattr(present[role, order], f"{name}_id") != pk
        for role, order, links in edit.identified["rows"]
        for name, pk in links.items()
    )


def _rekeyed(posted, document: Document, token: str):
    """What was posted, as a form over the document as it is now: rows that are gone are new ones, the version the present one."""
    data = posted.copy()
    data["base_version"], data["base_token"] = str(document.version), token
    for prefix, related in (
        ("correspondents", document.correspondents),
        ("document_file_numbers", document.document_file_numbers),
    ):
        present = {str(pk) for pk in related.values_list("pk", flat=True)}
        count = posted.get(f"{prefix}-TOTAL_FORMS", "0")
        found: dict[bool, list[dict]] = {True: [], False: []}
        for row in range(min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() and len(count) < 5 else 0):
            start = f"{prefix}-{row}-"
            values = {key.removeprefix(start): posted[key] for key in posted if key.startswith(start)}
            for key in values:
                del data[start + key]
            stays = values.get("id", "") in present
            found[stays].append(values if stays else values | {"id": ""})
        ordered = found[True] + found[False]
        for row, values in enumerate(ordered):
            for key, value in values.items():
                data[f"{prefix}-{row}-{key}"] = value
        data[f"{prefix}-TOTAL_FORMS"] = str(len(ordered))
        data[f"{prefix}-INITIAL_FORMS"] = str(len(found[True]))
    return data
