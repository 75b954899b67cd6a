"""The audit log: what is told in it, and that nothing told is changed."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry import audit
from registry.choices import AuditAction, AuditResult, MoveCode
from registry.models import AuditRecord
from registry.views import strangers
from registry.workflow import advance
from tests.factories import ProjectFactory, declarable

pytestmark = pytest.mark.django_db
REFUSED = (InternalError, ProgrammingError)
PASSWORD = "Zhengque-Mima-2026"


def told():
    return list(AuditRecord.objects.order_by("id").values_list("action", "username", "subject"))


def test_signing_in_and_out_is_told_with_the_address(client, reporter):
    reporter.set_password(PASSWORD)
    reporter.save()
    sent = {"username": reporter.username, "password": PASSWORD}

    client.post(reverse("login"), sent, REMOTE_ADDR="10.1.2.3")
    client.post(reverse("logout"))

    assert [action for action, *_ in told()] == ["signed-in", "signed-out"]
    first = AuditRecord.objects.earliest("id")
    assert (first.user, first.username, first.address) == (
        *(reporter, reporter.username),
        "10.1.2.3",
    )


def test_what_a_verb_tells_bears_the_address_of_the_request_too(login, reporter):
    project = declarable(district_id="510402")
    order = {
        "project": project.number,
        "seen": f"{project.pk}:0",
        "move": MoveCode.SUBMIT,
        "effective_on": timezone.localdate(),
    }

    login(reporter).post(reverse("registry:batch_moves"), order, REMOTE_ADDR="10.1.2.3")

    moved = AuditRecord.objects.get(action=AuditAction.MOVED)
    assert (moved.username, moved.address) == (reporter.username, "10.1.2.3")


def test_what_no_request_asked_for_bears_no_address(reporter):
    assert audit.write(AuditAction.MOVED, user=reporter, subject="RA-000001").address is None


def test_a_failed_sign_in_names_an_account_but_no_password_typed_in_its_place(client, reporter):
    client.post(reverse("login"), {"username": reporter.username, "password": "x"})
    client.post(reverse("login"), {"username": "Zhengque-Mima-2026", "password": "x"})

    assert told() == [
        ("sign-in-failed", "", reporter.username),
        ("sign-in-failed", "", "没有这个账号"),
    ]
    assert set(AuditRecord.objects.values_list("result", flat=True)) == {AuditResult.FAILED}


def test_who_may_not_is_told_and_who_may_is_not(login, reporter, leader):
    project = ProjectFactory(district_id="510402")
    url = reverse("registry:project_edit", args=(project.number,))

    login(reporter).get(url)
    login(leader).get(url)

    assert told() == [("refused", leader.username, url)]


def test_a_refusal_of_the_interface_is_told(login, leader):
    project = ProjectFactory(district_id="510402")
    url = f"/api/projects/{project.number}/changes"

    response = login(leader).post(url, {"changes": []}, content_type="application/json")

    assert response.status_code == 403
    assert told() == [("refused", leader.username, url)]


@pytest.fixture
def unknown():
    """A browser that nobody has signed in with, and that sends forms it was never given."""
    return Client(enforce_csrf_checks=True)


def test_a_stranger_writes_no_words_of_his_into_the_log(unknown):
    unknown.post("/projects/RA-666666/edit/?q=words", {"name": "words"})
    unknown.generic("WORDS", reverse("login"))

    assert told() == [
        ("refused", "", "/projects/<number:number>/edit/"),
        ("refused", "", "/accounts/login/"),
    ]
    methods = AuditRecord.objects.order_by("id").values_list("detail__method", flat=True)
    assert list(methods) == ["POST", "OTHER"]


def test_a_stranger_fills_no_log(unknown, monkeypatch):
    def knock(address="10.0.0.1", door="login"):
        unknown.post(reverse(door), REMOTE_ADDR=address)
        return AuditRecord.objects.count()

    assert [knock() for _ in range(3)] == [1, 1, 1]
    assert knock("10.0.0.2") == 2
    assert knock(door="logout") == 3
    assert knock() == 3
    monkeypatch.setattr(strangers, "EVERY", timedelta(0))
    assert knock() == 4


def test_of_two_at_the_same_moment_one_is_told(unknown, monkeypatch):
    monkeypatch.setattr(strangers, "is_ours_to_tell", lambda what: False)
    assert unknown.post(reverse("login")).status_code == 403
    assert told() == []


def test_every_refusal_of_somebody_known_is_told(login, leader):
    url = reverse("registry:log")
    for _ in range(2):
        login(leader).get(url)
    assert told() == [("refused", leader.username, url)] * 2


def test_an_address_with_a_nul_is_told_too(rf, reporter):
    request = rf.get("/")
    request.user = reporter

    record = audit.write(AuditAction.REFUSED, request=request, subject="/a\x00b" * 100)

    assert "\x00" not in record.subject
    assert len(record.subject) == 200


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(rf, settings):
    settings.BEHIND_HTTPS = True
    request = rf.get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.9.8.7", REMOTE_ADDR="127.0.0.1")

    assert audit.address_of(request) == "10.9.8.7"


def test_an_address_that_is_none_is_left_out(rf):
    assert audit.address_of(rf.get("/", REMOTE_ADDR="unix:")) is None


def test_a_move_is_told_with_its_codes_alone(reporter):
    project = declarable()

    advance(project, MoveCode.SUBMIT, by=reporter, note="机密的说明")

    record = AuditRecord.objects.get()
    assert (record.subject, record.detail) == (project.number, {"move": "submit", "to": "declared"})


def test_the_log_keeps_the_name_of_an_account_that_is_gone(reporter):
    audit.write(AuditAction.SIGNED_IN, user=reporter)
    name, key = reporter.username, reporter.pk

    get_user_model().objects.get(pk=key).delete()

    record = AuditRecord.objects.get()
    assert (record.username, record.user_id) == (name, key)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE registry_auditrecord SET subject = 'nobody'",
        "UPDATE registry_auditrecord SET digest = 'x', subject = 'nobody'",
        "DELETE FROM registry_auditrecord",
        "INSERT INTO registry_auditrecord (recorded_at, action, result, username, subject, detail,"
        " digest) VALUES (now(), 'refused', 'refused', '', '', '{}', 'made up')",
    ],
)
def test_the_database_refuses_to_change_the_log(sql):
    audit.write(AuditAction.SIGNED_IN)

    with pytest.raises(REFUSED, match="审计日志不能修改或删除"), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_database_refuses_to_empty_the_log_unless_it_is_for_tests():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL registry.is_for_tests = 'off'")
        with pytest.raises(REFUSED, match="审计日志不能修改或删除"):
            cursor.execute("TRUNCATE registry_auditrecord CASCADE")
