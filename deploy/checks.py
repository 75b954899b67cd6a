"""Start-up checks: insecure settings are refused outside DEBUG.

Plain http on the loopback address is the one exception: there is no network in it.
"""

import shlex
import shutil
from math import isfinite

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

from layers.basemaps.declared import basemaps
from layers.basemaps.errors import BadBasemap
from registry.choices import Role

SHORTEST_KEY = 50
#: Of `gis.crs.SevenParameters`.
SHIFT = ("dx_m", "dy_m", "dz_m", "rx_s", "ry_s", "rz_s", "scale_ppm")
CONVENTIONS = ("position_vector", "coordinate_frame")


@register(Tags.security)
def secure_settings(app_configs, **kwargs):
    if settings.DEBUG:
        return debugging_alone()
    problems = []
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        problems.append(
            Error(
                f"SECRET_KEY 少于 {SHORTEST_KEY} 个字符。",
                hint="删去环境变量 SECRET_KEY，系统会自动生成；或设置更长的随机值。",
                id="deploy.E001",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        problems.append(
            Error(
                "ALLOWED_HOSTS 不能是 *。",
                hint="写明网站的域名或地址，用逗号分隔。",
                id="deploy.E002",
            )
        )
    if not settings.INSTANCE.is_loopback and not settings.BEHIND_HTTPS:
        problems.append(
            Error(
                "对外提供服务必须经过 https。",
                hint="在前面配置 nginx 的 https，并设置 BEHIND_HTTPS=1；只在本机试用则不设 HOST。",
                id="deploy.E003",
            )
        )
    return problems


def debugging_alone():
    """Its pages show code and settings to whoever meets an error."""
    if settings.INSTANCE.is_loopback and not settings.BEHIND_HTTPS:
        return []
    return [
        Error(
            "DEBUG 只供在本机开发，不能用在对外提供的网站上。",
            hint="删去环境变量 DEBUG；只在本机开发则不设 HOST 和 BEHIND_HTTPS。",
            id="deploy.E007",
        )
    ]


@register()
def whole_parameters(app_configs, **kwargs):
    """The owner's own seven parameters: a wrong word would put a city's pipes elsewhere."""
    if not settings.SEVEN_PARAMETERS:
        return []
    from gis.crs import SevenParameters  # pyproj takes a while to load

    problems = []
    for name, values in settings.SEVEN_PARAMETERS.items():
        reason = why_no_parameters(values)
        try:
            if not reason:
                SevenParameters(name=name, **values)
        except ValueError:
            reason = '名称里不能有 " ] ! @，前后也不能有空格'
        if reason:
            problems.append(
                Error(
                    f"七参数“{name}”不完整或有误：{reason}。",
                    hint="每组写全 dx_m、dy_m、dz_m、rx_s、ry_s、rz_s、scale_ppm 和 convention"
                    "（position_vector 或 coordinate_frame）。",
                    id="deploy.E005",
                )
            )
    return problems


def why_no_parameters(values):
    """What is wrong with one set of them, or ""."""
    if missing := [each for each in (*SHIFT, "convention") if each not in values]:
        return f"缺少 {'、'.join(missing)}"
    if unknown := sorted(set(values) - {*SHIFT, "convention"}):
        return f"没有“{'、'.join(unknown)}”这一项"
    if wrong := [each for each in SHIFT if not is_number(values[each])]:
        return f"{'、'.join(wrong)} 应是数字，不加引号"
    if values["convention"] not in CONVENTIONS:
        return f"convention 不能是“{values['convention']}”"
    return ""


def is_number(value):
    return type(value) in {int, float} and isfinite(value)


@register()
def known_roles(app_configs, **kwargs):
    """A misspelt role would demand codes of nobody, and look as if it did."""
    unknown = set(settings.CODE_ROLES) - set(Role.values)
    return [
        Error(
            f"CODE_ROLES 里的“{name}”不是一个角色。",
            hint=f"可写的有：{'、'.join(Role.values)}，用逗号分隔。",
            id="deploy.E006",
        )
        for name in sorted(unknown)
    ]


@register()
def scanner_there(app_configs, **kwargs):
    """Without it every paper would wait to be looked at, for ever."""
    try:
        words = shlex.split(settings.SCAN_COMMAND)
    except ValueError:
        reason = "引号不成对"
    else:
        if not settings.SCAN_COMMAND or (words and shutil.which(words[0])):
            return []
        reason = f"找不到可以执行的 {words[0]}" if words else "是空的"
    return [
        Error(
            f"SCAN_COMMAND {reason}。",
            hint="写查毒命令的全路径和参数，例如 /usr/bin/clamdscan --no-summary --fdpass；"
            "不查毒则删去这个环境变量。",
            id="deploy.E008",
        )
    ]


@register(Tags.database)
def postgis_present(app_configs, databases=None, **kwargs):
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'")
        if cursor.fetchone()[0]:
            return []
    return [
        Error(
            "数据库中没有 PostGIS 扩展。",
            hint="请数据库管理员执行 CREATE EXTENSION postgis;",
            id="deploy.E004",
        )
    ]


@register
def basemaps_sound(app_configs, **kwargs):
    try:
        missing = [each for each in basemaps().values() if each.file and not each.file.exists()]
    except BadBasemap as error:
        hint = "改正环境变量 BASEMAPS 所指的文件，写法见 docs/底图.md。"
        return [Error(str(error), hint=hint, id="deploy.E010")]
    return [
        Warning(f"底图“{each.label}”的文件 {each.file} 不存在。", id="deploy.W010")
        for each in missing
    ]


@register(Tags.database)
def three_administrators(app_configs, databases, **kwargs):
    """三员分立: the mode refuses new combinations; those of before are named here."""
    if not settings.SEPARATED_ADMINISTRATORS or not databases:
        return []
    from registry.accounts.granting import offenders

    return [
        Warning(
            f"{user.username}：{reason}",
            hint="在“更多 · 账号”里收回多余的角色。",
            id="deploy.W011",
        )
        for user, reason in offenders()
    ]
