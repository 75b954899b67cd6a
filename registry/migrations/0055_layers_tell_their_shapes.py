"""A reference layer knows which shapes it has, for its sign in the legend, and whether its system
was deduced; of those read so far the latter is not known.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
    UPDATE registry_referencelayer layer SET dimensions = ARRAY(
        SELECT DISTINCT ST_Dimension(part.geom)
        FROM registry_referenceshape shape, ST_Dump(shape.location) part
        WHERE shape.layer_id = layer.id ORDER BY 1
    )
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0054_districts_come_along_light")]

    operations = [
        migrations.AddField(
            model_name="referencelayer",
            name="is_deduced",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="坐标系由坐标推断"
            ),
        ),
        migrations.AddField(
            model_name="referencelayer",
            name="dimensions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=list,
                editable=False,
                help_text="0 点，1 线，2 面",
                size=None,
                verbose_name="图形种类",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
