"""The public addresses. An address that was once given stays: see ``archive.views.errors`` for moved and withdrawn ones."""

from django.urls import path

from archive.views import authorities, documents, files, pages, search, volumes

app_name = "archive"

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("robots.txt", pages.robots, name="robots"),
    path("search/", search.search, name="search"),
    path("search.csv", search.search_csv, name="search_csv"),
    path("search.jsonl", search.search_jsonl, name="search_jsonl"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/<str:slug>/", documents.document, name="document"),
    path("volumes/", volumes.volume_list, name="volumes"),
    path("volumes/<str:slug>/", volumes.volume, name="volume"),
    path("people/", authorities.people, name="people"),
    path("people/<str:slug>/", authorities.person, name="person"),
    path("offices/", authorities.offices, name="offices"),
    path("offices/<str:slug>/", authorities.office, name="office"),
    path("places/", authorities.places, name="places"),
    path("places/<str:slug>/", authorities.place, name="place"),
    path("files/", files.file_list, name="files"),
    path("files/<str:scheme>/<str:slug>/", files.file, name="file"),
]
