"""A map's place also says the order of the list, the base map and the reference layers."""

import re

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0055_layers_tell_their_shapes")]

    operations = [
        migrations.AlterField(
            model_name="savedview",
            name="place",
            field=models.CharField(
                blank=True,
                max_length=500,
                validators=[
                    django.core.validators.RegexValidator(
                        r"^#\d{1,2}(\.\d{1,2})?/-?\d{1,3}(\.\d{1,5})?/-?\d{1,3}(\.\d{1,5})?"
                        r"(/[\w-]{1,20}){0,2}"
                        r"(/base=[a-z0-9-]{1,20})?(/over=\d+(,\d+)*)?(/sort=-?[a-z_]{1,30})?\Z",
                        "地图位置不对。",
                        flags=re.ASCII,
                    )
                ],
                verbose_name="地图位置",
            ),
        ),
    ]
