"""People of the desk, one of each role."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User

from archive.workflow.roles import ADMINISTRATOR, ARCHIVIST, CLERK


def make_user(name: str, role: str = "", **values) -> User:
    """A member of staff in a role's group."""
    # Without a password, which takes long to hash: tests log in by force, or set one.
    user = User.objects.create_user(name, is_staff=True, **values)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def clerk(db):
    return make_user("clerk", CLERK)


@pytest.fixture
def other_clerk(db):
    return make_user("other clerk", CLERK)


@pytest.fixture
def archivist(db):
    return make_user("archivist", ARCHIVIST)


@pytest.fixture
def administrator(db):
    return make_user("administrator", ADMINISTRATOR)
