"""People of the desk."""

from django.contrib.auth.models import Group, User


def make_user(name: str, role: str = "", **values) -> User:
    """Create a member of staff in the group of a role."""
    # Without a password, because hashing one takes long: tests use ``force_login``, or set one.
    user = User.objects.create_user(name, is_staff=True, **values)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
