"""Addresses: the public archive at the root, the archivists' desk under ``/admin/``."""

from django.contrib import admin
from django.http import HttpResponse
from django.urls import include, path


def health(request):
    """Confirm that the server answers, for monitors; the database is not queried."""
    return HttpResponse("ok\n", content_type="text/plain")


admin.autodiscover()

urlpatterns = [
    path("healthz", health),
    path("admin/", admin.site.urls),
    path("", include("archive.urls")),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"
