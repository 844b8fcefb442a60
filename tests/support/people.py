"""People of the desk."""

from django.contrib.auth.models import Group, User


def make_user(name: str, role: str = "", **values) -> User:
    """A member of staff in a role's group."""
    # Without a password, which takes long to hash: tests log in by force, or set one.
    user = User.objects.create_user(name, is_staff=True, **values)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user
