"""Exports of the register's table are told by what they hold, also those made before this was kept."""

from django.db import migrations

ALL = ["number", "name", "sector", "district", "stage", "investment", "length", "updated"]


def mark_tables(apps, schema_editor):
    records = apps.get_model("registry", "ExportRecord").objects
    records.filter(wording__startswith="项目表。", columns=None).update(columns=ALL)


class Migration(migrations.Migration):
    dependencies = [("registry", "0027_exports_know_tables")]
    operations = [migrations.RunPython(mark_tables, migrations.RunPython.noop)]
