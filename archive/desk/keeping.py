"""Keeping entries: what a window sends is put into its entry, and merged with what another window of the same person sent since.

Each saving of an entry has a number, its revision. ``Entry.earlier`` leads back from the current text to those of some
earlier revisions, so that a window need only send what it changed since the revision that it knows, and two windows can be
merged by a three-way difference.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from archive.desk import entries, fields, typed
from archive.desk.three_way import Merged, merge
from archive.errors import Refused
from archive.models import Document, Entry
from archive.models.workflow import new_token
from archive.records import DocumentRecord, from_json
from archive.web.requests import number, text

#: How long what was saved or thrown away can be found again.
KEPT_FOR = timedelta(days=30)
_MOST_EARLIER, _LONGEST_EARLIER = 100, 2 * entries.LONGEST
_LONGEST_FIELD = 5000
#: A longer text is cut here; it is refused all the same, because no paper is so long.
_LONGEST_TEXT = entries.LONGEST + 1


class Incomplete(Refused):
    """What was sent does not fit to the text that it changes; the whole text is needed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a window sent: the whole text, the fields corrected by hand, and on which revision it worked.

    ``shown`` are the corrected fields that the window began with. ``window`` is the number of the window's own copy.
    """

    text: str
    values: dict[str, str]
    shown: dict[str, str]
    reason: str
    name: str
    revision: int
    window: str


def sent(data: Mapping[str, str], entry: Entry) -> Sent:
    """Return what a form or the script sent for an entry. Raises :class:`Incomplete` for a change of a text that is not known."""
    revision = number(data, "revision", entry.revision)
    shown = _shown_fields(data, "corrections")
    return Sent(
        text=_changed_text(data, entry, revision)
        if "insert" in data
        else text(data, "text", longest=_LONGEST_TEXT, strip=False),
        values=_corrections(data, entry.values),
        shown=shown,
        reason=text(data, "reason"),
        name=slugify(data.get("name", ""))[:150],
        revision=revision,
        window=typed.as_copy(data.get(typed.COPY, "")),
    )


def _changed_text(data: Mapping[str, str], entry: Entry, revision: int) -> str:
    known = text_at(entry, revision)
    start, end, length = (number(data, name, -1) for name in ("start", "end", "length"))
    if known is None or not 0 <= start <= end <= len(known):
        raise Incomplete("The whole text is needed.")
    found = known[:start] + text(data, "insert", longest=_LONGEST_TEXT, strip=False) + known[end:]
    if len(found) != length:
        raise Incomplete("The whole text is needed.")
    return found


def _corrections(data: Mapping[str, str], before: dict[str, str]) -> dict[str, str]:
    """Return the fields that differ from what the form showed as read; a field set back to that follows the text again."""
    if not any(fields.is_field(key) for key in data):
        return before
    read = _shown_fields(data, "read")
    found = {}
    for key in data:
        value = text(data, key, longest=_LONGEST_FIELD)
        if fields.is_field(key) and value != str(read.get(key, "")).strip():
            found[key] = value
    return found


def _shown_fields(data: Mapping[str, str], name: str) -> dict[str, Any]:
    """Return what a hidden field of the form says that its fields had; nothing if it can't be read."""
    try:
        found = json.loads(data.get(name, "{}"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# --- Revisions ------------------------------------------------------------------------------------------------------


def text_at(entry: Entry, revision: int) -> str | None:
    """Return the text of an earlier revision, or ``None`` if it is not known any more."""
    found = entry.text
    if revision == entry.revision:
        return found
    for made, start, length, before, _ in reversed(entry.earlier):
        found = found[:start] + before + found[start + length :]
        if made == revision + 1:
            return found
    return None


def is_behind(entry: Entry, new: Sent) -> bool:
    """Return whether another window has saved the entry since the revision that this one knows."""
    if new.revision == entry.revision:
        return False
    since = [window for made, _, _, _, window in entry.earlier if made > new.revision]
    return len(since) != entry.revision - new.revision or not new.window or set(since) != {new.window}


def put(entry: Entry, new: Sent) -> list[str]:
    """Put what a window sent into an entry, without saving it; return what both windows changed, in words."""
    words, reason, notices = new.text, new.reason, []
    if is_behind(entry, new):
        merged = merged_text(entry, new)
        words, notices = merged.text, [str(clash) for clash in merged.clashes]
        reason = reason or entry.reason
    values, changed = _merged_values(entry, new)
    if (words, values, reason) != (entry.text, entry.values, entry.reason):
        note_revision(entry, words, new.window)
    entry.values, entry.reason, entry.name = values, reason, new.name
    return notices + changed


def _merged_values(entry: Entry, new: Sent) -> tuple[dict[str, str], list[str]]:
    """Return the corrected fields of the entry with what the window changed in them, and what both changed, in words."""
    if new.revision != entry.revision and not is_behind(entry, new):
        return new.values, []  # the window did not hear that its last sending arrived
    values, notices = dict(entry.values), []
    for key in sorted(new.values.keys() | new.shown.keys()):
        mine, theirs, before = new.values.get(key), entry.values.get(key), new.shown.get(key)
        if mine in (before, theirs):
            continue
        if theirs != before:
            notices.append(
                f"“{key}” was changed in both: it was “{theirs or ''}” in the other window, and is “{mine or ''}” now."
            )
        values.pop(key, None)
        if mine is not None:
            values[key] = mine
    return values, notices


def merged_text(entry: Entry, new: Sent):
    """Return the texts of a window that is behind and of the entry as one (:class:`~archive.desk.three_way.Merged`)."""
    known = text_at(entry, new.revision) if new.revision < entry.revision else None
    return merge(known, new.text, entry.text)


def rebase(entry: Entry, document: Document, record: DocumentRecord, token: str) -> Merged:
    """Let an entry that edits a document begin from what it is now, with both changes in its text, and return the text.

    ``record`` and ``token`` are those of the document or of its waiting edit. Raises :class:`~archive.errors.Refused` if the entry is in
    the notation, and that can't write the text as it is now.
    """
    began = entries.begin_edit(entry.user, document, from_json(entry.base), entry.form)
    now = entries.begin_edit(entry.user, document, record, entry.form, token=token)
    merged = merge(began.text, entry.text, now.text)
    note_revision(entry, merged.text)
    entry.base, entry.base_version, entry.base_token = now.base, now.base_version, now.base_token
    return merged


def note_revision(entry: Entry, words: str, window: str = "") -> None:
    """Make ``words`` the text of an entry, as its next revision."""
    start, end, old_end = _difference(words, entry.text)
    entry.revision += 1
    entry.earlier = [*entry.earlier, [entry.revision, start, end - start, entry.text[start:old_end], window]][
        -_MOST_EARLIER:
    ]
    while sum(len(before) for _, _, _, before, _ in entry.earlier) > _LONGEST_EARLIER:
        entry.earlier = entry.earlier[1:]
    entry.text = words


def _difference(now: str, was: str) -> tuple[int, int, int]:
    """Return where two texts begin to differ, and where that ends in each."""
    shorter = min(len(now), len(was))
    start = bisect_left(range(1, shorter + 1), True, key=lambda size: now[:size] != was[:size])
    rest = shorter - start
    end = bisect_left(range(1, rest + 1), True, key=lambda size: now[len(now) - size :] != was[len(was) - size :])
    return start, len(now) - end, len(was) - end


# --- Rows -----------------------------------------------------------------------------------------------------------


@contextmanager
def locked(entry: Entry) -> Iterator[Entry]:
    """Give an entry that nobody else saves for a while: read again, begun if it is new, begun again if it was ended.

    All is one transaction, so that an entry whose words can't be kept doesn't begin either.
    """
    with transaction.atomic():
        if entry.ended:
            entry = again(entry)
        if entry.pk is None:
            entry = begun(entry)
        Entry.objects.filter(pk=entry.pk).update(updated_at=timezone.now())
        entry.refresh_from_db()
        yield entry


def begun(entry: Entry) -> Entry:
    """Return the saved entry for one that is new: that with its token, or that of the same edit, if there is one already."""
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        same = Entry.objects.filter(user=entry.user, token=entry.token) if entry.token else Entry.objects.none()
        found = same.first() or Entry.objects.open().filter(user=entry.user, document=entry.document_id).first()
        if found is None or entry.document_id is None and not entry.token:
            raise
        return found
    return entry


def end(entry: Entry, how: str, document=None) -> None:
    """End an entry that was saved, as a document, or thrown away. What its owner ended long ago is removed."""
    entry.ended = how
    entry.document = document or entry.document
    with transaction.atomic():
        entry.save()
        Entry.objects.filter(user=entry.user, updated_at__lt=timezone.now() - KEPT_FOR).exclude(ended="").delete()


def again(entry: Entry) -> Entry:
    """Return an open entry that goes on with one that was ended: itself if it was thrown away, a new one if it was saved."""
    if entry.document_id and (
        other := Entry.objects.open().filter(user=entry.user, document=entry.document_id).first()
    ):
        return other
    if entry.ended == Entry.Ended.SAVED:
        entry.pk, entry.token = None, new_token()
        entry.document = entry.document if entry.base else None
    entry.ended = ""
    entry._state.adding = entry.pk is None
    entry.save()
    return entry
