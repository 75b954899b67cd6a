"""Settings: documented, and refused where they would be insecure."""

import re
from pathlib import Path

import pytest

from deploy.checks import secure_settings

ROOT = Path(__file__).resolve().parent.parent


def environment_names(*files):
    pattern = re.compile(r"""(?:environ(?:\.get\(|\[)|env_\w+\(|environment\.get\()["'](\w+)["']""")
    return {name for file in files for name in pattern.findall((ROOT / file).read_text())}


def test_every_variable_that_is_read_stands_in_the_readme():
    names = environment_names("deploy/settings.py", "deploy/instance.py")
    assert {"DEBUG", "SECRET_KEY", "VAR_DIR"} <= names
    readme = (ROOT / "README.md").read_text()
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []


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
