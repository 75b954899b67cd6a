"""Two at the same moment: what the other does on a connection of its own, and that it waits."""

from threading import Thread

from django.db import DatabaseError, connection

WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def in_thread(work):
    """Starts `work` on a connection of its own; what the database refused is in the list."""
    refused = []

    def run():
        try:
            work()
        except DatabaseError as error:
            refused.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, refused


def wait_for_a_lock():
    """Until another connection waits for what this one holds."""
    for _ in range(10_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")
