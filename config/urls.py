"""Addresses: the public archive at the root, the archivists' desk under ``/admin/``."""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path


def health(request):
    """Says that the server answers, for monitors; asks the database nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", health),
    path("admin/", admin.site.urls),
    path("", include("archive.urls")),
]
