"""The roles of the desk as groups; what each may do follows after every migration, from ``archive.workflow.roles``."""

from django.conf import settings
from django.db import migrations


def make_groups(apps, schema_editor):
    for role in ("clerk", "archivist", "administrator"):
        apps.get_model("auth", "Group").objects.get_or_create(name=role)


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("archive", "0003_days_and_publication"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="document",
            options={
                "ordering": ["date_earliest", "pk"],
                "permissions": [
                    ("review_document", "Can review documents"),
                    ("publish_document", "Can publish documents"),
                    ("withdraw_document", "Can withdraw documents"),
                ],
            },
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
