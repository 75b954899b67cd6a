from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0048_versions_survive_a_dump"),
    ]

    operations = [
        migrations.AddField(
            model_name="exportrecord",
            name="places",
            field=models.JSONField(editable=False, null=True, verbose_name="所含项目的位置"),
        ),
    ]
