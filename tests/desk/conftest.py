"""People of the desk, one of each role."""

from __future__ import annotations

import pytest

from archive.workflow.roles import ADMINISTRATOR, ARCHIVIST, CLERK
from tests.support.browsing import PASSWORD
from tests.support.people import make_user


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


@pytest.fixture
def passwords(request):
    """Passwords for those who log in in this test."""
    for name in {"administrator", "archivist", "clerk"} & set(request.fixturenames):
        user = request.getfixturevalue(name)
        user.set_password(PASSWORD)
        user.save()
