"""The archive as a Django application, and its desk."""

from django.apps import AppConfig, apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.db.models.signals import post_migrate

from archive.sql.statistics import refresh_statistics


class ArchiveConfig(AppConfig):
    """Chancery's one application."""

    name = "archive"
    verbose_name = "Archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Roles follow the models: their permissions exist only after a migration. So do search entries."""
        # Once, after the last application's permissions were made.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(_grant_roles, sender=last, dispatch_uid="archive.workflow.roles")
        post_migrate.connect(_keep_triggers, sender=last, dispatch_uid="archive.store.changes")
        post_migrate.connect(_place_papers, sender=last, dispatch_uid="archive.store.holdings")
        post_migrate.connect(_update_search, sender=last, dispatch_uid="archive.search")
        post_migrate.connect(_refresh_statistics, sender=last, dispatch_uid="archive.sql.statistics")


def _grant_roles(**signal):
    from archive.workflow.roles import grant_roles

    grant_roles(**signal)


def _keep_triggers(**signal):
    from archive.store import changes

    changes.keep_triggers()


def _place_papers(**signal):
    from django.db import connection

    from archive import store
    from archive.models import DocumentHolding

    # Those of an archive that an earlier program made; one that is brought to an earlier state has no holdings yet.
    if DocumentHolding._meta.db_table in connection.introspection.table_names():
        store.place_all(unplaced=True)


def _update_search(plan=(), verbosity=0, **signal):
    from archive import search

    def progress(done, total):
        print(f"\r  Search entries made again: {done:,} of {total:,}", end="\n" if done == total else "", flush=True)

    if not any(backwards for _, backwards in plan):
        search.update(progress if verbosity else None)


def _refresh_statistics(plan=(), **signal):
    # SQLite makes a table anew to change it, and forgets what it knew of its indexes.
    if plan:
        refresh_statistics()


class DeskConfig(SimpleAdminConfig):
    """Django's admin with the archive's own site. Its pages are loaded with the addresses: commands rarely need them."""

    default_site = "archive.desk.site.DeskSite"
