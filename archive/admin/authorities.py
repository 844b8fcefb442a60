"""People, offices and places: the authorities that documents point at."""

from django.contrib import admin

from archive.admin.base import DeskAdmin
from archive.models import Office, Person, Place


class _AuthorityAdmin(DeskAdmin):
    list_filter = ("status",)
    search_fields = ("name",)
    ordering = ("name",)
    sortable_by = ()
    readonly_fields = ("slug", "key")


@admin.register(Person)
class PersonAdmin(_AuthorityAdmin):
    """People."""

    list_display = ("name", "dates", "status")
    fields = ("name", "dates", "identifiers", "note", "status", "slug", "key")


@admin.register(Office)
class OfficeAdmin(_AuthorityAdmin):
    """Offices, each with its place."""

    list_display = ("name", "place", "status")
    list_select_related = ("place",)
    fields = ("name", "place", "note", "status", "slug", "key")
    autocomplete_fields = ("place",)


@admin.register(Place)
class PlaceAdmin(_AuthorityAdmin):
    """Places."""

    list_display = ("name", "parent", "status")
    list_select_related = ("parent",)
    fields = ("name", "parent", "note", "status", "slug", "key")
    autocomplete_fields = ("parent",)
