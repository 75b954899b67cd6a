"""Two people at the same moment: one tells, the other closes; nothing is lost in between."""

from threading import Event

import pytest
from django.db import transaction

from registry.forms.rounds import ReportForm
from registry.models import Attachment, Round, RoundReport
from registry.rounds.running import close, withdraw
from tests.factories import RoundReportFactory, UserFactory
from tests.meanwhile import in_thread, wait_for_a_lock
from tests.rounds.test_rounds import told

pytestmark = pytest.mark.usefixtures("committed_db")


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


def test_who_tells_while_it_is_being_withdrawn_is_refused_and_neither_waits_for_ever():
    report, person = RoundReportFactory(), UserFactory()
    found = RoundReport.objects.with_ledger().get()
    form = ReportForm(told(report), report=found, user=person, offered=Attachment.objects.none())
    with transaction.atomic():
        Round.objects.select_for_update().get()
        telling, raised = in_thread(form.submit)
        wait_for_a_lock()
        withdraw(report.round, by=person)
    telling.join(10)
    assert not raised
    assert "已经关闭或撤回" in str(form.errors)
    assert not RoundReport.objects.exists()
