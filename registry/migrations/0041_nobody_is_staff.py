"""There is no Django admin any more: whom it let in and what it noted of them go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0040_lighter_totals_and_lengths")]

    operations = [
        migrations.RemoveField("user", "is_staff"),
        migrations.RunSQL("DROP TABLE IF EXISTS django_admin_log", migrations.RunSQL.noop),
    ]
