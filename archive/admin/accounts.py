"""Accounts: administrators manage them, but only a superuser can make or change a superuser."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from archive.admin.base import NoDeletion
from archive.desk.new_password import link_for

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(NoDeletion, UserAdmin):
    """The accounts of staff. An account is made inactive and never deleted, so that histories keep their names."""

    list_display = ("username", "roles", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_superuser")
    list_per_page = 50
    filter_horizontal = ()
    change_form_template = "admin/account_form.html"

    def get_urls(self):
        view = self.admin_site.admin_view
        link = path("<int:pk>/password-link/", view(self.password_link), name="auth_user_password_link")
        return [link, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        """Return the field of a form: the roles are few, and each has a box to tick."""
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description="roles")
    def roles(self, user):
        """Return the names of the account's roles."""
        names = [group.name for group in user.groups.all()]
        return ", ".join(["superuser", *names] if user.is_superuser else names) or None

    @method_decorator(never_cache)
    def password_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link by which somebody who has forgotten their password chooses a new one, and show it once."""
        account = get_object_or_404(User, pk=pk, is_active=True)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        link = link_for(account, request) if request.method == "POST" else ""
        context = {**self.admin_site.each_context(request), "title": "Link for a new password", "opts": self.opts}
        return TemplateResponse(request, "admin/password_link.html", {**context, "account": account, "link": link})

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """Return the fields that are only shown: roles are groups, and only superusers can grant anything else."""
        fields = (*super().get_readonly_fields(request, obj), "last_login", "date_joined")
        return fields if request.user.is_superuser else (*fields, "is_superuser", "user_permissions")
