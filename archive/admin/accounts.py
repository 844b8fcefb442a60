"""Accounts: administrators manage them, but only a superuser can make or change a superuser."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

from archive.admin.base import NoDeletion

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(NoDeletion, UserAdmin):
    """The accounts of staff. An account is made inactive and never deleted, so that histories keep their names."""

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Return the fields that are only shown: roles are groups, and only superusers can grant anything else."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser", "user_permissions")
