"""Settings: documented, and refused where they would be insecure."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy import checks
from deploy.checks import known_roles, scanner_there, secure_settings, whole_parameters
from deploy.environment import database, env_origins, env_toml, own_parameters
from deploy.sign_on import env_sign_on

ROOT = Path(__file__).resolve().parent.parent


def environment_names(*files):
    pattern = re.compile(r"""(?:environ(?:\.get\(|\[)|env_\w+\(|environment\.get\()["'](\w+)["']""")
    return {name for file in files for name in pattern.findall((ROOT / file).read_text())}


def test_every_variable_that_is_read_stands_in_the_readme():
    names = environment_names(
        *("deploy/settings.py", "deploy/instance.py", "deploy/worker.py", "deploy/backup.py")
    )
    assert {"DEBUG", "SECRET_KEY", "VAR_DIR", "DATABASE_DIRECT_URL"} <= names
    readme = (ROOT / "README.md").read_text()
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []
    told, _, _ = (ROOT / "deploy/settings.py").read_text().partition("import ")
    assert [name for name in sorted(names) if name not in told] == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"SECRET_KEY": "short"}, "deploy.E001"),
        ({"ALLOWED_HOSTS": ["*"]}, "deploy.E002"),
    ],
)
def test_insecure_settings_are_refused_outside_debug(settings, changed, code):
    settings.DEBUG = False
    settings.SECRET_KEY = "x" * 60
    settings.ALLOWED_HOSTS = ["atlas.example.org"]
    assert secure_settings(None) == []
    for name, value in changed.items():
        setattr(settings, name, value)
    assert [error.id for error in secure_settings(None)] == [code]


def test_plain_http_is_for_the_loopback_address_alone(settings):
    settings.DEBUG = False
    settings.SECRET_KEY = "x" * 60
    settings.INSTANCE = type("Instance", (), {"is_loopback": False})()
    settings.BEHIND_HTTPS = False
    assert [error.id for error in secure_settings(None)] == ["deploy.E003"]
    settings.BEHIND_HTTPS = True
    assert secure_settings(None) == []


@pytest.mark.parametrize(
    ("is_loopback", "behind_https", "codes"),
    [(True, False, []), (False, False, ["deploy.E007"]), (True, True, ["deploy.E007"])],
)
def test_debugging_opens_no_plain_http_to_the_network(settings, is_loopback, behind_https, codes):
    settings.DEBUG = True
    settings.INSTANCE = type("Instance", (), {"is_loopback": is_loopback})()
    settings.BEHIND_HTTPS = behind_https
    assert [error.id for error in secure_settings(None)] == codes


def test_a_misspelt_role_would_demand_codes_of_nobody(settings):
    settings.CODE_ROLES = ["sysadmin", "secadmin", "auditor"]
    assert known_roles(None) == []
    settings.CODE_ROLES = ["sysadmin", "seccadmin", "审计员"]
    problems = known_roles(None)
    assert [error.id for error in problems] == ["deploy.E006", "deploy.E006"]
    assert "seccadmin" in problems[0].msg
    assert all(error.is_serious() for error in problems)


@pytest.mark.parametrize("scheme", ["postgis", "postgres", "postgresql", "pgsql"])
def test_however_its_address_begins_the_database_is_postgis(scheme):
    found = database(f"{scheme}://atlas:secret@db.example:5433/city?sslmode=require")
    assert found["ENGINE"] == "django.contrib.gis.db.backends.postgis"
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", 5433, "city")
    assert found["OPTIONS"] == {"sslmode": "require"}


OWN = {
    "dx_m": 1, "dy_m": 2, "dz_m": 3, "rx_s": 0, "ry_s": 0, "rz_s": 0, "scale_ppm": 0,
    "convention": "position_vector",
}  # fmt: skip


def test_own_parameters_are_read_from_a_file(tmp_path, settings):
    file = tmp_path / "七参数.json"
    file.write_text(json.dumps({"攀枝花 2016": OWN}), encoding="utf-8")
    settings.SEVEN_PARAMETERS = own_parameters(file)
    assert settings.SEVEN_PARAMETERS == {"攀枝花 2016": OWN}
    assert whole_parameters(None) == []


@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"a": 1}', '{"攀": {}}'.encode("gbk")])
def test_a_file_of_parameters_that_is_none_stops_the_start(tmp_path, content):
    file = tmp_path / "七参数.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=r"七参数\.json"):
        own_parameters(file)


def test_a_file_that_notepad_saved_is_read(tmp_path, monkeypatch):
    """It begins with the mark of the order of bytes, which no other program puts there."""
    file = tmp_path / "七参数.json"
    file.write_text(json.dumps({"攀枝花 2016": OWN}), encoding="utf-8-sig")
    assert own_parameters(file) == {"攀枝花 2016": OWN}
    file.write_text('[vec]\r\nlabel = "影像"\r\n', encoding="utf-8-sig")
    monkeypatch.setenv("BASEMAPS", str(file))
    assert env_toml("BASEMAPS") == {"vec": {"label": "影像"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('label = "统一身份认证"'.encode("gbk"), "不是 UTF-8 编码"),
        (b"[vec]\n[vec\n", "第 2 行的写法有误"),
        (b'file = "C:\\data"', "第 1 行的写法有误"),
        (b'file = """', "末尾的写法有误"),
        (None, "不存在"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_chinese(tmp_path, monkeypatch, content, said):
    file = tmp_path / "declared.toml"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("BASEMAPS", str(file))
    with pytest.raises(ImproperlyConfigured, match=said) as refusal:
        env_toml("BASEMAPS")
    assert len(str(refusal.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"convention": "bursa"}, "convention 不能是“bursa”"),
        ({"dx_m": float("nan")}, "dx_m 应是数字"),
        ({"dx_m": "1"}, "dx_m 应是数字"),
        ({"dx_m": True}, "dx_m 应是数字"),
        ({"dx": 1}, "没有“dx”这一项"),
    ],
)
def test_parameters_that_cannot_be_meant_are_refused_at_the_start(settings, wrong, said):
    settings.SEVEN_PARAMETERS = {"own": {**OWN, **wrong}}
    (error,) = whole_parameters(None)
    assert error.id == "deploy.E005"
    assert said in error.msg


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [("own", {"dx_m": 1}, "缺少 dy_m、dz_m"), ("a@b", OWN, "名称里不能有")],
)
def test_parameters_without_all_values_or_a_plain_name_are_refused(settings, name, values, said):
    settings.SEVEN_PARAMETERS = {name: values}
    (error,) = whole_parameters(None)
    assert said in error.msg


OPENID = {
    "client_id": "atlas", "client_secret": "s",
    "authorization_endpoint": "https://a.b/authorize", "token_endpoint": "https://a.b/token",
    "userinfo_endpoint": "https://a.b/me", "jwks_endpoint": "https://a.b/jwks",
}  # fmt: skip


def declared_sign_on(declared, folder, monkeypatch):
    file = folder / "sso.toml"
    file.write_text("".join(f"{name} = {json.dumps(value)}\n" for name, value in declared.items()))
    monkeypatch.setenv("SSO_FILE", str(file))
    return env_sign_on("SSO_FILE")


@pytest.mark.parametrize(
    "declared", [OPENID, {"label": "CAS", "server_url": "https://sso:8443/cas", "cas_version": 2}]
)
def test_a_provider_that_is_declared_in_full_is_taken(tmp_path, monkeypatch, declared):
    assert declared_sign_on(declared, tmp_path, monkeypatch) == declared
    monkeypatch.delenv("SSO_FILE")
    assert env_sign_on("SSO_FILE") == {}


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({}, "缺少 client_id、client_secret"),
        ({"client_id": "atlas"}, "缺少 client_secret"),
        ({**OPENID, "client_id": 5}, "client_id 应是文字"),
        ({**OPENID, "token_endpoint": "a.b/token"}, "token_endpoint 应是 https://"),
        ({**OPENID, "client_key": "s"}, "没有“client_key”这个设置"),
        ({"server_url": 5}, "server_url 应是 https://"),
        ({"server_url": "cas.example"}, "server_url 应是 https://"),
        ({"server_url": "https://[x/"}, "server_url 应是 https://"),
        ({"server_url": "https://a.b", "cas_version": 9}, "cas_version 只能是"),
    ],
)
def test_a_provider_that_nobody_could_sign_in_by_is_refused(tmp_path, monkeypatch, declared, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        declared_sign_on(declared, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "url",
    [
        "foo",
        "postgis:///",
        "postgis://u:p@host",
        "mysql://u:p@host/x",
        "postgis://u:p@host:abc/x",
        "postgis://u:p@host:99999/x",
        "postgis://u:p#w@rd@host:5999/x",
        "postgis://u:p/w@host/x",
        "postgis://u:p[w@host/x",
        "postgis://u:1#w@host/x",
        "host=127.0.0.1 dbname=x",
    ],
)
def test_an_address_that_is_no_database_s_is_told_without_its_password(url):
    with pytest.raises(ImproperlyConfigured, match="密码里的 @") as refusal:
        database(url)
    assert url not in str(refusal.value)


def test_a_password_may_hold_any_sign_in_its_code():
    assert database("postgis://u:p%23w%40rd%2F@host/x")["PASSWORD"] == "p#w@rd/"


@pytest.mark.parametrize(
    "origin", ["atlas.example", "https://atlas.example/", "https://", "https://[x", "*"]
)
def test_an_origin_that_no_browser_says_is_refused(monkeypatch, origin):
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", f"https://a.b:8443,https://*.c.d,{origin}")
    with pytest.raises(ImproperlyConfigured, match=re.escape(f"“{origin}”应写成 https://主机名")):
        env_origins("CSRF_TRUSTED_ORIGINS")
    monkeypatch.setenv("CSRF_TRUSTED_ORIGINS", "https://a.b:8443, https://*.c.d")
    assert env_origins("CSRF_TRUSTED_ORIGINS") == ["https://a.b:8443", "https://*.c.d"]


@pytest.mark.parametrize(
    ("command", "said"),
    [("/nope/clam", "找不到可以执行的 /nope/clam"), ("clam 'x", "引号不成对"), (" ", "是空的")],
)
def test_a_scanner_that_could_never_answer_stops_the_start(settings, command, said):
    settings.SCAN_COMMAND = command
    (error,) = scanner_there(None)
    assert error.is_serious()
    assert said in error.msg


@pytest.mark.parametrize("command", ["", "sh -c 'exit 0'"])
def test_a_scanner_that_is_there_or_not_wanted_is_fine(settings, command):
    settings.SCAN_COMMAND = command
    assert scanner_there(None) == []


def test_a_served_site_has_its_pages_loaded_and_out_of_the_collectors_way():
    code = (
        "import gc, sys, deploy.wsgi;"
        "print('registry.views.summary' in sys.modules, gc.get_freeze_count() > 50_000)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_every_check_has_an_id_of_its_own():
    """Who silences one silences no other."""
    ids = re.findall(r'id="(deploy\.\w+)"', Path(checks.__file__).read_text(encoding="utf-8"))
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "数据库没有运行的先运行 bash deploy/run.sh --setup"),
        ({"IDLE_MINUTES": "0"}, "IDLE_MINUTES 应是一个正整数"),
    ],
)
def test_a_command_that_reaches_no_database_says_so_in_a_sentence(tmp_path, changed, said):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DATABASE_URL": "", **changed}
    done = subprocess.run(
        [sys.executable, "manage.py", "rollups", "verify"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_command_for_an_instance_that_there_is_not_leaves_nothing_behind(tmp_path):
    missing = tmp_path / "missing"
    done = subprocess.run(
        [sys.executable, "manage.py", "rollups", "verify"],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(missing), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"没有这个实例：{missing} 不存在。")
    assert not missing.exists()
