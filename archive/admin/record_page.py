"""A document's own page as a form: its correspondents, file numbers and footnotes in rows, a few plain fields above them.

Django's forms save nothing here. They are read into one edit of the record, which goes through the workflow like the
edits of the text: it waits if the document is published, and the second of two editors gets a page with status 409.
"""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from archive import store, workflow
from archive.admin.record_forms import (
    MOST_ROWS,
    PLAIN,
    CorrespondentInline,
    FileNumberInline,
    FootnoteInline,
    KnownSelect,
    ReadOnlyFootnoteInline,
    RecordForm,
    is_editable,
    without_popups,
)
from archive.desk import typed
from archive.desk.differences import differences
from archive.desk.record_edits import LINKS, FormRow, RecordEdit, changes_anything, edited_record
from archive.desk.topic_suggestions import suggestions_for
from archive.errors import Outdated, Refused
from archive.models import Correspondent, Document, DocumentFileNumber, Footnote, PendingEdit
from archive.records import DocumentRecord, from_json
from archive.web.requests import as_number, number

#: The reason in the history of an edit for which nobody gave one.
_NO_REASON = "edited on its page"


class RecordPage:
    """A mixin that makes the page of a document a form."""

    form = RecordForm
    autocomplete_fields = ("place",)
    shown = (
        "state", "heading", "subject", "kind", "number", "classification", "dateline", "date_edtf", "date_certainty", "date_reason",
        "place", "languages", "topics", "source_note", "volume",
    )  # fmt: skip

    def get_fields(self, request, obj=None):
        """Return the fields of the record; if it may be edited, also the reason and, hidden, the version."""
        if is_editable(request, obj):
            suggested = ("suggested",) if obj is not None and _suggested(request, obj) else ()
            return (*self.shown, *suggested, "reason", ("base_version", "base_token"))
        return tuple("topic_terms" if name == "topics" else name for name in self.shown)

    def get_readonly_fields(self, request, obj=None):
        """Return the fields that are only shown: what was printed is edited with the text."""
        shown = tuple(name for name in self.shown if name not in (*PLAIN, "languages", "topics", "place"))
        return shown if is_editable(request, obj) else (*shown, "topic_terms")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return a field without links that open windows."""
        return without_popups(super().formfield_for_dbfield(db_field, request, **kwargs))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Return a field that, as in the rows, needs no query for the record that is already chosen."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = KnownSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="topics")
    def topic_terms(self, document):
        """Return the terms of a document's topics."""
        return "; ".join(term for _, term in document.topics) or None

    def has_change_permission(self, request, obj=None):
        """Return whether the user may edit. Lists and actions need the permission alone; a document's state matters on its page."""
        return is_editable(request, obj)

    def get_inlines(self, request, obj):
        """Return the parts; footnotes are only shown if the user may not edit them, or if there are too many for a form."""
        editable = is_editable(request, obj) and obj is not None and obj.footnotes.count() <= MOST_ROWS
        return (CorrespondentInline, FileNumberInline, FootnoteInline if editable else ReadOnlyFootnoteInline)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form; after a conflict, one that refuses to be saved."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.stale = getattr(request, "after_conflict", False)
        form.suggestions = _suggested(request, obj) if obj is not None and is_editable(request, obj) else []
        return form

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show or save the page. The second of two editors gets status 409 with what they wrote and both changes."""
        document = self.get_object(request, object_id)
        try:
            if document is not None:
                request.editable_rows = self._may_edit_now(request, document)
            return super().change_view(request, object_id, form_url, extra_context)
        except Outdated:
            return self._conflict(request, document, form_url, extra_context or {})

    @staticmethod
    def _may_edit_now(request, document: Document) -> bool:
        """Return whether the page is a form now. Raises :class:`~archive.errors.Outdated` for an edit that is too late."""
        if not workflow.may_edit(request.user, document):
            return False
        waiting = PendingEdit.objects.filter(document=document).first()
        if request.method != "POST":
            # While an edit waits, another one would replace it; typed words are shown all the same, and saving them is a conflict.
            return waiting is None or typed.put_back(request) is not None
        if request.POST.get("base_token", "") != (waiting.token if waiting else ""):
            raise Outdated("Somebody else has saved another edit of this document.")
        if request.POST.get("base_version", str(document.version)) != str(document.version):
            raise Outdated("Somebody else has changed this document.")
        return True

    def save_model(self, request, obj, form, change):
        """Save nothing yet: the edit is made of the form and its rows together."""

    def save_related(self, request, form, formsets, change):
        """Save the form and its rows as one edit."""
        document = Document.objects.for_record().get(pk=form.instance.pk)
        edit = _edit(document, form, formsets)
        values = form.cleaned_data
        if not changes_anything(document, edit):
            request.saved = "Nothing was changed."
            return
        waits = workflow.edit(
            document,
            edit.record,
            user=request.user,
            reason=values["reason"] or _NO_REASON,
            version=values["base_version"],
            waiting=values["base_token"],
            identified=edit.identified,
        )
        request.saved = (
            "The edit is kept. The public sees the published record until the edit is published." if waits else "Saved."
        )

    def construct_change_message(self, request, form, formsets, add=False):
        """Return the reason, which the document's history has too."""
        return form.cleaned_data.get("reason") or _NO_REASON

    def response_change(self, request, obj):
        """Go back to the record."""
        messages.success(request, request.saved)
        return HttpResponseRedirect(reverse("admin:archive_document_change", args=[obj.pk]))

    def render_change_form(self, request, context, *args, **kwargs):
        """Render the form with one button only."""
        context.update({"show_save_and_add_another": False, "show_save_and_continue": False})
        return super().render_change_form(request, context, *args, **kwargs)

    def _conflict(self, request, document: Document, form_url, extra_context):
        """Show the form with what was typed, based on the document as it is now; nothing was written."""
        document = Document.objects.for_record().get(pk=document.pk)
        version = number(request.POST, "base_version", document.version)
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


def _suggested(request, document: Document) -> list[tuple[str, str]]:
    """Return the topics that are suggested for a document, found once for the form and its fields."""
    if not hasattr(request, "suggested_topics"):
        request.suggested_topics = suggestions_for(document)
    return request.suggested_topics


def _readable(document: Document, context: dict) -> DocumentRecord | None:
    """Return the record of a form that was refused, or ``None`` if it can't be read; the form then shows why."""
    formsets = [one.formset for one in context["inline_admin_formsets"]]
    try:
        return _edit(document, context["adminform"].form, formsets).record
    except (KeyError, Refused):
        return None


def _edit(document: Document, form, formsets) -> RecordEdit:
    """Return the edit that a valid form with its rows makes."""
    by_model = {formset.model: formset for formset in formsets}

    def rows(model) -> list[FormRow]:
        formset = by_model.get(model)
        if formset is None or not hasattr(formset, "cleaned_data"):
            return []
        made = []
        for one in formset.forms:
            before = one.instance if one.instance.pk else None
            if before is None and not one.has_changed():
                continue
            values = {
                name: getattr(value, "pk", value) if name in LINKS else value
                for name, value in one.cleaned_data.items()
            }
            deleted = bool(values.get("DELETE"))
            made.append(FormRow(values, frozenset(one.changed_data), before, deleted))
        return made

    plain = form.cleaned_data
    place = plain.get("place")
    return edited_record(
        document,
        store.load(document),
        plain={name: plain[name].strip() for name in PLAIN if name in plain}
        | ({"languages": tuple(plain["languages"])} if "languages" in plain else {})
        | (
            {"topics": tuple(dict.fromkeys((*plain["topics"], *plain.get("suggested", ()))))}
            if "topics" in plain
            else {}
        ),
        place=place.pk if place else None,
        correspondents=rows(Correspondent),
        numbers=rows(DocumentFileNumber),
        notes=rows(Footnote),
    )


def _rekeyed(posted, document: Document, token: str):
    """Return the posted data for a form of the document as it is now: rows that are gone become new, the version is current."""
    data = posted.copy()
    data["base_version"], data["base_token"] = str(document.version), token
    for prefix, related in (
        ("correspondents", document.correspondents),
        ("document_file_numbers", document.document_file_numbers),
    ):
        present = {str(pk) for pk in related.values_list("pk", flat=True)}
        count = min(as_number(posted.get(f"{prefix}-TOTAL_FORMS", "")), MOST_ROWS)
        found: dict[bool, list[dict]] = {True: [], False: []}
        for row in range(count):
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
