"""The lift rules as an example, unpublished: whoever keeps the rules copies or drops them."""

import json
from pathlib import Path

from django.db import migrations

RULES = Path(__file__).parent.parent / "data/lift-rules.json"


def add_example(apps, schema_editor):
    told = json.loads(RULES.read_text(encoding="utf-8"))
    batch = apps.get_model("registry", "DeclarationBatch").objects.create(
        name=told["name"], note=told["note"], is_example=True
    )
    batch.sectors.set(told["sectors"])
    rule = apps.get_model("registry", "DeclarationRule")
    for i, each in enumerate(told["rules"], 1):
        source = {"source": "外地公开转载的申报条件", "evidence": "hearsay"}
        rule.objects.create(batch=batch, order=10 * i, **source, **each)


def drop_example(apps, schema_editor):
    apps.get_model("registry", "DeclarationBatch").objects.filter(is_example=True).delete()


class Migration(migrations.Migration):
    dependencies = [("registry", "0019_declaration_rules")]
    operations = [migrations.RunPython(add_example, drop_example)]
