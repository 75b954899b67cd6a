"""What the operator's variables, and the files that they name, say; wrong ones are refused."""

import hashlib
import json
import os
import tomllib
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

#: However an address spells it, the database is PostGIS.
POSTGIS = "django.contrib.gis.db.backends.postgis"


def env_bool(name):
    value = os.environ.get(name, "0").lower()
    if value not in {"0", "1", "false", "true"}:
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 0 或 1，现为“{value}”。")
    return value in {"1", "true"}


def env_int(name, default):
    value = os.environ.get(name, str(default))
    if not value.isascii() or not value.isdecimal() or not 0 < int(value) < 100_000:
        raise ImproperlyConfigured(f"环境变量 {name} 应是一个正整数，现为“{value}”。")
    return int(value)


def env_list(name, default=()):
    value = os.environ.get(name, "")
    return [part.strip() for part in value.split(",") if part.strip()] or list(default)


def env_hash(name, default):
    """An algorithm that this Python can compute."""
    value = os.environ.get(name, default).lower()
    if value not in {"sha256", "sm3"} or value not in hashlib.algorithms_available:
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 sha256，或在支持国密的系统上是 sm3。")
    return value


def env_months(name, default, least):
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit() and least <= int(value) <= 1200):
        raise ImproperlyConfigured(f"环境变量 {name} 应为不少于 {least} 的月数，现为“{value}”。")
    return int(value)


def env_toml(variable):
    """The tables of the file that the variable names; {} where it names none."""
    path = os.environ.get(variable, "")
    if not path:
        return {}
    try:
        with open(path, "rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ImproperlyConfigured(
            f"环境变量 {variable} 指的文件 {path} 读不出来：{error}"
        ) from None


def own_parameters(path):
    """What a file of the administrator's says, by name; `deploy.checks` looks at the numbers."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"读不了 SEVEN_PARAMETERS_FILE“{path}”：{error}") from None
    if not isinstance(found, dict) or not all(isinstance(v, dict) for v in found.values()):
        raise ImproperlyConfigured(f'“{path}”应写成 {{"名称": {{"dx_m": …}}}} 的样子。')
    return found


def database(url):
    """What Django is told of the database at this address."""
    return dj_database_url.parse(url, engine=POSTGIS, conn_max_age=60, conn_health_checks=True)
