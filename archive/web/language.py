"""The language of the pages: the reader's choice, else the first that the browser accepts, else English."""

from django.middleware.locale import LocaleMiddleware
from django.urls import get_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers


class ReaderLanguageMiddleware(LocaleMiddleware):
    """Translate the public pages, and nothing else: files, feeds and the archivists' desk are English for everybody.

    A page has the same address in every language; ``Vary`` tells caches what its language depends on.
    """

    def process_request(self, request):
        if _has_languages(request.path):
            super().process_request(request)
        else:
            translation.activate("en")
            request.LANGUAGE_CODE = "en"

    def process_response(self, request, response):
        if not _has_languages(request.path):
            return response
        response = super().process_response(request, response)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def _has_languages(path: str) -> bool:
    return path.endswith("/") and not path.startswith(f"{get_script_prefix()}admin/")
