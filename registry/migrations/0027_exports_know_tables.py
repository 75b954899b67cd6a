"""A table taken out remembers its columns; a paper finds its classification by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0026_review_comments"),
    ]

    operations = [
        migrations.AddField(
            model_name="exportrecord",
            name="columns",
            field=models.JSONField(editable=False, null=True, verbose_name="表格的列"),
        ),
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(fields=["classification"], name="asset_classification"),
        ),
    ]
