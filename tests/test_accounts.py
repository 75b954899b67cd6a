"""Accounts: passwords, lock-out, idle browsers, sign-ins ended from afar, and who keeps them."""

import re
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.accounts import codes, granting, locks, sessions
from registry.accounts.passwords import Mixed, must_change
from registry.choices import Role
from registry.models import AuditRecord, Membership, SignIn, User
from registry.refusals import Refusal
from tests.factories import UserFactory

GOOD, BETTER = "Pan-zhihua2026", "Er-tan+2027"
LOGIN = "/accounts/login/"


@pytest.fixture
def clerk(reporter):
    reporter.set_password(GOOD)
    reporter.save()
    return reporter


@pytest.fixture
def separated(settings):
    settings.SEPARATED_ADMINISTRATORS = True


def sign_in(user, password=GOOD, client=None):
    client = client or Client()
    answer = client.post(LOGIN, {"username": user.username, "password": password})
    return client, answer


def later(client, seconds):
    """Let the session have been used so many seconds ago."""
    session = client.session
    session[sessions.USED_AT] -= seconds
    session.save()


# Passwords


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("Abc-1234", True),
        ("abcd-1234", True),
        ("ABCDabcd", False),
        ("12345678-", False),
        ("密码Ab1234", True),
        ("abcdefgh", False),
    ],
)
def test_a_password_mixes_three_classes(password, is_good):
    rule = Mixed(classes=3)
    if is_good:
        rule.validate(password)
    else:
        with pytest.raises(ValidationError, match="至少 3 种"):
            rule.validate(password)


def change(client, old, new):
    values = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/accounts/password/", values)


def test_a_password_is_changed_and_others_browsers_go(clerk):
    here, _ = sign_in(clerk)
    elsewhere, _ = sign_in(clerk)
    assert change(here, GOOD, BETTER).status_code == 302
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert SignIn.objects.open().count() == 1
    assert "本机" in here.get("/account/").text


def test_the_last_passwords_are_not_taken_again(clerk):
    client, _ = sign_in(clerk)
    passwords = [GOOD, *(f"{BETTER}{i}" for i in range(5))]
    for old, new in pairwise(passwords):
        assert change(client, old, new).status_code == 302
    for former in passwords[1:]:
        assert "最近用过的 5 个" in change(client, passwords[-1], former).text
    assert change(client, passwords[-1], GOOD).status_code == 302
    assert clerk.former_passwords.count() == 5


def test_a_weak_password_is_refused_in_words(clerk):
    client, _ = sign_in(clerk)
    for weak in ("short-1A", "password", clerk.username):
        answer = change(client, GOOD, weak if weak != "short-1A" else "sA-1")
        assert answer.status_code == 200
        assert "errorlist" in answer.text
    clerk.refresh_from_db()
    assert clerk.check_password(GOOD)


def test_the_first_password_opens_nothing_but_its_change(clerk):
    User.objects.filter(pk=clerk.pk).update(must_change_password=True)
    client, _ = sign_in(clerk)
    for address in ("/", "/projects/", "/account/"):
        assert client.get(address).url == "/accounts/password/"
    assert client.get("/summary.json").status_code == 403
    assert client.get("/summary.json").json() == {"error": "请先修改密码。"}
    assert "初始密码" in client.get("/accounts/password/").text
    change(client, GOOD, BETTER)
    assert client.get("/projects/").status_code == 200


def test_an_old_password_is_asked_to_be_changed(clerk, settings):
    clerk.refresh_from_db()
    assert not must_change(clerk)
    clerk.password_set_at -= timedelta(days=settings.PASSWORD_DAYS + 1)
    assert "90 天" in must_change(clerk)


def test_who_signs_in_elsewhere_has_no_password_to_change(clerk):
    clerk.set_unusable_password()
    clerk.must_change_password = True
    assert not must_change(clerk)


# The lock


def fail(username, times, client=None):
    for _ in range(times):
        answer = (client or Client()).post(LOGIN, {"username": username, "password": "wrong"})
    return answer


def test_five_failures_lock_an_account_for_everyone(clerk):
    assert fail(clerk.username, 4).status_code == 200
    assert fail(clerk.username, 1).status_code == 429
    _, answer = sign_in(clerk)
    assert answer.status_code == 429
    assert "30 分钟后再试" in answer.text
    assert not SignIn.objects.exists()


def test_who_does_not_exist_is_answered_alike(clerk):
    known, unknown = fail(clerk.username, 1), fail("nobody-here", 1)
    assert known.status_code == unknown.status_code
    strip = lambda answer, name: answer.text.replace(name, "").split("csrf")[0]  # noqa: E731
    assert strip(known, clerk.username) == strip(unknown, "nobody-here")
    known, unknown = fail(clerk.username, 4), fail("nobody-here", 4)
    assert known.status_code == unknown.status_code == 429
    assert strip(known, clerk.username) == strip(unknown, "nobody-here")


def test_width_and_case_of_the_name_open_no_second_count(clerk):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in clerk.username)
    fail(clerk.username.upper(), 2)
    fail(wide, 2)
    assert fail(clerk.username, 1).status_code == 429


def test_the_lock_opens_by_itself_and_by_the_administrator(clerk, login, sysadmin, settings):
    fail(clerk.username, 5)
    page = login(sysadmin).get(f"/people/{clerk.pk}/").text
    assert "已锁定" in page
    login(sysadmin).post(f"/people/{clerk.pk}/unlock/")
    _, answer = sign_in(clerk)
    assert answer.status_code == 302
    fail(clerk.username, 5)
    settings.AXES_COOLOFF_TIME = timedelta(seconds=0)
    _, answer = sign_in(clerk)
    assert answer.status_code == 302


def test_a_locked_account_is_seen_among_the_people(clerk, neighbour, login, sysadmin):
    client = login(sysadmin)
    assert "已锁定" not in client.get("/people/").text
    fail(clerk.username, 5)
    page = client.get("/people/")
    assert page.context["locked"] == [clerk]
    assert page.text.count("已锁定") == 1
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert "已锁定" not in client.get("/people/").text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"username": "a"},
        {"username": "a\0b", "password": "x"},
        {"username": "a", "password": "\0"},
    ],
)
def test_what_is_no_name_or_password_is_an_error_of_the_form(db, sent):
    answer = Client().post(LOGIN, sent)
    assert answer.status_code == 200
    assert "errorlist" in answer.text
    assert AuditRecord.objects.get(action="sign-in-failed").subject == "没有这个账号"


def test_a_success_forgets_the_failures_before(clerk):
    fail(clerk.username, 4)
    sign_in(clerk)
    assert fail(clerk.username, 4).status_code == 200


def test_next_leads_nowhere_else(clerk):
    answer = Client().post(
        f"{LOGIN}?next=https://evil.example/",
        {"username": clerk.username, "password": GOOD, "next": "//evil.example/"},
    )
    assert answer.url == "/"


def test_signing_in_changes_the_session_key(clerk):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(clerk, client=client)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


# Left alone


def test_a_browser_left_alone_is_signed_out(clerk, settings):
    client, _ = sign_in(clerk)
    later(client, settings.IDLE_SECONDS + 1)
    assert client.get("/summary.json").status_code == 401
    client, _ = sign_in(clerk)
    later(client, settings.IDLE_SECONDS + 1)
    answer = client.get("/projects/?sector=A03", follow=True)
    assert answer.redirect_chain[0][0] == "/accounts/login/?next=/projects/%3Fsector%3DA03"
    assert "自动退出" in answer.text
    assert not SignIn.objects.open().exists()
    assert AuditRecord.objects.filter(action="signed-out", detail={"idle": True}).count() == 2


def test_a_form_sent_too_late_leads_back_to_its_page_and_says_why(clerk):
    client, _ = sign_in(clerk)
    client.cookies.clear()
    sender = {"Referer": "http://testserver/projects/RA-000001/?assets=2"}
    answer = client.post("/projects/RA-000001/move/", headers=sender, follow=True)
    back = "/accounts/login/?next=/projects/RA-000001/%3Fassets%3D2"
    assert answer.redirect_chain == [(back, 302)]
    assert "登录已过期" in answer.text
    sender = {"Referer": "https://evil.example/"}
    assert client.post("/projects/", headers=sender).url == "/accounts/login/?next=/"


def test_who_comes_for_the_first_time_is_told_of_no_end(db):
    assert "过期" not in Client().get("/projects/", follow=True).text


def test_use_keeps_it_and_what_the_page_asks_by_itself_does_not(clerk, settings):
    client, _ = sign_in(clerk)
    later(client, settings.IDLE_SECONDS - 60)
    client.get("/summary.json", headers={"X-Unattended": "1"})
    later(client, 120)
    assert client.get("/summary.json").status_code == 401
    client, _ = sign_in(clerk)
    later(client, settings.IDLE_SECONDS - 60)
    client.post("/account/alive/")
    later(client, 120)
    assert client.get("/summary.json").status_code == 200


def test_noting_the_use_is_no_write_a_request(clerk):
    client, _ = sign_in(clerk)
    client.get("/account/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/account/")
    assert not [q for q in asked if q["sql"].startswith(("UPDATE", "INSERT"))]


# Sign-ins


def test_one_ends_ones_own_sign_ins_and_nobody_elses(clerk, neighbour):
    here, _ = sign_in(clerk)
    there, _ = sign_in(clerk)
    theirs = SignIn.objects.create(user=neighbour, session_key="k" * 32)
    assert here.post(f"/account/sign-ins/{theirs.pk}/end/").status_code == 404
    other = SignIn.objects.get(session_key=there.session.session_key)
    assert here.post(f"/account/sign-ins/{other.pk}/end/").status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert here.post(f"/account/sign-ins/{other.pk}/end/").status_code == 404


def test_browsers_are_named_and_their_own_words_kept_aside(clerk, login, sysadmin):
    own = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36"
    client, _ = sign_in(clerk, client=Client(headers={"user-agent": own}))
    for page in (client.get("/account/").text, login(sysadmin).get(f"/people/{clerk.pk}/").text):
        assert f'title="{own}">Chrome 156 · Linux</td>' in page


def test_no_key_of_a_session_stands_on_a_page(clerk):
    client, _ = sign_in(clerk)
    assert client.session.session_key not in client.get("/account/").text


def test_signing_out_ends_the_sign_in(clerk):
    client, _ = sign_in(clerk)
    client.post("/accounts/logout/")
    assert not SignIn.objects.open().exists()


# Keeping accounts


def test_an_account_is_opened_with_a_password_that_is_shown_once(login, sysadmin):
    client = login(sysadmin)
    values = {"username": "wang-fang", "display_name": "王芳", "email": ""}
    answer = client.post("/people/new/", values)
    person = User.objects.get(username="wang-fang")
    password = answer.text.split('first-password num">')[1].split("<")[0]
    assert answer["Cache-Control"] == "no-store"
    assert person.must_change_password
    assert person.check_password(password)
    assert password not in client.get(f"/people/{person.pk}/").text
    assert not person.memberships.exists()
    assert AuditRecord.objects.filter(action="account-changed", subject="wang-fang").exists()
    again = client.post("/people/new/", values)
    assert "已存在" in again.text


@pytest.mark.parametrize("typed", ["Z-SEC", "Ｚ-ＳＥＣ"])
def test_no_second_account_differs_in_case_alone(login, sysadmin, typed):
    UserFactory(username="z-sec")
    client = login(sysadmin)
    values = {"username": typed, "display_name": "王芳", "email": ""}
    assert "已有用户名“z-sec”" in client.post("/people/new/", values).text
    assert not User.objects.filter(username="Z-SEC").exists()
    older = UserFactory(username="Z-Sec")
    page = client.get(f"/people/{older.pk}/")
    renamed = {"display_name": "李强", "opened": page.context["form"]["opened"].value()}
    assert client.post(f"/people/{older.pk}/", renamed).status_code == 302


@pytest.mark.parametrize("asked", ["WANG", "Wang-F", "东区"])
def test_people_are_found_whatever_the_case(login, sysadmin, asked):
    person = UserFactory(username="wang-fang", organisation="dongqu", role=Role.REPORTER)
    page = login(sysadmin).get("/people/", {"q": asked}).context["page"]
    assert list(page) == [person]


def test_a_reset_signs_the_person_out_everywhere(login, sysadmin, clerk):
    theirs, _ = sign_in(clerk)
    login(sysadmin).post(f"/people/{clerk.pk}/reset/")
    assert theirs.get("/account/").status_code == 302
    clerk.refresh_from_db()
    assert clerk.must_change_password
    assert not clerk.check_password(GOOD)


def test_a_closed_account_is_out_at_once(login, sysadmin, clerk):
    theirs, _ = sign_in(clerk)
    login(sysadmin).post(f"/people/{clerk.pk}/active/")
    assert theirs.get("/projects/").status_code == 302
    assert sign_in(clerk)[1].status_code == 200
    login(sysadmin).post(f"/people/{clerk.pk}/active/", {"active": "yes"})
    assert sign_in(clerk)[1].status_code == 302


def test_a_superusers_account_is_another_superusers_alone(login, sysadmin, admin):
    admin.set_password(GOOD)
    admin.save()
    Membership.objects.create(user=sysadmin, organisation_id="taskforce", role=Role.SECADMIN)
    theirs, _ = sign_in(admin)
    device = TOTPDevice.objects.create(user=admin, confirmed=True)
    client, address = login(sysadmin), f"/people/{admin.pk}/"
    page = client.get(address)
    assert page.status_code == 200
    assert "超级用户的账号只有超级用户可以变更" in page.text
    renamed = {"display_name": "别人", "email": "me@example.org"}
    for act in ("", "reset/", "active/", "unlock/", "sign-out/", "codes/drop/"):
        assert client.post(address + act, renamed).status_code == 403, act
    before = (admin.password, admin.display_name, admin.email)
    admin.refresh_from_db()
    assert (admin.password, admin.display_name, admin.email) == before
    assert admin.is_active
    assert TOTPDevice.objects.filter(pk=device.pk).exists()
    assert theirs.get("/account/").status_code == 200
    other = UserFactory(is_superuser=True)
    assert login(other).post(f"{address}reset/").status_code == 200


def test_the_verbs_themselves_refuse_a_superusers_account(sysadmin, secadmin, admin):
    acts = (
        (sysadmin, granting.reset_password),
        (sysadmin, granting.sign_out),
        (sysadmin, locks.unlock),
        (sysadmin, partial(granting.set_active, is_active=False)),
        (sysadmin, partial(granting.rename, changed=["email"])),
        (secadmin, codes.drop),
    )
    for by, act in acts:
        with pytest.raises(Refusal, match="只有超级用户"):
            act(admin, by=by)


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR])
def test_no_sysadmin_becomes_another_administrator_by_a_password(login, sysadmin, admin, role):
    person = UserFactory(organisation="taskforce", role=role)
    person.set_password(GOOD)
    person.save()
    client, address = login(sysadmin), f"/people/{person.pk}/"
    page = client.get(address).text
    assert re.search(r'<button[^>]*disabled title="[^"]+"[^>]*>重设密码</button>', page)
    told = client.post(f"{address}reset/", follow=True).text
    for words in (role.label, "只有超级用户", f"manage.py changepassword {person.username}"):
        assert words in told
    person.refresh_from_db()
    assert person.check_password(GOOD)
    with pytest.raises(Refusal, match="只有超级用户"):
        granting.reset_password(person, by=sysadmin)
    assert "初始密码" in login(admin).post(f"{address}reset/").text


def test_the_server_sets_an_administrators_password(secadmin, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: GOOD)
    call_command("changepassword", secadmin.username)
    assert last_told(secadmin) == {"password": "reset"}
    assert sign_in(secadmin)[1].status_code == 302


def test_nobody_resets_his_own_password(login, sysadmin):
    sysadmin.set_password(GOOD)
    sysadmin.save()
    answer = login(sysadmin).post(f"/people/{sysadmin.pk}/reset/", follow=True)
    assert "请在“我的账号”里修改" in answer.text
    sysadmin.refresh_from_db()
    assert sysadmin.check_password(GOOD)


def test_signing_out_and_renaming_another_are_in_the_log(login, sysadmin, clerk):
    theirs, _ = sign_in(clerk)
    client = login(sysadmin)
    client.post(f"/people/{clerk.pk}/sign-out/")
    assert theirs.get("/account/").status_code == 302
    opened = client.get(f"/people/{clerk.pk}/").context["form"]["opened"].value()
    same = {"display_name": clerk.display_name, "email": clerk.email, "opened": opened}
    client.post(f"/people/{clerk.pk}/", same)
    client.post(f"/people/{clerk.pk}/", {**same, "display_name": "王芳"})
    clerk.refresh_from_db()
    assert clerk.display_name == "王芳"
    told = AuditRecord.objects.filter(action="account-changed", subject=clerk.username)
    details = list(told.order_by("id").values_list("detail", flat=True))
    assert details == [{"signed_out": 1}, {"fields": ["display_name"]}]
    assert {record.user for record in told} == {sysadmin}


def test_the_second_who_renames_is_told_and_overwrites_nothing(login, sysadmin, clerk):
    client, address = login(sysadmin), f"/people/{clerk.pk}/"
    opened = client.get(address).context["form"]["opened"].value()
    mine = {"display_name": "王芳", "email": "mine@example.com", "opened": opened}
    User.objects.filter(pk=clerk.pk).update(email="theirs@example.com")
    answer = client.post(address, mine)
    assert "您打开后别人改过" in answer.text
    assert "theirs@example.com" in answer.text
    clerk.refresh_from_db()
    assert clerk.email == "theirs@example.com"
    mine["opened"] = answer.context["form"]["opened"].value()
    assert client.post(address, mine).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.display_name, clerk.email) == ("王芳", "mine@example.com")


def test_nobody_closes_his_own_account(login, sysadmin):
    login(sysadmin).post(f"/people/{sysadmin.pk}/active/")
    sysadmin.refresh_from_db()
    assert sysadmin.is_active


def test_rights_are_granted_and_withdrawn_by_the_one_of_security(login, secadmin, stranger):
    client = login(secadmin)
    values = {"organisation": "xiqu", "role": "reporter"}
    client.post(f"/people/{stranger.pk}/grants/new/", values)
    client.post(f"/people/{stranger.pk}/grants/new/", values)
    held = stranger.memberships.get()
    assert (held.organisation_id, held.role) == ("xiqu", "reporter")
    assert login(stranger).get("/projects/").status_code == 200
    client.post(f"/people/{stranger.pk}/grants/{held.pk}/end/")
    assert not stranger.memberships.exists()
    told = AuditRecord.objects.filter(action="rights-changed", subject=stranger.username)
    assert [list(record.detail) for record in told.order_by("id")] == [["granted"], ["withdrawn"]]


def test_nobody_grants_himself(login, secadmin):
    values = {"organisation": "taskforce", "role": "leader"}
    answer = login(secadmin).post(f"/people/{secadmin.pk}/grants/new/", values)
    assert "不能给自己授权" in answer.text
    assert secadmin.memberships.count() == 1


def test_nobody_withdraws_his_own_role(login, secadmin):
    UserFactory(organisation="taskforce", role=Role.SECADMIN)
    held = secadmin.memberships.get()
    client = login(secadmin)
    answer = client.post(f"/people/{secadmin.pk}/grants/{held.pk}/end/", follow=True)
    assert "不能收回自己的权限" in answer.text
    assert Membership.objects.filter(pk=held.pk).exists()
    assert f"grants/{held.pk}/end/" not in client.get(f"/people/{secadmin.pk}/").text


@pytest.fixture
def leaving(db):
    """Both administrators in one, at work still although his account has just been closed."""
    person = UserFactory(organisation="taskforce", role=Role.SECADMIN)
    Membership.objects.create(user=person, organisation_id="taskforce", role=Role.SYSADMIN)
    assert person.rights.may_use("rights")
    User.objects.filter(pk=person.pk).update(is_active=False)
    return person


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN])
def test_the_last_of_the_administrators_keeps_his_role(leaving, role):
    last = UserFactory(organisation="taskforce", role=role)
    acts = (
        lambda: granting.withdraw(last.memberships.get(), by=leaving),
        lambda: granting.set_active(last, False, by=leaving),
    )
    for act in acts:
        with pytest.raises(Refusal, match=f"最后一位{role.label}"):
            act()
    last = User.objects.get(pk=last.pk)
    assert last.is_active
    assert last.memberships.get().role == role


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.SECADMIN])
def test_a_superuser_stands_in_for_the_last_one(leaving, admin, role, settings):
    last = UserFactory(organisation="taskforce", role=role)
    settings.SEPARATED_ADMINISTRATORS = True
    with pytest.raises(Refusal, match="最后一位"):
        granting.set_active(last, False, by=leaving)
    settings.SEPARATED_ADMINISTRATORS = False
    granting.set_active(last, False, by=leaving)
    assert not User.objects.get(pk=last.pk).is_active


def test_one_of_two_roles_alike_is_withdrawn_though_nobody_else_holds_it(secadmin):
    person = UserFactory(organisation="taskforce", role=Role.SYSADMIN)
    Membership.objects.create(user=person, organisation_id="dongqu", role=Role.SYSADMIN)
    granting.withdraw(person.memberships.first(), by=secadmin)
    assert person.memberships.get().role == Role.SYSADMIN


def test_what_cannot_be_taken_back_is_confirmed_first(login, admin, clerk):
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    page = login(admin).get(f"/people/{clerk.pk}/").text
    for label in ("收回", "重设密码", "停用账号", "停用动态口令"):
        assert f">{label}</summary>" in page
        assert f">确认{label}</button>" in page
        assert f">{label}</button>" not in page


def test_ones_own_page_offers_nothing_that_is_refused_afterwards(login, sysadmin):
    page = login(sysadmin).get(f"/people/{sysadmin.pk}/").text
    for label in ("重设密码", "停用账号"):
        assert re.search(rf'<button[^>]*disabled[^>]*title="[^"]+"[^>]*>{label}</button>', page)
        assert f"确认{label}" not in page
    assert "请在“我的账号”里修改" in page


def test_a_grant_of_another_person_is_not_withdrawn_by_a_forged_address(
    login, secadmin, clerk, stranger
):
    held = clerk.memberships.get()
    answer = login(secadmin).post(f"/people/{stranger.pk}/grants/{held.pk}/end/")
    assert answer.status_code == 404
    assert Membership.objects.filter(pk=held.pk).exists()


DOORS = [
    ("get", "people/"),
    ("get", "people/new/"),
    ("post", "people/new/"),
    ("get", "people/{pk}/"),
    ("post", "people/{pk}/"),
    ("post", "people/{pk}/reset/"),
    ("post", "people/{pk}/active/"),
    ("post", "people/{pk}/unlock/"),
    ("post", "people/{pk}/sign-out/"),
    ("post", "people/{pk}/codes/drop/"),
    ("post", "people/{pk}/grants/new/"),
    ("post", "people/{pk}/grants/1/end/"),
]


@pytest.mark.parametrize(("method", "address"), DOORS)
def test_business_roles_keep_no_accounts(login, clerk, leader, stranger, method, address):
    for user in (clerk, leader, stranger):
        client = login(user)
        # Neither is it told whether there is such a person.
        for pk in (clerk.pk, 999_999):
            answer = getattr(client, method)("/" + address.format(pk=pk))
            assert answer.status_code == 403, user
        clerk.refresh_from_db()
        assert clerk.check_password(GOOD)
        assert clerk.is_active


@pytest.mark.parametrize("address", ["people/new/", "people/{pk}/reset/", "people/{pk}/sign-out/"])
def test_the_one_of_security_keeps_no_accounts(login, secadmin, clerk, address):
    answer = login(secadmin).post("/" + address.format(pk=clerk.pk), {"username": "x"})
    assert answer.status_code == 403


def test_the_one_of_the_system_grants_no_rights(login, sysadmin, clerk):
    values = {"organisation": "xiqu", "role": "reporter"}
    answer = login(sysadmin).post(f"/people/{clerk.pk}/grants/new/", values)
    assert answer.status_code == 403
    assert clerk.memberships.count() == 1


# 三员分立


@pytest.mark.parametrize(
    ("held", "more", "words"),
    [
        (Role.SYSADMIN, Role.SECADMIN, "同一人"),
        (Role.AUDITOR, Role.SYSADMIN, "同一人"),
        (Role.AUDITOR, Role.LEADER, "不能再担任"),
        (Role.REPORTER, Role.AUDITOR, "不能再担任"),
    ],
)
def test_three_administrators_are_three_people(separated, secadmin, held, more, words):
    person = UserFactory(organisation="dongqu", role=held)
    with pytest.raises(Refusal, match=words):
        granting.grant(person, person.organisations.get(), more, by=secadmin)
    assert person.memberships.count() == 1


def test_a_small_office_may_combine_them(secadmin):
    person = UserFactory(organisation="dongqu", role=Role.SYSADMIN)
    granting.grant(person, person.organisations.get(), Role.SECADMIN, by=secadmin)
    assert person.memberships.count() == 2


def test_a_superuser_holds_nothing_where_they_are_three(separated, admin, login, clerk):
    admin = User.objects.get(pk=admin.pk)
    assert not admin.rights.may("view")
    assert not admin.rights.may_use("accounts")
    assert login(admin).get(f"/people/{clerk.pk}/").status_code == 403


def test_a_superuser_grants_himself_nothing_where_they_are_three(separated, admin, login):
    admin.memberships.create(organisation_id="taskforce", role=Role.SECADMIN)
    values = {"organisation": "dongqu", "role": "secadmin"}
    answer = login(admin).post(f"/people/{admin.pk}/grants/new/", values)
    assert "不能给自己授权" in answer.text
    assert admin.memberships.count() == 1


def test_the_check_names_who_holds_too_much(separated, secadmin):
    person = UserFactory(organisation="dongqu", role=Role.SYSADMIN, username="too-much")
    Membership.objects.create(user=person, organisation_id="dongqu", role=Role.AUDITOR)
    ((user, reason),) = granting.offenders()
    assert user == person
    assert "同一人" in reason


def test_the_server_gives_the_first_rights(db, stranger):
    call_command("grant_role", stranger.username, "taskforce", "secadmin")
    assert stranger.memberships.get().role == Role.SECADMIN
    assert AuditRecord.objects.get(action="rights-changed").subject == stranger.username


def test_sign_ins_of_yesterday_are_not_shown(clerk):
    old = timezone.now() - timedelta(days=1)
    SignIn.objects.create(user=clerk, session_key="old", seen_at=old)
    assert not sessions.open_sign_ins(clerk).exists()


# The matrix


def test_the_matrix_tells_what_i_may_and_why_not(login, analyst):
    page = login(analyst).get("/rights/").text
    assert "您的角色不能修改项目" in page
    assert "只有系统管理员可以管理账号" in page


def test_the_matrix_tells_what_two_people_do(login, analyst):
    page = login(analyst).get("/rights/").text
    assert "停用动态口令和重设密码要由两个人办理" in page
    assert "超级用户的账号只有超级用户可以变更" in page


def test_who_has_no_rights_is_told_whom_to_ask(login, stranger):
    assert "请联系安全管理员" in login(stranger).get("/rights/").text


def test_the_one_who_runs_the_server_makes_a_superuser(db):
    call_command("createsuperuser", username="root", email="root@City.example", interactive=False)
    person = User.objects.get_by_natural_key("root")
    assert (person.is_superuser, person.email) == (True, "root@city.example")
    assert not person.has_usable_password()
    assert person.rights.may_use("accounts")
    assert last_told(person) == {"opened": True, "superuser": True}


def last_told(person):
    """What the log says last of an account that no person has changed."""
    record = AuditRecord.objects.filter(action="account-changed").latest("pk")
    assert (record.subject, record.user) == (person.username, None)
    return record.detail


@pytest.mark.django_db
def test_a_form_of_another_login_is_refused_in_chinese():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(organisation="dongqu", role=Role.REPORTER))
    answer = client.post("/projects/RA-000001/edit/", {"name": "改名"})
    assert answer.status_code == 403
    assert "请返回上一页，刷新以后再提交" in answer.text
    assert "CSRF" not in answer.text
