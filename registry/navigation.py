"""Where a person may go from every page: one table, of which each sees his own part."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse

from registry.reference import TABLES
from registry.workflow.queue import badge, waits_for


class HeaderPlace(TextChoices):
    """Where an entry stands in the header; a narrow screen keeps the bar for MAIN alone."""

    MAIN = "main"
    FILES = "files"
    OFFICE = "office"
    OWN = "own"


def anyone(user):
    return True


def sees_projects(user):
    return user.rights.may("view")


def holds(power):
    return lambda user: user.rights.may_use(power)


@dataclass(frozen=True)
class Entry:
    """A page that the header leads to; `badge` counts what waits there for the person."""

    label: str
    url_name: str
    place: HeaderPlace
    shown_to: Callable[[Any], Any] = anyone
    badge: Callable[[Any], int | str] | None = None


ENTRIES = (
    Entry("地图", "layers:map", HeaderPlace.MAIN, sees_projects),
    Entry("总览", "registry:overview", HeaderPlace.MAIN, sees_projects),
    Entry("项目库", "registry:project_list", HeaderPlace.MAIN, sees_projects),
    Entry("待办", "registry:todo", HeaderPlace.MAIN, waits_for, badge),
    Entry(
        "导入",
        "registry:import_list",
        HeaderPlace.FILES,
        lambda user: user.rights.may("import") or user.rights.may_use("log"),
    ),
    Entry(
        "导出",
        "registry:export_list",
        HeaderPlace.FILES,
        lambda user: user.rights.may("export") or user.rights.may_use("log"),
    ),
    Entry("调度", "registry:round_list", HeaderPlace.OFFICE, sees_projects),
    Entry(
        "申报规则",
        "registry:batch_list",
        HeaderPlace.OFFICE,
        lambda user: sees_projects(user) or user.rights.may_use("rules"),
    ),
    Entry("资金规则", "registry:funding_rule_list", HeaderPlace.OFFICE, sees_projects),
    Entry("审计日志", "registry:log", HeaderPlace.OFFICE, holds("log")),
    Entry(
        "账号",
        "registry:person_list",
        HeaderPlace.OFFICE,
        lambda user: user.rights.may_use("accounts") or user.rights.may_use("rights"),
    ),
    Entry(
        "单位和基础数据",
        "registry:reference",
        HeaderPlace.OFFICE,
        lambda user: any(table.shown_to(user) for table in TABLES.values()),
    ),
    Entry("大屏授权", "registry:kiosk_list", HeaderPlace.OFFICE, holds("kiosks")),
    Entry("权限", "registry:rights", HeaderPlace.OWN),
    Entry("我的账号", "registry:account", HeaderPlace.OWN),
    Entry("参考图层", "registry:layer_list", HeaderPlace.OFFICE, holds("layers")),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool
    badge: int | str = 0


def links_for(user, path):
    """By place, the links that this person sees on the page at `path`."""
    urls = {entry: reverse(entry.url_name) for entry in ENTRIES if entry.shown_to(user)}
    # `/projects/new/` lies under `/projects/`; nothing but the map itself lies under `/`.
    here = max((url for url in urls.values() if is_under(url, path)), key=len, default=None)
    links = {place: [] for place in HeaderPlace.values}
    for entry, url in urls.items():
        badge = entry.badge(user) if entry.badge else 0
        links[entry.place].append(Link(entry.label, url, url == here, badge))
    return links


def is_under(url, path):
    return path == url or (url != "/" and path.startswith(url))
