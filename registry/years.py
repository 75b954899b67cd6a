"""The years that a record may be of: what lies outside is a slip of the pen."""

from datetime import date

from django.utils import timezone

FIRST_YEAR, LAST_YEAR = 1950, 2059
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
SPAN = f"{FIRST_YEAR} 年至 {LAST_YEAR} 年"
#: How a form, a rule and the database say it.
FAR_OFF = f"日期应在 {SPAN}之间，请检查年份。"
FUTURE = "日期不能晚于今天。"


def is_sensible(day):
    return FIRST_DAY <= day <= LAST_DAY


def lies_ahead(day):
    """Of what has happened no day does; none said does not either."""
    return day is not None and day > timezone.localdate()
