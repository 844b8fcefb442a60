"""Images of a paper's original: what there are, attaching more, removing one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from archive import workflow
from archive.admin.base import DeskAdmin
from archive.browsing.page_images import originals_folder
from archive.desk.refusals import refusals_as_messages
from archive.errors import Refused
from archive.models import Document, OriginalImage
from archive.scans import LARGEST_FILE, MEDIA, kept_image
from archive.web.requests import text
from archive.web.sending import send_file

#: The most files of one upload.
_MOST = 20


def originals(desk: DeskAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the images of a paper's original, also to whoever may only look; take more of them."""
    document = get_object_or_404(workflow.visible(Document.objects.all(), request.user), pk=pk)
    if request.method == "POST":
        if not workflow.may_attach(request.user, document):
            raise PermissionDenied
        with refusals_as_messages(request):
            _attach(request, document)
        return HttpResponseRedirect(reverse("admin:archive_document_originals", args=[pk]))
    rows = list(document.originals.select_related("added_by", "removed_by"))
    return desk.page(
        request,
        "admin/archive/document/originals.html",
        "Images of the original",
        document=document,
        images=[row for row in rows if not row.removed_at],
        removed=[row for row in rows if row.removed_at],
        may_attach=workflow.may_attach(request.user, document),
        most=_MOST,
        longest_label=workflow.LONGEST_LABEL,
        largest=LARGEST_FILE // 1024 // 1024,
    )


@require_POST
def remove(request: HttpRequest, pk: int, image: int) -> HttpResponse:
    """Remove an image."""
    row = _row(request, pk, image)
    with refusals_as_messages(request):
        workflow.remove(row, user=request.user)
        messages.success(request, f"The image {row} is removed, and its file deleted.")
    return HttpResponseRedirect(reverse("admin:archive_document_originals", args=[pk]))


@require_safe
def image(request: HttpRequest, pk: int, image: int) -> HttpResponseBase:
    """Send an image to whoever may see its paper."""
    scan = kept_image(originals_folder(), _row(request, pk, image).sha256)
    if scan is None:
        raise Http404
    return send_file(request, scan.path, MEDIA[scan.path.suffix[1:]])


def _row(request: HttpRequest, pk: int, image: int) -> OriginalImage:
    rows = OriginalImage.objects.filter(document=pk, removed_at=None).select_related("document")
    return get_object_or_404(workflow.visible(rows, request.user), pk=image)


def _attach(request: HttpRequest, document: Document) -> None:
    """Attach the uploaded files in the order of their names. Each that is refused is named with the reason; the others are kept."""
    files = sorted(request.FILES.getlist("files"), key=lambda file: file.name)
    label = text(request.POST, "label", longest=200)
    if not files:
        raise Refused("No file was chosen.")
    if len(files) > _MOST:
        raise Refused(f"At most {_MOST} files can be attached at once.")
    if label and len(files) > 1:
        raise Refused("A label is for one image: attach this one alone, or all without a label.")
    kept = 0
    for file in files:
        try:
            # What is too large is not even read.
            content = b"" if file.size > LARGEST_FILE else file.read()
            if not content:
                raise Refused(
                    "The file is empty."
                    if not file.size
                    else f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB."
                )
            workflow.attach(document, content, user=request.user, label=label)
            kept += 1
        except Refused as refused:
            messages.error(request, f"{file.name}: {refused.sentence}")
    if kept:
        messages.success(request, "The image is attached." if kept == 1 else f"{kept} images are attached.")
