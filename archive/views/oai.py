"""The archive's answers to harvesters."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import split_domain_port
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.exports import oai
from archive.exports.markup import gathered


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    """OAI-PMH 2.0: the arguments are in the address or, as the protocol wants it, in a form that is posted and changes nothing."""
    sent = request.POST if request.method == "POST" else request.GET
    site = f"{request.scheme}://{request.get_host()}"
    host, _ = split_domain_port(request.get_host())
    repository = oai.Repository(
        site, request.build_absolute_uri(request.path), host, settings.CONTACT_EMAIL or f"webmaster@{host}"
    )
    pieces = oai.answer(repository, dict(sent.lists()))
    response = StreamingHttpResponse(gathered(pieces), content_type="text/xml; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response
