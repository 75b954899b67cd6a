"""One-time codes: nothing is open after the password alone."""

from base64 import b32decode
from binascii import hexlify
from urllib.parse import parse_qs, urlsplit

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.accounts import codes, granting
from registry.choices import Role
from registry.models import AuditRecord, Membership, User
from registry.particulars import Wording
from tests.factories import UserFactory
from tests.telephone import code_of, forgive

PASSWORD = "Pan-zhihua2026"


@pytest.fixture
def clerk(reporter):
    reporter.set_password(PASSWORD)
    reporter.save()
    return reporter


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
    proof = {"proof": PASSWORD}
    assert "口令不对" in client.post("/account/codes/", {"code": "000000", **proof}).text
    for wrong in ({}, {"proof": "wrong"}):  # of a browser that was left open
        client.post("/account/codes/", {"code": code_of(device), **wrong})
    assert codes.device_of(clerk) is None
    forgive()
    told = client.post("/account/codes/", {"code": code_of(device), **proof})
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


def test_half_a_sign_in_ends_with_the_password_that_began_it(clerk, device, sysadmin):
    client, answer = first_step(clerk)
    granting.reset_password(clerk, by=sysadmin)
    assert client.get(answer.url).url == "/accounts/login/"
    assert client.post(answer.url, {"code": code_of(device)}).url == "/accounts/login/"


def test_passwords_guessed_in_a_browser_left_open_lock_the_account(login, clerk, device):
    client = login(clerk)
    client.get("/account/codes/")
    waiting = TOTPDevice.objects.get(user=clerk, confirmed=False)
    take(client, waiting, proof="guess-1")
    client.post("/account/codes/drop/", {"proof": "guess-2"})
    change = {"new_password1": "Another-2026", "new_password2": "Another-2026"}
    for guess in ("guess-3", "guess-4", "guess-5"):
        answer = client.post("/accounts/password/", {"old_password": guess, **change})
    assert answer.status_code == 429
    assert "30 分钟后再试" in answer.text
    _, answer = first_step(clerk)
    assert answer.status_code == 429
    client.post("/account/codes/drop/", {"proof": PASSWORD})
    assert "30 分钟后再试" in client.get("/account/").text
    assert codes.device_of(clerk) == device
    failed = AuditRecord.objects.filter(action="sign-in-failed", detail={"proof": True})
    assert set(failed.values_list("subject", flat=True)) == {clerk.username}
    for attempt in AccessAttempt.objects.all():
        assert not any(word in attempt.post_data for word in ("guess", "Another", PASSWORD))


def test_a_right_password_forgets_the_wrong_ones_before(login, clerk, device):
    client = login(clerk)
    for proof in (*["wrong"] * 4, PASSWORD, *["wrong"] * 4):
        client.post("/account/codes/drop/", {"proof": proof})
    assert codes.device_of(clerk) is None
    assert first_step(clerk)[1].status_code == 302


def test_next_leads_nowhere_else(clerk, device):
    client, _ = first_step(clerk)
    address = "/accounts/code/?next=https://evil.example/"
    assert client.post(address, {"code": code_of(device)}).url == "/"


def test_next_may_be_no_address_at_all(clerk, device):
    client, _ = first_step(clerk)
    answer = client.post("/accounts/code/?next=nowhere", {"code": code_of(device)})
    assert answer.url == "nowhere"


def test_codes_are_dropped_by_the_password_or_the_one_of_security(
    login, clerk, device, neighbour, secadmin
):
    client = login(clerk)
    assert 'type="password" name="proof"' in client.get("/account/").text
    client.post("/account/codes/drop/", {"proof": "wrong"})
    assert codes.device_of(clerk)
    login(neighbour).post(f"/people/{clerk.pk}/codes/drop/")
    assert codes.device_of(clerk)
    client.post("/account/codes/drop/", {"proof": PASSWORD})
    assert codes.device_of(clerk) is None
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    login(secadmin).post(f"/people/{clerk.pk}/codes/drop/")
    assert codes.device_of(clerk) is None


def test_nobody_drops_his_own_codes_by_the_page_of_people(login, secadmin, clerk):
    for user in (clerk, secadmin):
        TOTPDevice.objects.create(user=user, confirmed=True)
        login(user).post(f"/people/{user.pk}/codes/drop/")
        assert codes.device_of(user)


def take(client, waiting, **proof):
    """Set up the device that waits, by its code and the proof that it is the owner."""
    forgive()
    return client.post("/account/codes/", {"code": code_of(waiting), **proof})


@pytest.fixture
def replacing(login, clerk, device):
    """A browser that stands before the code of another telephone, and that telephone."""
    client = login(clerk)
    client.get("/account/codes/")
    return client, TOTPDevice.objects.get(user=clerk, confirmed=False)


def test_a_device_is_replaced_by_its_owners_password(replacing, clerk, device):
    client, waiting = replacing
    for proof in ({}, {"proof": ""}, {"proof": "wrong"}, {"proof": code_of(device)}):
        take(client, waiting, **proof)
        assert codes.device_of(clerk) == device
    assert "备用口令" in take(client, waiting, proof=PASSWORD).text
    assert TOTPDevice.objects.get(user=clerk) == waiting
    assert codes.device_of(clerk) == waiting


def test_who_has_no_password_proves_it_by_a_code_of_the_old_device(login, clerk, device):
    clerk.set_unusable_password()
    clerk.save()
    client = login(clerk)
    assert "原来的动态口令" in client.get("/account/codes/").text
    waiting = TOTPDevice.objects.get(user=clerk, confirmed=False)
    for proof in ("", "000000", code_of(waiting), PASSWORD):
        take(client, waiting, proof=proof)
        client.post("/account/codes/drop/", {"proof": proof})
        assert codes.device_of(clerk) == device
    take(client, waiting, proof=code_of(device))
    assert codes.device_of(clerk) == waiting
    client.post("/account/codes/drop/", {"proof": StaticToken.objects.first().token})
    assert codes.device_of(clerk) is None


def test_two_devices_that_wait_break_nothing(login, clerk):
    waiting, other = (TOTPDevice.objects.create(user=clerk, confirmed=False) for _ in range(2))
    client = login(clerk)
    assert client.get("/account/codes/").status_code == 200
    take(client, waiting, proof=PASSWORD)
    assert codes.device_of(clerk) == waiting
    assert not TOTPDevice.objects.filter(pk=other.pk).exists()


# Two acts, two people


@pytest.fixture
def both(sysadmin):
    """A small office: one person for the system and for security."""
    Membership.objects.create(user=sysadmin, organisation_id="taskforce", role=Role.SECADMIN)
    return sysadmin


def keep(client, user, act):
    """`reset/` or `codes/drop/`, and what came of it."""
    answer = client.post(f"/people/{user.pk}/{act}", follow=True)
    user.refresh_from_db()
    return answer


def test_the_one_of_the_system_drops_no_codes(login, sysadmin, clerk, device):
    client = login(sysadmin)
    page = client.get(f"/people/{clerk.pk}/").text
    assert "停用动态口令</button>" not in page
    assert "只有安全管理员可以停用他人的动态口令" in page
    assert keep(client, clerk, "codes/drop/").status_code == 403
    assert codes.device_of(clerk)
    assert AuditRecord.objects.filter(action="refused", user=sysadmin).exists()


def test_who_dropped_the_codes_gives_no_password(login, both, admin, clerk, device):
    for keeper in (both, admin):
        keep(login(keeper), clerk, "codes/drop/")
        assert codes.device_of(clerk) is None
        assert "另一位管理员" in keep(login(keeper), clerk, "reset/").text
        assert clerk.check_password(PASSWORD)
        codes.confirm(clerk, code_of(codes.offered(clerk)), request=None)
    assert "初始密码" in keep(login(both), clerk, "reset/").text
    assert not clerk.check_password(PASSWORD)


def test_who_gave_the_password_drops_no_codes(login, both, admin, clerk, device):
    for keeper in (both, admin):
        keep(login(keeper), clerk, "reset/")
        assert "另一位管理员" in keep(login(keeper), clerk, "codes/drop/").text
        assert codes.device_of(clerk)
    keep(login(both), clerk, "codes/drop/")
    assert codes.device_of(clerk) is None


def test_who_opened_an_account_knows_its_password(login, both):
    client = login(both)
    client.post("/people/new/", {"username": "wang-fang", "display_name": "王芳", "email": ""})
    person = User.objects.get(username="wang-fang")
    TOTPDevice.objects.create(user=person, confirmed=True)
    keep(client, person, "codes/drop/")
    assert codes.device_of(person)
    User.objects.filter(pk=person.pk).update(must_change_password=False)
    keep(client, person, "codes/drop/")
    assert codes.device_of(person) is None


def test_the_server_gives_a_code_where_there_is_no_second_administrator(clerk, device, capsys):
    call_command("addstatictoken", clerk.username)
    record = AuditRecord.objects.latest("pk")
    assert (record.subject, record.user) == (clerk.username, None)
    assert list(Wording().particulars(record)) == [("", "给一个备用口令")]
    client, answer = first_step(clerk)
    assert client.post(answer.url, {"code": capsys.readouterr().out}).url == "/projects/"


def test_two_administrators_help_who_has_lost_both(login, sysadmin, secadmin, clerk, device):
    keep(login(secadmin), clerk, "codes/drop/")
    assert "初始密码" in keep(login(sysadmin), clerk, "reset/").text
    assert clerk.must_change_password
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


def test_an_administrators_codes_leave_a_given_password_worthless(login, sysadmin, secadmin, admin):
    """His password and his codes are two people's, and no second one is talked into his part."""
    auditor = UserFactory(organisation="taskforce", role=Role.AUDITOR)
    TOTPDevice.objects.create(user=auditor, confirmed=True)
    assert "初始密码" in keep(login(sysadmin), auditor, "reset/").text
    assert "changepassword" in keep(login(secadmin), auditor, "codes/drop/").text
    assert codes.device_of(auditor)
    keep(login(admin), auditor, "codes/drop/")
    assert codes.device_of(auditor) is None
    assert "只有超级用户" in keep(login(sysadmin), auditor, "reset/").text
