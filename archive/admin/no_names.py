"""The queue of authorities whose name can be no name of its kind: what each is linked to, and one decision for all that are ticked."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Min, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from archive import jobs, store
from archive.admin.base import DeskAdmin, LookOnly
from archive.admin.identity_decisions import UndoneFilter
from archive.admin.job_progress import answer
from archive.desk.refusals import refusals_as_messages, refuse
from archive.errors import Refused
from archive.models import Document, Removal
from archive.store.authority_links import AuthorityLinks, link_fields, paper_of
from archive.web.requests import line, number, numbers, text

_ON_A_PAGE = 100


def no_names_page(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    """Show the queue, or take the ticked records away, or accept them as names."""
    if request.method == "POST":
        return _decide(desk, request)
    found = store.no_names(desk.model.kind)
    page = Paginator(found, _ON_A_PAGE).get_page(number(request.GET, "page", 1))
    rows = desk.get_queryset(request).in_bulk(list(page))
    links, papers = _links(desk.model, list(page))
    return desk.page(
        request,
        "admin/no_names.html",
        f"{desk.opts.verbose_name_plural.capitalize()} whose name can be none",
        rows=[{"record": rows[pk], "links": links[pk], "paper": papers.get(pk)} for pk in page if pk in rows],
        count=len(found),
        page=page,
        change_url=f"admin:archive_{desk.opts.model_name}_change",
        removals=reverse("admin:archive_removal_changelist") + f"?kind__exact={desk.model.kind}",
    )


def _links(model: type[Model], ids: list[int]) -> tuple[dict[int, list[str]], dict[int, Document]]:
    """Return what points at each of these records, in words, and the first paper of each."""
    words: dict[int, list[str]] = defaultdict(list)
    first: dict[int, int] = {}
    for field in link_fields(model):
        rows = field.model.objects.filter(**{f"{field.name}__in": ids}).order_by()
        counted = Counter(dict(rows.values_list(field.name).annotate(count=Count("pk"))))
        for pk, count in counted.items():
            words[pk].append(f"{count:,} × {AuthorityLinks(field, count, owned=False).words}")
        if paper := paper_of(field):
            for pk, document in rows.values_list(field.name).annotate(first=Min(paper)):
                first[pk] = min(document, first.get(pk, document))
    documents = Document.objects.only("heading", "source_id").in_bulk(set(first.values()))
    return words, {pk: documents[document] for pk, document in first.items()}


def _decide(desk: DeskAdmin, request: HttpRequest) -> HttpResponse:
    ticked = set(numbers(request.POST.getlist("records")))
    # What is a name by now, or was accepted meanwhile, is left alone.
    still = [pk for pk in store.no_names(desk.model.kind) if pk in ticked]
    if not still:
        refuse(
            request,
            "Please tick records of this list. Those that somebody has decided meanwhile are not in it any more.",
        )
        return HttpResponseRedirect(request.get_full_path())
    if text(request.POST, "decision") == "name":
        return answer(request, jobs.start_accepting(desk.model, still, user=request.user), request.get_full_path())
    if not request.user.has_perm(f"archive.delete_{desk.model.kind}"):
        raise PermissionDenied
    with refusals_as_messages(request):
        rows = desk.get_queryset(request).filter(pk__in=still).order_by("pk")
        job = jobs.start_removing(rows, user=request.user, reason=line(request.POST, "reason"))
        return answer(request, job, request.get_full_path())
    return HttpResponseRedirect(request.get_full_path())


@admin.register(Removal)
class RemovalAdmin(LookOnly, DeskAdmin):
    """What was taken away because it is no name, the latest first; each can be brought back."""

    list_display = ("name", "kind", "reason", "user", "at", "undoing")
    list_display_links = None
    list_filter = ("kind", UndoneFilter)
    list_select_related = ("user", "undone_by")
    search_fields = ("name",)
    search_hint = "Words of the name."
    sortable_by = ()
    actions = ("bring_back",)
    actions_on_bottom = False

    def has_bring_back_permission(self, request):
        """Whether somebody may take away and bring back records of every kind."""
        return request.user.has_perms(
            [f"archive.{may}_{kind}" for kind in ("person", "office", "place") for may in ("change", "delete")]
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the list: there is nothing to edit by hand."""
        return self.changelist_view(request, extra_context)

    @admin.action(description="Bring back", permissions=["bring_back"])
    def bring_back(self, request, queryset):
        """Bring the chosen records back, the latest first."""
        done = 0
        for removal in queryset.filter(undone_at=None).order_by("-pk"):
            try:
                jobs.start_restoring(removal, user=request.user)
                done += 1
            except Refused as refused:
                refuse(request, f"{removal}: {refused}")
        messages.success(request, f"Records brought back: {done:,}.")

    @admin.display(description="brought back")
    def undoing(self, row):
        """Return who brought it back and when."""
        return f"{row.undone_by or '–'}, {row.undone_at:%Y-%m-%d}" if row.undone_at else None
