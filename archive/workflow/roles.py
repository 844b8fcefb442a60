"""The roles of the desk, as groups with their permissions: the one table of who may do what.

A clerk enters drafts of their own; an archivist reviews, publishes and curates; an administrator does all that and
keeps accounts and imports. :func:`grant_roles` runs after every migration, so that a line here is all that a new model needs.
What a role may do with one document also depends on its state: see :mod:`archive.workflow`.
"""

from __future__ import annotations

from typing import Any

CLERK, ARCHIVIST, ADMINISTRATOR = "clerk", "archivist", "administrator"
ROLES = (CLERK, ARCHIVIST, ADMINISTRATOR)

_ALL = "view add change delete"

#: ``app.model`` → what may be done with it: Django's four actions, or the whole codename of another permission.
_CLERK = {
    "archive.document": "view add change",
    "archive.volume": "view",
    "archive.file": "view",
    "archive.filenumber": "view",
    "archive.filingterm": "view",
    "archive.person": "view",
    "archive.office": "view",
    "archive.place": "view",
    "archive.mission": "view",
    "archive.topic": "view",
    "archive.note": "view add",
}
_ARCHIVIST = {
    **_CLERK,
    "archive.document": "view add change review_document publish_document withdraw_document",
    "archive.volume": "view add change",
    "archive.filingterm": _ALL,
    "archive.reference": "view change",
    "archive.unheldpaper": "view",
    "archive.importrun": "view",
    "archive.person": _ALL,
    "archive.office": _ALL,
    "archive.place": _ALL,
    "archive.mission": _ALL,
    "archive.topic": _ALL,
    "archive.unit": "view change",
    "archive.unitevent": _ALL,
    "archive.personname": _ALL,
    "archive.officeholding": _ALL,
    "archive.oldaddress": "view",
    "archive.merge": "view",
    "archive.identitydecision": "view",
    "archive.removal": "view",
    "archive.bulkchange": "view add change",
    "archive.restriction": "view",
    "archive.redaction": "view",
    "archive.job": "view",
    "archive.documentwarning": "view change",
    "archive.dismissedrule": "view add delete",
    "archive.errorreport": "view change",
    "archive.note": "view add change",
    "archive.erratum": _ALL,
}
_ADMINISTRATOR = {
    **_ARCHIVIST,
    "archive.importrun": "view add change",
    "archive.job": "view change",
    "archive.oldaddress": "view add change",
    "auth.user": "view add change",
    "auth.group": "view",
    "axes.accessattempt": "view delete",
    "axes.accesslog": "view",
}
PERMISSIONS: dict[str, dict[str, str]] = {CLERK: _CLERK, ARCHIVIST: _ARCHIVIST, ADMINISTRATOR: _ADMINISTRATOR}


def grant_roles(**signal: Any) -> None:
    """Create missing groups, and give each group the permissions of the table; permissions added by hand stay."""
    from django.contrib.auth.models import Group, Permission
    from django.db.models import Q

    using = signal.get("using", "default")
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.using(using)
        .filter(Q(content_type__app_label__in=["archive", "auth", "axes"]))
        .select_related("content_type")
    }
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role)
        wanted = [known[key] for key in _codenames(role) if key in known]
        group.permissions.add(*wanted)


def _codenames(role: str) -> list[tuple[str, str]]:
    found = []
    for name, actions in PERMISSIONS[role].items():
        app, model = name.split(".")
        for action in actions.split():
            found.append((app, action if "_" in action else f"{action}_{model}"))
    return found
