import datetime

from django.db import migrations, models
from django.db.models import Q

FIRST_DAY, LAST_DAY = datetime.date(1950, 1, 1), datetime.date(2059, 12, 31)


class Migration(migrations.Migration):
    """What is said, and how a condition is written: what the database refuses stays the same."""

    dependencies = [
        ("registry", "0049_exports_know_their_places"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="asset",
            name="year_laid_sensible",
            constraint=models.CheckConstraint(
                condition=Q(year_laid__isnull=True) | Q(year_laid__gte=1950, year_laid__lte=2059),
                name="year_laid_sensible",
                violation_error_message="年份应在 1950 年至 2059 年之间，请检查。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="declarationbatch",
            name="batch_dates_within_years",
            constraint=models.CheckConstraint(
                condition=(
                    Q(opens_on__isnull=True) | Q(opens_on__gte=FIRST_DAY, opens_on__lte=LAST_DAY)
                )
                & (
                    Q(closes_on__isnull=True) | Q(closes_on__gte=FIRST_DAY, closes_on__lte=LAST_DAY)
                ),
                name="batch_dates_within_years",
                violation_error_message="日期应在 1950 年至 2059 年之间，请检查年份。",
            ),
        ),
    ]
