from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_tallies")]

    operations = [
        migrations.AddIndex(
            model_name="stagechange",
            index=models.Index(
                fields=["project", "-effective_on", "-id"],
                include=("stage", "standing"),
                name="stage_change_in_force",
            ),
        ),
    ]
