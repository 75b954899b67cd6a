"""One-time codes: nothing is open after the password alone."""

from base64 import b32decode
from binascii import hexlify
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.accounts import codes
from registry.choices import Role
from registry.models import AuditRecord
from tests.factories import UserFactory

PASSWORD = "Pan-zhihua2026"


@pytest.fixture
def clerk(reporter):
    reporter.set_password(PASSWORD)
    reporter.save()
    return reporter


def code_of(device, steps=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time += steps * device.step
    return f"{totp.token():06}"


@pytest.fixture
def device(clerk):
    return TOTPDevice.objects.create(user=clerk, confirmed=True)


def first_step(clerk, onward="/projects/"):
    client = Client()
    sent = {"username": clerk.username, "password": PASSWORD}
    return client, client.post(f"/accounts/login/?next={onward}", sent)


def test_set_up_by_the_first_code_and_told_the_recovery_codes_once(login, clerk):
    client = login(clerk)
    page = client.get("/account/codes/")
    address = TOTPDevice.objects.get(user=clerk, confirmed=False).config_url
    assert address.replace("&", "&amp;") in page.text
    secret = parse_qs(urlsplit(address).query)["secret"][0]
    device = TOTPDevice.objects.get(user=clerk)
    assert hexlify(b32decode(secret)).decode() == device.key
    assert "口令不对" in client.post("/account/codes/", {"code": "000000"}).text
    assert codes.device_of(clerk) is None
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    told = client.post("/account/codes/", {"code": code_of(device)})
    assert told["Cache-Control"] == "no-store"
    assert codes.device_of(clerk) == device
    spare = list(StaticToken.objects.values_list("token", flat=True))
    assert len(spare) == 10
    assert all(code in told.text for code in spare)


def test_the_password_alone_opens_nothing(clerk, device):
    client, answer = first_step(clerk)
    assert answer.url == "/accounts/code/?next=%2Fprojects%2F"
    assert client.get("/projects/").status_code == 302
    assert client.get("/summary.json").status_code == 401
    assert not AuditRecord.objects.filter(action="signed-in").exists()
    answer = client.post(answer.url, {"code": code_of(device)})
    assert answer.url == "/projects/"
    assert client.get("/projects/").status_code == 200
    assert AuditRecord.objects.filter(action="signed-in").count() == 1


def test_a_code_is_good_once(clerk, device):
    code = code_of(device)
    client, answer = first_step(clerk)
    assert client.post(answer.url, {"code": code}).status_code == 302
    client, answer = first_step(clerk)
    assert "口令不对或已用过" in client.post(answer.url, {"code": code}).text


def test_a_recovery_code_is_used_up(clerk, device):
    spare = codes.StaticDevice.objects.create(user=clerk)
    StaticToken.objects.create(device=spare, token="abcd2345")
    client, answer = first_step(clerk)
    assert client.post(answer.url, {"code": " ABCD 2345 "}).status_code == 302
    client, answer = first_step(clerk)
    assert client.post(answer.url, {"code": "abcd2345"}).status_code == 200


def test_guessing_is_slowed_down(clerk, device):
    client, answer = first_step(clerk)
    for guess in range(4):
        client.post(answer.url, {"code": f"00000{guess}"})
    assert client.post(answer.url, {"code": code_of(device)}).status_code == 200
    failed = AuditRecord.objects.filter(action="sign-in-failed", subject=clerk.username)
    assert failed.count() == 5


def test_the_second_step_waits_five_minutes_and_for_nobody_else(clerk, device):
    assert Client().get("/accounts/code/").url == "/accounts/login/"
    client, answer = first_step(clerk)
    session = client.session
    session["half_signed_in"]["at"] -= 301
    session["half_signed_in"] = session["half_signed_in"]
    session.save()
    assert client.post(answer.url, {"code": code_of(device)}).url == "/accounts/login/"


def test_next_leads_nowhere_else(clerk, device):
    client, _ = first_step(clerk)
    address = "/accounts/code/?next=https://evil.example/"
    assert client.post(address, {"code": code_of(device)}).url == "/"


def test_codes_are_dropped_by_the_password_or_the_administrator(login, clerk, device, neighbour):
    client = login(clerk)
    client.post("/account/codes/drop/", {"password": "wrong"})
    assert codes.device_of(clerk)
    login(neighbour).post(f"/people/{clerk.pk}/codes/drop/")
    assert codes.device_of(clerk)
    client.post("/account/codes/drop/", {"password": PASSWORD})
    assert codes.device_of(clerk) is None
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    sysadmin = UserFactory(organisation="taskforce", role=Role.SYSADMIN)
    login(sysadmin).post(f"/people/{clerk.pk}/codes/drop/")
    assert codes.device_of(clerk) is None


def test_a_role_that_demands_codes_opens_nothing_but_their_page(login, clerk, leader, settings):
    settings.CODE_ROLES = ["reporter"]
    client = login(clerk)
    assert client.get("/projects/").url == "/account/codes/"
    assert client.get("/summary.json").json() == {"error": "请先启用动态口令。"}
    assert client.get("/account/codes/").status_code == 200
    assert login(leader).get("/projects/").status_code == 200
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    assert client.get("/projects/").status_code == 200


def test_the_admin_has_no_door_of_its_own(login, clerk, device, stranger):
    client = Client()
    sent = {"username": clerk.username, "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/?next=/admin/", sent).url == "/accounts/login/?next=/admin/"
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session
    answer = login(stranger).get("/admin/", follow=True)
    assert answer.status_code == 403
    assert login(stranger).get("/admin/password_change/").url == "/accounts/password/"
