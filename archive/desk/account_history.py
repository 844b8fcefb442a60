"""What was done to an account, kept in its history."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model


def note_in_account(user, what: str, *, by) -> None:
    """Note in the history of an account what somebody did to it."""
    LogEntry.objects.log_actions(by.pk, get_user_model().objects.filter(pk=user.pk), CHANGE, change_message=what)
