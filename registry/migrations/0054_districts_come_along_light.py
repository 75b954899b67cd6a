"""A district that a row leads to is read by the manager that leaves its shapes behind."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0053_closed_rounds_leave_out_the_bin")]

    operations = [
        migrations.AlterModelOptions(
            name="district",
            options={
                "base_manager_name": "objects",
                "ordering": ("order", "code"),
                "verbose_name": "地区",
                "verbose_name_plural": "地区",
            },
        ),
    ]
