"""Names of batches and texts of rules are compared among what their writer may see.

A constraint told of the others: who gave a new one the name of a hidden one was refused.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0036_plans_carried_over")]

    operations = [
        migrations.AlterField(
            model_name="declarationbatch",
            name="name",
            field=models.CharField(max_length=60, verbose_name="批次名称"),
        ),
        migrations.AlterField(
            model_name="fundingrule",
            name="text",
            field=models.CharField(
                help_text="填报人看到的就是这句话", max_length=200, verbose_name="规则"
            ),
        ),
    ]
