"""Narrow questions find the projects near a tile or a region by their extent."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0033_batches_are_not_changed_by_judging"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="projecttotal",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["extent"], name="project_extent"
            ),
        ),
    ]
