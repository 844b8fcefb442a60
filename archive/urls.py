"""The public addresses. An address that was once given stays: see ``archive.views.errors`` for moved and withdrawn ones."""

from django.urls import path, re_path

from archive.views import authorities, chronology, documents, files, pages, pictures, reports, search, volumes

app_name = "archive"

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("robots.txt", pages.robots, name="robots"),
    path("search/", search.search, name="search"),
    path("search.csv", search.search_csv, name="search_csv"),
    path("search.jsonl", search.search_jsonl, name="search_jsonl"),
    path("pictures/", pictures.pictures, name="pictures"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/<str:slug>/", documents.document, name="document"),
    path("documents/<str:slug>/report/", reports.report_error, name="report_error"),
    path("reports/<str:code>/", reports.report, name="report"),
    path("volumes/", volumes.volume_list, name="volumes"),
    path("volumes/<str:slug>/", volumes.volume, name="volume"),
    path("volumes/<str:slug>/<str:division>/", volumes.division, name="division"),
    path("chronology/", chronology.years, name="chronology"),
    path("chronology/undated/", chronology.undated, name="chronology_undated"),
    re_path(r"^chronology/(?P<year>[0-9]{4})/$", chronology.year, name="chronology_year"),
    re_path(r"^chronology/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/$", chronology.month, name="chronology_month"),
    re_path(
        r"^chronology/(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/$", chronology.day, name="chronology_day"
    ),
    path("people/", authorities.people, name="people"),
    path("people/<str:slug>/", authorities.person, name="person"),
    path("offices/", authorities.offices, name="offices"),
    path("offices/<str:slug>/", authorities.office, name="office"),
    path("missions/<str:slug>/", authorities.mission, name="mission"),
    path("places/", authorities.places, name="places"),
    path("places/<str:slug>/", authorities.place, name="place"),
    path("files/", files.file_list, name="files"),
    path("files/<str:scheme>/<str:slug>/", files.file, name="file"),
]
