from django.db import migrations, models

import registry.models.projects

CODE = models.CharField(
    blank=True,
    help_text="全国投资项目在线审批监管平台代码，尚未取得可不填",
    max_length=24,
    validators=[registry.models.projects.platform_code],
    verbose_name="项目代码",
)


class Migration(migrations.Migration):
    """Only how a code is looked at: the columns stay as they are."""

    dependencies = [
        ("registry", "0050_years_said_in_full"),
    ]

    operations = [
        migrations.AlterField(model_name=name, name="platform_code", field=CODE.clone())
        for name in ("project", "projectevent")
    ]
