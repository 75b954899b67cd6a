"""Tokens: made once, kept as a hash, no wider than their scope or their person."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from registry.models import ApiToken, AuditRecord, User
from tests.drawing.conftest import create
from tests.exports.ordering import asked
from tests.factories import ProjectFactory, UserFactory
from tests.sheets import typed

DATA, CHANGES = "/summary.json", "/api/projects/{number}/changes"
MONEY = "/api/projects/{number}/money"


@pytest.fixture
def make(login):
    def new(user, scope="read", days=30):
        day = timezone.localdate() + timedelta(days=days)
        values = {"name": "脚本", "scope": scope, "expires_on": day.isoformat()}
        answer = login(user).post("/account/tokens/new/", values)
        return answer.text.split('token-secret num">')[1].split("<")[0]

    return new


def ask(secret, address=DATA, method="get", **kwargs):
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})
    return getattr(client, method)(address, **kwargs)


def test_a_token_asks_in_its_persons_name(make, reporter, neighbour):
    ProjectFactory(district_id="510402")
    assert ask(make(reporter)).json()["projects"] == 1
    assert ask(make(neighbour)).json()["projects"] == 0
    token = ApiToken.objects.filter(user=reporter).get()
    assert token.used_at


def test_the_secret_is_shown_once_and_kept_nowhere(make, login, reporter):
    secret = make(reporter)
    assert secret not in login(reporter).get("/account/").text
    token = ApiToken.objects.get()
    assert secret not in str(vars(token))
    told = AuditRecord.objects.get(action="account-changed")
    assert told.detail == {"token": token.pk, "made": True}


@pytest.mark.parametrize("secret", ["", "atlas_wrong", "x" * 5000, "😀"])
def test_a_wrong_token_is_refused(db, secret):
    client = Client()
    told = client.get(DATA, HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert told.status_code == 401
    assert "令牌无效" in told.json()["error"]
    assert told["WWW-Authenticate"].endswith('error="invalid_token"')


def test_what_has_ended_opens_nothing(make, login, reporter):
    secret = make(reporter)
    ApiToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert ask(secret).status_code == 401
    secret = make(reporter)
    pk = ApiToken.objects.latest("id").pk
    login(reporter).post(f"/account/tokens/{pk}/revoke/")
    assert ask(secret).status_code == 401
    secret = make(reporter)
    sysadmin = UserFactory(organisation="taskforce", role="sysadmin")
    login(sysadmin).post(f"/people/{reporter.pk}/reset/")
    assert ask(secret).status_code == 401
    User.objects.filter(pk=reporter.pk).update(must_change_password=False)
    reporter.refresh_from_db()
    secret = make(reporter)
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    assert ask(secret).status_code == 401


def test_a_new_password_ends_the_tokens_and_says_so_before(make, login, reporter, neighbour):
    theirs = make(neighbour)
    reporter.set_password("Pan-zhihua2026")
    reporter.save()
    client = login(reporter)
    assert "令牌" not in client.get("/accounts/password/").text
    secret = make(reporter)
    page = client.get("/accounts/password/").text
    assert "“脚本”" in page
    assert "同时作废" in page
    new = {"new_password1": "Er-tan+2027", "new_password2": "Er-tan+2027"}
    client.post("/accounts/password/", {"old_password": "wrong", **new})
    assert ask(secret).status_code == 200
    answer = client.post("/accounts/password/", {"old_password": "Pan-zhihua2026", **new})
    assert answer.status_code == 302
    assert ask(secret).status_code == 401
    assert ask(theirs).status_code == 200
    told = AuditRecord.objects.get(action="password-changed")
    assert told.detail == {"tokens_revoked": 1}


@pytest.mark.parametrize(
    ("scope", "method", "address", "status"),
    [
        ("read", "get", DATA, 200),
        ("read", "get", "/api/openapi.json", 200),
        ("read", "get", "/exports/", 403),
        ("read", "post", CHANGES, 403),
        ("export", "get", "/exports/", 200),
        ("export", "post", CHANGES, 403),
        ("write", "post", CHANGES, 200),
        ("write", "get", "/projects/", 403),
        ("write", "get", "/account/", 403),
        ("write", "post", "/account/tokens/new/", 403),
        ("write", "post", "/accounts/password/", 403),
        ("write", "get", "/people/", 403),
        ("write", "get", "/kiosks/", 403),
        ("write", "get", "/reference/", 403),
        ("write", "get", "/log/", 403),
    ],
)
def test_a_token_reaches_as_far_as_its_scope(make, reporter, scope, method, address, status):
    project = ProjectFactory(district_id="510402")
    secret = make(reporter, scope)
    sent = {"data": {"changes": []}, "content_type": "application/json"} if method == "post" else {}
    answer = ask(secret, address.format(number=project.number), method, **sent)
    assert answer.status_code == status


@pytest.mark.parametrize("address", ["/projects/", "/account/", "/", "/projects/table.xlsx"])
def test_where_no_token_is_accepted_none_is_asked_for(make, reporter, address):
    told = ask(make(reporter, "write"), address).json()["error"]
    assert told.startswith("这个地址不接受令牌，请在浏览器里登录")
    assert "/api/openapi.json" in told


@pytest.mark.parametrize(
    ("method", "address", "needed"),
    [("get", "/exports/", "读数据和导出"), ("post", "/api/overlays", "读写和导出")],
)
def test_a_narrow_token_is_told_which_one_would_do(make, reporter, method, address, needed):
    answer = ask(make(reporter), address, method)
    assert f"范围是“只读数据”，这里要用“{needed}”的" in answer.json()["error"]
    assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


def test_a_program_takes_data_out_as_the_guide_says(make, reporter, run_waiting):
    program = partial(ask, make(reporter, "export"))
    ProjectFactory(district_id="510402").assets.create(kind="pipe", number="G1")
    order = program("/exports/new/?district=510402", "post", data=asked())
    assert order.status_code == 302
    early = program(f"{order.url}download/")
    assert (early.status_code, early["Retry-After"]) == (503, "2")
    assert early.json()["error"] == "文件还没有写好，请过几秒再取。"
    run_waiting()
    (feature,) = json.loads(program(f"{order.url}download/").getvalue())["features"]
    assert feature["properties"]["编号"] == "G1"
    assert not AuditRecord.objects.filter(action="refused").exists()


def test_a_program_is_told_why_there_is_no_file(make, reporter, run_waiting):
    program = partial(ask, make(reporter, "export"))
    order = program("/exports/new/?district=510402", "post", data=asked())
    run_waiting()
    told = program(f"{order.url}download/")
    assert told.status_code == 410
    assert told.json()["error"] == "没有完成：没有符合条件、可以导出的设备设施。"
    assert program("/exports/999999/download/").json()["error"].startswith("没有这个项目或记录")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"format": "dwg"}, "格式：选择一个有效的选项。 dwg 不在可用的选项中。"),
        ({"format": "kml", "crs": "EPSG:4543"}, "坐标系：KML 只能用经纬度坐标"),
        ({"client_id": ""}, "程序请每次带一个新的编号"),
    ],
)
def test_a_program_is_told_what_its_order_lacks(make, reporter, wrong, sentence):
    answer = ask(make(reporter, "export"), "/exports/new/", "post", data=asked(**wrong))
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/projects.json?sectr=A06", 400), ("/project.json", 404), ("/projects.json?sector=A99", 400)],
)
def test_a_program_that_asks_amiss_is_told_where_it_stands(make, reporter, address, status):
    answer = ask(make(reporter), address)
    assert answer.status_code == status
    assert "写法见 /api/openapi.json" in answer.json()["error"]


def test_a_page_is_told_nothing_of_it(reporter, login):
    assert "openapi" not in login(reporter).get("/projects.json?sectr=A06").json()["error"]


def test_a_scope_gives_no_right_that_its_person_lacks(make, analyst):
    project = ProjectFactory(district_id="510402")
    sent = {"data": {"changes": []}, "content_type": "application/json"}
    answer = ask(make(analyst, "write"), CHANGES.format(number=project.number), "post", **sent)
    assert answer.status_code == 403


def drawn():
    return {"changes": [create()]}


def planned():
    return {"opened": {}, "lines": [typed()], "removed": [], "reason": "试"}


@pytest.mark.parametrize(
    ("address", "sent", "door"), [(CHANGES, drawn, "drawing"), (MONEY, planned, "form")]
)
def test_history_tells_a_program_from_a_page(make, login, reporter, address, sent, door):
    page = login(reporter).post
    # A proxy that asks for a password of its own sends the answer along with every request.
    behind_proxy = partial(page, headers={"Authorization": "Basic YTpi"})
    program = partial(ask, make(reporter, "write"), method="post")
    for post, told in ((program, "api"), (page, door), (behind_proxy, door)):
        project = ProjectFactory(district_id="510402")
        place = address.format(number=project.number)
        assert post(place, data=sent(), content_type="application/json").status_code == 200
        assert project.changes.latest("id").context.metadata["door"] == told


@pytest.mark.parametrize("days", [-1, 400])
def test_a_token_ends_within_a_year(login, reporter, days):
    day = timezone.localdate() + timedelta(days=days)
    values = {"name": "脚本", "scope": "read", "expires_on": day.isoformat()}
    answer = login(reporter).post("/account/tokens/new/", values)
    assert "一年之内" in answer.text
    assert not ApiToken.objects.exists()


def test_nobody_revokes_anothers(make, login, reporter, neighbour):
    make(reporter)
    token = ApiToken.objects.get()
    assert login(neighbour).post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    token.refresh_from_db()
    assert token.is_valid


def test_a_cookie_without_a_token_still_needs_its_csrf(reporter):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    project = ProjectFactory(district_id="510402")
    address = CHANGES.format(number=project.number)
    assert client.post(address, {"changes": []}, "application/json").status_code == 403


def test_one_has_so_many_tokens_and_no_more(login, reporter):
    day = timezone.localdate()
    ApiToken.objects.bulk_create(
        ApiToken(user=reporter, name=str(i), hash=f"{i:064}", expires_on=day) for i in range(20)
    )
    values = {"name": "又一个", "scope": "read", "expires_on": day.isoformat()}
    assert "最多 20 个" in login(reporter).post("/account/tokens/new/", values).text
