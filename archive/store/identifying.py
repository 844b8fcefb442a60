"""Identify the senders and recipients of papers again, after what is known of people has changed."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from archive.models import Correspondent, Document
from archive.store.authorities import Authorities
from archive.store.authority_links import reindex
from archive.store.loading import load
from archive.store.rows import days_of


def identify_again(papers: Collection[int]) -> list[list[int | None]]:
    """Find again who sent and received these papers, as an import would; return what that changed: (row, person before, person now).

    Papers that somebody has edited keep whom they name. Call it within a transaction.
    """
    documents = Document.objects.for_record().filter(pk__in=papers, version=F("source_version"))
    records = [(document, load(document), document.volume.slug if document.volume_id else "") for document in documents]
    authorities = Authorities()
    for _, record, volume in records:
        for read in record.senders + record.recipients:
            authorities.want(read, volume, days_of(record))
    authorities.resolve()
    rows = {
        (row.document_id, row.role, row.order): row
        for row in Correspondent.objects.filter(document__in=[document.pk for document, _, _ in records])
    }
    changed, done = [], []
    for document, record, volume in records:
        for role, each in (("sender", record.senders), ("recipient", record.recipients)):
            for order, read in enumerate(each, 1):
                row, person = rows[document.pk, role, order], authorities.person(read, volume, days_of(record))
                now = person.pk if person else None
                if row.person_id != now:
                    done.append([row.pk, row.person_id, now])
                    row.person_id = now
                    changed.append(row)
    Correspondent.objects.bulk_update(changed, ["person"], batch_size=200)
    reindex({row.document_id for row in changed})
    return done
