"""Words are also looked for in the name of who leads: the index of words knows whom to ask."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0057_initials_of_more_words"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="project",
            name="project_counted",
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(
                condition=models.Q(
                    ("deleted_at__isnull", True),
                    models.Q(("standing__in", ("withdrawn", "terminated")), _negated=True),
                ),
                fields=["id"],
                include=(
                    "district",
                    "sector",
                    "stage",
                    "investment_wan",
                    "name",
                    "place",
                    "owner",
                    "lead",
                    "planned_start",
                    "planned_finish",
                    "actual_start",
                    "actual_finish",
                ),
                name="project_counted",
            ),
        ),
    ]
