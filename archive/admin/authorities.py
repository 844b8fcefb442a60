"""People, offices, missions and places: accepted, corrected and split; django-reversion records each change."""

from __future__ import annotations

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from reversion.admin import VersionAdmin

from archive import jobs, store, workflow
from archive.admin import workbench
from archive.admin.base import DeskAdmin, LookOnly, VisibleChoices, WithReason
from archive.admin.job_progress import answer, follow_name
from archive.admin.merging import MOST_MERGED, merge_page, unmerge_page
from archive.admin.no_names import no_names_page
from archive.forms.authorities import AuthorityForm, PersonForm, SplitForm
from archive.identifiers import CATALOGUES
from archive.models import Correspondent, Merge, Mission, Office, OfficeHolding, Person, PersonName, Place
from archive.store.authority_links import authority_links, papers_of, why_not_deleted
from archive.web.requests import clean

_LONGEST_LIST = 200


def named(model, words: str, user) -> Q:
    """Return the condition that all words are in the name, another form of it, or the name of a merged record that the user sees."""
    condition = Q()
    merged = workflow.visible(model.objects.filter(merged_into__isnull=False), user)
    for word in clean(words).split()[:16]:
        has_word = Q(name__icontains=word) | Q(pk__in=merged.filter(name__icontains=word).values("merged_into"))
        if model is Person:
            has_word |= Q(pk__in=PersonName.objects.filter(name__icontains=word).values("person"))
        condition &= has_word
    return condition


def nearest_first(rows: QuerySet, words: str) -> QuerySet:
    """Return records with that whose name is the words first, then those whose names begin with them, then the others."""
    words = " ".join(clean(words).split())
    near = Case(When(name__iexact=words, then=0), When(name__istartswith=words, then=1), default=2)
    return rows.order_by(near, "name", "pk")


class MergedFilter(admin.SimpleListFilter):
    """Merged records are signposts: the list leaves them out unless they are requested."""

    title = "merged"
    parameter_name = "merged"

    def lookups(self, request, model_admin):
        return [("yes", "merged into another")]

    def queryset(self, request, queryset):
        return queryset.filter(merged_into__isnull=self.value() != "yes")


class Rows(admin.TabularInline):
    """Rows in a table: each field is named by the head of its column for those who do not see the table, too."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Return the field with its name."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", capfirst(db_field.verbose_name))
        return field


class NameInline(Rows):
    """Other forms of a person's name."""

    model = PersonName
    extra = 1


class HoldingInline(VisibleChoices, Rows):
    """Offices held; the days are derived from the EDTF date."""

    model = OfficeHolding
    fk_name = "person"
    fields = ("office", "edtf", "source")
    autocomplete_fields = ("office",)
    extra = 1

    def get_queryset(self, request):
        rows = workflow.visible(super().get_queryset(request), request.user)
        return rows.select_related("office", "person")


class AuthorityAdmin(DeskAdmin, WithReason, VersionAdmin):
    """What the four kinds of authority have in common. ``merge`` and ``split`` are pages of their own."""

    form = AuthorityForm
    list_filter = ("status", MergedFilter)
    search_fields = ("name",)
    search_hint = "Words of the name, of any other form of it, or of a record that was merged."
    ordering = ("name",)
    sortable_by = ()
    readonly_fields = ("slug", "key", "used_in", "merges")
    actions = ("accept", "merge_selected")
    change_form_template = "admin/authority_form.html"
    change_list_template = "admin/authority_list.html"
    splits = True

    def get_urls(self):
        name = self.opts.model_name
        own = [
            path("merge/", self._page(merge_page), name=f"archive_{name}_merge"),
            path("merge/<int:pk>/undo/", self._page(unmerge_page), name=f"archive_{name}_unmerge"),
            path("same/", self._page(workbench.groups_page), name=f"archive_{name}_groups"),
            path("same/<int:pk>/", self._page(workbench.group_page), name=f"archive_{name}_group"),
            path("same/undo/<int:pk>/", self._page(workbench.undo_page), name=f"archive_{name}_group_undo"),
        ]
        if self.model.kind in store.CHECKS:
            own.append(path("no-names/", self._page(no_names_page), name=f"archive_{name}_no_names"))
        if self.splits:
            own.append(
                path("<int:pk>/split/", self.admin_site.admin_view(self.split_view), name=f"archive_{name}_split")
            )
        return own + super().get_urls()

    def _page(self, page):
        """Return the view of a page that only those see who may change records of this kind."""

        def answer(request, **kwargs):
            if not self.has_change_permission(request):
                raise PermissionDenied
            return page(self, request, **kwargs)

        return self.admin_site.admin_view(answer)

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset.filter(merged_into=None) if self._autocompletes(request) else queryset, False
        rows = queryset.filter(named(self.model, search_term, request.user), merged_into=None)
        return (nearest_first(rows, search_term) if self._autocompletes(request) else rows), False

    @staticmethod
    def _autocompletes(request) -> bool:
        return request.path.endswith("/autocomplete/")

    def get_queryset(self, request):
        """Return the records that the user may see; of the places and missions that they point at, only those, too."""
        rows = super().get_queryset(request)
        if workflow.sees_all(request.user):
            return rows
        links = [field for field in self.opts.fields if field.name in ("place", "mission", "parent", "predecessor")]
        seen = [workflow.visible(field.related_model.objects.all(), request.user) for field in links]
        # The list must not join them as well: what is joined is not fetched again.
        joined = rows.select_related("merged_into") if links else rows
        return joined.prefetch_related(
            *(Prefetch(field.name, queryset=one) for field, one in zip(links, seen, strict=True))
        )

    # --- One record -------------------------------------------------------------------------------------------------

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.viewer = request.user
            found.links = authority_links(found, among=partial(workflow.visible, user=request.user))
            found.why_kept = why_not_deleted(found, found.links)
        return found

    def has_change_permission(self, request, obj=None):
        """Return whether the record can be changed: a merged record is a signpost, and nothing on it can."""
        return (obj is None or obj.merged_into_id is None) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """Return whether the record can be deleted: an authority in use can't; its page lists what uses it."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or not (obj.why_kept if hasattr(obj, "why_kept") else why_not_deleted(obj))

    def delete_view(self, request, object_id, extra_context=None):
        found = self.get_object(request, object_id)
        if found is not None and (why := why_not_deleted(found)) and super().has_delete_permission(request):
            messages.error(request, f"“{found}” is in use and cannot be deleted: {why}. Merge it instead.")
            return HttpResponseRedirect(reverse(f"admin:archive_{self.opts.model_name}_change", args=[found.pk]))
        return super().delete_view(request, object_id, extra_context)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one by one, so that each page can say why not
        return actions

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and {"name", "place", "mission"} & set(form.changed_data):
            follow_name(request, obj)

    def revision_view(self, request, object_id, version_id, extra_context=None):
        found = self.get_object(request, object_id)
        if found is not None and found.merged_into_id:
            raise PermissionDenied("A merged record is a signpost: undo the merge first.")
        response = super().revision_view(request, object_id, version_id, extra_context)
        if request.method == "POST" and found is not None:
            found.refresh_from_db()
            follow_name(request, found)
        return response

    @admin.display(description="used in")
    def used_in(self, obj):
        if not obj.pk:
            return None
        lines = [f"{link.count} × {link.words}" for link in obj.links]
        papers = workflow.visible(papers_of(obj), obj.viewer).only("heading", "source_id")[:10]
        return format_html(
            "<p>{}</p><ul class='desk-uses'>{}</ul>",
            "; ".join(lines) or "nothing",
            format_html_join(
                "", "<li><a href='{}'>{}</a></li>", ((_change(paper), str(paper)[:120]) for paper in papers)
            ),
        )

    @admin.display(description="merged")
    def merges(self, obj):
        if not obj.pk:
            return None
        seen = workflow.visible(self.model.objects.all(), obj.viewer)
        if obj.merged_into_id:
            kept = seen.filter(pk=obj.merged_into_id).first()
            return format_html("into <a href='{}'>{}</a>", _change(kept), kept) if kept else "into another record"
        rows = Merge.objects.filter(kind=obj.kind, kept=obj.pk, merged__in=seen.values("pk")).select_related("user")[
            :50
        ]
        undo = f"admin:archive_{self.opts.model_name}_unmerge"
        return format_html_join(
            "",
            "<p>{} · {} · {} · {}</p>",
            (
                (
                    row.merged_name,
                    row.user or "–",
                    row.at.strftime("%Y-%m-%d %H:%M"),
                    "undone" if row.undone_at else format_html("<a href='{}'>undo …</a>", reverse(undo, args=[row.pk])),
                )
                for row in rows
            ),
        ) or "nothing"  # fmt: skip

    # --- Many records -----------------------------------------------------------------------------------------------

    @admin.action(description="Accept the proposed ones", permissions=["change"])
    def accept(self, request, queryset):
        rows = queryset.filter(status=self.model.Status.PROPOSED, merged_into=None)
        job = jobs.start_accepting(self.model, rows.values_list("pk", flat=True), user=request.user)
        return answer(request, job, request.get_full_path())

    @admin.action(description="Merge …", permissions=["change"])
    def merge_selected(self, request, queryset):
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_MERGED + 1])
        if len(ids) > MOST_MERGED:
            self.message_user(request, f"Please select at most {MOST_MERGED} records to merge.", messages.ERROR)
            return None
        return HttpResponseRedirect(
            f"{reverse(f'admin:archive_{self.opts.model_name}_merge')}?ids={','.join(str(pk) for pk in ids)}"
        )

    def split_view(self, request, pk):
        """Move papers from a record to a new one, another one, or nobody."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        found = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        rows = Correspondent.objects.filter(**{found.kind: found}).select_related("document").order_by("document", "pk")
        form = SplitForm(found, rows[:_LONGEST_LIST] if request.method == "GET" else rows, request.POST or None)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            how = {"user": request.user, "reason": values["reason"]}
            if values["to"] == "new":
                _, job = jobs.start_splitting(found, values["correspondents"], values["name"].strip(), **how)
            else:
                job = jobs.start_identifying(values["correspondents"], found.kind, values.get("target"), **how)
            return answer(request, job, reverse("admin:archive_bulkchange_change", args=[job.bulk_id]))
        more = rows.count() > _LONGEST_LIST
        return self.page(request, "admin/split.html", f"Split “{found}”", form=form, found=found, more=more)


def _change(row) -> str:
    return reverse(f"admin:archive_{row._meta.model_name}_change", args=[row.pk])


@admin.register(Person)
class PersonAdmin(AuthorityAdmin):
    """People, with their names, the offices they held, and their numbers in other catalogues."""

    form = PersonForm
    list_display = ("name", "dates", "status")
    inlines = (NameInline, HoldingInline)

    def get_fieldsets(self, request, obj=None):
        identifiers = tuple(f"identifier_{key}" for key in CATALOGUES)
        return [
            (None, {"fields": ("name", "dates", "note", "status")}),
            ("Identifiers", {"fields": identifiers}),
            ("In the archive", {"fields": ("used_in", "merges", "slug", "key")}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The identifiers' fields are the form's own, not the model's."""
        kwargs["fields"] = ("name", "dates", "note", "status")
        return super().get_form(request, obj, change=change, **kwargs)


@admin.register(Office)
class OfficeAdmin(AuthorityAdmin):
    """Offices, each with its place and its mission."""

    list_display = ("name", "place", "mission", "status")
    list_select_related = ("place", "mission")
    fields = (
        "name", "other_names", "dates", "place", "mission", "predecessor", "note", "status", "used_in", "merges", "slug", "key",
    )  # fmt: skip
    autocomplete_fields = ("place", "mission", "predecessor")


@admin.register(Mission)
class MissionAdmin(AuthorityAdmin):
    """Missions: the posts that offices belong to."""

    list_display = ("name", "rank", "place", "dates", "status")
    list_select_related = ("place",)
    fields = ("name", "rank", "place", "dates", "note", "status", "used_in", "merges", "slug", "key")
    autocomplete_fields = ("place",)
    splits = False


@admin.register(Place)
class PlaceAdmin(AuthorityAdmin):
    """Places, each in the place above it."""

    list_display = ("name", "parent", "status")
    list_select_related = ("parent",)
    fields = ("name", "parent", "note", "status", "used_in", "merges", "slug", "key")
    autocomplete_fields = ("parent",)


@admin.register(Merge)
class MergeAdmin(LookOnly, DeskAdmin):
    """All merges, the latest first."""

    list_display = ("merged_name", "kept_name", "kind", "user", "at", "undone_at")
    list_filter = ("kind",)
    list_select_related = ("user",)
    search_fields = ("merged_name", "kept_name")
    fields = ("kind", "merged_name", "kept_name", "reason", "user", "at", "undone_by", "undone_at")
