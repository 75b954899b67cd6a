"""Two people at the same moment: one tells, the other closes; nothing is lost in between."""

from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from registry.models import Round, RoundReport
from registry.rounds.running import close
from tests.factories import RoundReportFactory, UserFactory

pytestmark = pytest.mark.usefixtures("committed_db")
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def in_thread(work):
    """Starts `work` on a connection of its own; what it raised is in the list."""
    raised = []

    def run():
        try:
            work()
        except IntegrityError as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, raised


def test_closing_waits_for_who_is_just_telling():
    report, person = RoundReportFactory(), UserFactory()
    with transaction.atomic():
        RoundReport.objects.filter(pk=report.pk).update(text="正在填")
        closing, raised = in_thread(lambda: close(report.round, by=person))
        wait_for_a_lock()
        assert closing.is_alive()
    closing.join(10)
    report.refresh_from_db()
    assert (Round.objects.get().is_closed, report.text) == (True, "正在填")
    assert not raised


def test_who_tells_while_it_is_being_closed_is_refused():
    report, person = RoundReportFactory(), UserFactory()
    may_go = Event()

    def tell():
        may_go.set()
        RoundReport.objects.filter(pk=report.pk).update(text="太晚")

    with transaction.atomic():
        close(report.round, by=person)
        telling, raised = in_thread(tell)
        may_go.wait(10)
        wait_for_a_lock()
    telling.join(10)
    report.refresh_from_db()
    assert report.text == ""
    assert "已经关闭" in str(raised[0])


def wait_for_a_lock():
    """Until another connection waits for what this one holds."""
    for _ in range(10_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")
