"""The roles of the desk as groups; ``archive.workflow.roles`` grants their permissions after every migration."""

from django.conf import settings
from django.db import migrations


def make_groups(apps, schema_editor):
    for role in ("clerk", "archivist", "administrator"):
        apps.get_model("auth", "Group").objects.get_or_create(name=role)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("archive", "0003_vocabulary_edition"),
    ]
    # A database that has this needs nothing more.
    replaces = [("archive", "0004_roles")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
