"""The missions that the words of offices say they are of: a migration of its own, as PostgreSQL changes no table with writes to be checked."""

from django.db import migrations

from archive.identity import read_post
from archive.models.slugs import free_slugs, name_slug

_BATCH = 500


def propose(apps, schema_editor):
    """Propose the missions of the offices there are, except where an archivist has decided about the office."""
    offices, missions = apps.get_model("archive", "Office"), apps.get_model("archive", "Mission")
    known = {row.key: row for row in missions.objects.filter(merged_into=None)}
    batch = []
    for office in offices.objects.filter(mission=None, merged_into=None, status="proposed").order_by("pk").iterator():
        post = read_post(office.name)
        if post is None:
            continue
        if post.key not in known:
            (slug,) = free_slugs([name_slug(post.name, "mission")], missions.objects)
            known[post.key] = missions.objects.create(key=post.key, name=post.name, slug=slug, rank=post.rank)
        office.mission = known[post.key]
        batch.append(office)
        if len(batch) == _BATCH:
            offices.objects.bulk_update(batch, ["mission"])
            batch = []
    offices.objects.bulk_update(batch, ["mission"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0024_names_of_offices")]

    operations = [migrations.RunPython(propose, migrations.RunPython.noop)]
