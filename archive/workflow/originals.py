"""Images of originals: attach them to a paper, and remove them.

Whoever may edit a paper may do it; what the public sees of a published one at once, and of a closed one later, needs the permission to
publish, too. Each is one transaction, and raises ``PermissionDenied`` if the user may not do it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from archive.browsing.page_images import originals_folder
from archive.errors import Refused
from archive.models import Document, OriginalImage
from archive.models.workflow import TO_BE_PUBLIC
from archive.scans import drop_image, keep_image
from archive.workflow.steps import may_edit

LONGEST_LABEL = 40


def may_attach(user: Any, document: Document) -> bool:
    """Return whether somebody may attach images to a paper and remove them."""
    at_once = document.state in TO_BE_PUBLIC
    return may_edit(user, document) and (not at_once or user.has_perm("archive.publish_document"))


def attach(document: Document, content: bytes, *, user: Any, label: str = "") -> OriginalImage:
    """Attach an image. Raises ``Refused`` for a file that is no image to show, and for one that the paper has already."""
    label = " ".join(label.split())
    if len(label) > LONGEST_LABEL:
        raise Refused(f"A label has at most {LONGEST_LABEL} characters.")
    if not may_attach(user, document):
        raise PermissionDenied
    sha256, image = keep_image(originals_folder(), content)
    with transaction.atomic():
        rows = _claimed(document, user)
        if rows.filter(sha256=sha256, removed_at=None).exists():
            raise Refused("The paper has this image already.")
        order = (rows.aggregate(last=Max("order"))["last"] or 0) + 1
        return rows.create(
            document=document, order=order, label=label, sha256=sha256, added_by=user,
            ending=image.ending, width=image.width, height=image.height,
        )  # fmt: skip


def remove(image: OriginalImage, *, user: Any) -> None:
    """Remove an image. Its file is deleted, unless another paper has it, too."""
    with transaction.atomic():
        rows = _claimed(image.document, user).filter(pk=image.pk, removed_at=None)
        if not rows.update(removed_at=timezone.now(), removed_by=user):
            raise Refused("Somebody else has removed this image.")
        transaction.on_commit(lambda: _forget(image.sha256))


def _claimed(document: Document, user: Any):
    """Return the paper's images, with its row locked, on both databases, so that nothing about it changes meanwhile."""
    Document.objects.filter(pk=document.pk).update(updated_at=timezone.now())
    if not may_attach(user, Document.objects.get(pk=document.pk)):
        raise PermissionDenied
    return OriginalImage.objects.filter(document=document)


def _forget(sha256: str) -> None:
    if not OriginalImage.objects.filter(sha256=sha256, removed_at=None).exists():
        drop_image(originals_folder(), sha256)
