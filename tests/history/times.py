"""Time that passes within a test's one transaction."""

from datetime import timedelta

import pgtrigger
from django.db import connection


def at_times(*, days_ago):
    """The ledger and events of all that was done so far, moved into the past.

    In one transaction `now()` stands still: what is done before and after would be one act.
    """
    shift = timedelta(days=days_ago)
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_change SET at = at - %s", [shift])
        for table in ("project", "asset", "fundingline", "attachment"):
            cursor.execute(
                f"UPDATE registry_{table}event SET pgh_created_at = pgh_created_at - %s", [shift]
            )
        for table in ("project", "projectevent"):
            cursor.execute(f"UPDATE registry_{table} SET created_at = created_at - %s", [shift])
