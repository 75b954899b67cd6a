"""What the operator's variables, and the files that they name, say; wrong ones are refused."""

import errno
import hashlib
import json
import os
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from registry.links import is_link

#: However an address spells it, the database is PostGIS.
POSTGIS = "django.contrib.gis.db.backends.postgis"
SCHEMES = {"postgis", "postgres", "postgresql", "pgsql"}
#: 直辖市: cities whose codes look like those of provinces.
MUNICIPALITIES = {"11", "12", "31", "50"}
LONGEST_CITY_NAME = 30
UNREADABLE = {
    errno.ENOENT: "不存在",
    errno.EISDIR: "是一个文件夹",
    errno.EACCES: "没有读取权限",
}


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


def env_city(code_name, name_name, default):
    """A city's 行政区划代码 and its name; both, for one alone would be another city's."""
    code, name = (os.environ.get(each, "").strip() for each in (code_name, name_name))
    if not code and not name:
        return default
    if not (code and name):
        raise ImproperlyConfigured(
            f"环境变量 {code_name} 和 {name_name} 要一起设置，如 230100 和 哈尔滨市。"
        )
    is_province = code.endswith("0000") and code[:2] not in MUNICIPALITIES
    if not re.fullmatch(r"[1-9]\d{5}", code, re.ASCII) or is_province:
        raise ImproperlyConfigured(
            f"环境变量 {code_name} 应是本市的 6 位行政区划代码，如 230100，现为“{code}”。"
        )
    if len(name) > LONGEST_CITY_NAME:
        raise ImproperlyConfigured(f"环境变量 {name_name} 最多 {LONGEST_CITY_NAME} 个字。")
    return code, name


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


def env_origins(name):
    """As a browser says where a form comes from: scheme and host, and no more."""
    origins = env_list(name)
    for origin in origins:
        if not is_link(origin) or urlsplit(origin).path or urlsplit(origin).query:
            raise ImproperlyConfigured(
                f"环境变量 {name} 里的“{origin}”应写成 https://主机名 的样子，"
                "以 https:// 开头，到主机名（和端口）为止，几个用逗号分隔。"
            )
    return origins


def env_toml(variable):
    """The tables of the file that the variable names; {} where it names none."""
    path = os.environ.get(variable, "")
    if not path:
        return {}
    try:
        return tomllib.loads(text_of(variable, path))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        raise misspelt(variable, path, place[1] if place else "") from None


def text_of(variable, path):
    """Of a file of the operator's; Windows' Notepad begins it with a mark of its own."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        reason = "不是 UTF-8 编码：请用编辑器另存为 UTF-8。"
    except OSError as error:
        reason = UNREADABLE.get(error.errno, f"读不出来（{error.strerror}）") + "。"
    raise ImproperlyConfigured(f"环境变量 {variable} 指的文件 {path} {reason}")


def misspelt(variable, path, line):
    place = f"第 {line} 行" if line else "末尾"
    return ImproperlyConfigured(
        f"环境变量 {variable} 指的文件 {path} {place}的写法有误："
        "请核对引号、括号是否成对，Windows 路径里的 \\ 请写成 /。"
    )


def own_parameters(path):
    """What a file of the administrator's says, by name; `deploy.checks` looks at the numbers."""
    variable = "SEVEN_PARAMETERS_FILE"
    try:
        found = json.loads(text_of(variable, path))
    except json.JSONDecodeError as error:
        raise misspelt(variable, path, error.lineno) from None
    if not isinstance(found, dict) or not all(isinstance(v, dict) for v in found.values()):
        raise ImproperlyConfigured(f'“{path}”应写成 {{"名称": {{"dx_m": …}}}} 的样子。')
    return found


def database(url):
    """What Django is told of the database at this address."""
    try:
        told = dj_database_url.parse(url, engine=POSTGIS, conn_max_age=60, conn_health_checks=True)
        is_whole = urlsplit(url).scheme in SCHEMES and told["NAME"] and "#" not in url
    except ValueError:
        is_whole = False
    if not is_whole:
        # Not the address itself: a password stands in it.
        raise ImproperlyConfigured(
            "DATABASE_URL（或 DATABASE_DIRECT_URL）应写成 postgis://用户:密码@主机:端口/库名；"
            "密码里的 @ : / # ? % 等符号要写成 %40 %3A %2F %23 %3F %25。"
        )
    return told
