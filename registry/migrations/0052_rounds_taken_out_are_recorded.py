"""An export may be of a round: it stands among all others, and can be taken out anew."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0051_codes_say_what_is_wrong"),
    ]

    operations = [
        migrations.AddField(
            model_name="exportrecord",
            name="round",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.round",
                verbose_name="调度",
            ),
        ),
    ]
