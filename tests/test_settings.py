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
from deploy.checks import known_roles, secure_settings, whole_parameters
from deploy.environment import database, own_parameters

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


@pytest.mark.parametrize("text", [None, "{", "[]", '{"a": 1}'])
def test_a_file_of_parameters_that_is_none_stops_the_start(tmp_path, text):
    file = tmp_path / "七参数.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=r"七参数\.json"):
        own_parameters(file)


@pytest.mark.parametrize(
    "wrong", [{"convention": "bursa"}, {"dx_m": float("nan")}, {"dx": 1}, {"dx_m": "1"}]
)
def test_parameters_that_cannot_be_meant_are_refused_at_the_start(settings, wrong):
    settings.SEVEN_PARAMETERS = {"own": {**OWN, **wrong}}
    assert [error.id for error in whole_parameters(None)] == ["deploy.E005"]


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
