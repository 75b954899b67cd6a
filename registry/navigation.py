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
class ProjectPage:
    """A page of one project, in the row of all of them; without `action` it is anyone's who sees
    the project.
    """

    label: str
    url_name: str
    action: str | None = None


PROJECT_PAGES = (
    ProjectPage("概况", "registry:project"),
    ProjectPage("资金", "registry:project_money"),
    ProjectPage("资料和照片", "registry:papers"),
    ProjectPage("审核", "registry:project_review"),
    ProjectPage("历史", "registry:project_history"),
    ProjectPage("绘制", "registry:project_draw", "edit"),
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
    here = nearest(urls.values(), path)
    links = {place: [] for place in HeaderPlace.values}
    for entry, url in urls.items():
        badge = entry.badge(user) if entry.badge else 0
        links[entry.place].append(Link(entry.label, url, url == here, badge))
    return links


def pages_of(project, user, path):
    """The pages of one project that this person may open, the one at `path` or above it marked."""
    may_open = [
        page
        for page in PROJECT_PAGES
        if page.action is None or user.rights.may(page.action, project)
    ]
    urls = {page: reverse(page.url_name, args=(project.number,)) for page in may_open}
    here = nearest(urls.values(), path)
    return [Link(page.label, url, url == here) for page, url in urls.items()]


def nearest(urls, path):
    """Where one stands: `/projects/new/` lies under `/projects/`, nothing but the map under `/`."""
    return max((url for url in urls if is_under(url, path)), key=len, default=None)


def is_under(url, path):
    return path == url or (url != "/" and path.startswith(url))
