"""Addresses: the public archive at the root, the archivists' desk under ``/admin/``."""

from django.contrib import admin
from django.urls import include, path

admin.autodiscover()

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("archive.urls")),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"
