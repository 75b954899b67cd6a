"""Sectors whose works wear the same sign are told apart by eyes that miss a colour, too."""

from django.db import migrations

#: Sector, colour before, colour from now on. What an office chose for itself stays.
COLOURS = (
    ("B01", "#aa4466", "#a84263"),
    ("B03", "#6b8e23", "#6e8e1f"),
    ("B04", "#ee7733", "#ff834b"),
    ("B05", "#aa3399", "#e35ed3"),
    ("B06", "#bb2222", "#910000"),
    ("C02", "#228833", "#4c6b00"),
)


def recolour(apps, schema_editor):
    for code, before, after in COLOURS:
        repaint(apps, code, before, after)


def recolour_back(apps, schema_editor):
    for code, before, after in COLOURS:
        repaint(apps, code, after, before)


def repaint(apps, code, before, after):
    apps.get_model("registry", "Sector").objects.filter(code=code, color=before).update(color=after)


class Migration(migrations.Migration):
    dependencies = [("registry", "0037_rules_of_one_name")]
    operations = [migrations.RunPython(recolour, recolour_back)]
