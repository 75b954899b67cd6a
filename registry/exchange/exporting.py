"""A question's assets as a file, in Chinese columns that an import understands again."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from django.utils.datastructures import MultiValueDict

from gis.writers import write
from registry.exchange.actors import SYSTEM
from registry.exchange.columns import table_of
from registry.filters import Question
from registry.models import Project, User

SHAPEFILES = {".shp", ".zip"}


class NothingToExport(Exception):
    """No right to export, or no asset in the answer; the text says which."""


@dataclass(frozen=True)
class ExportOrder:
    """A question, asked by someone, and the file that its answer becomes."""

    path: Path
    format: str | None = None
    crs: str = "EPSG:4490"
    encoding: str = "utf-8"
    query: str = ""
    user: User | None = None


def export_file(order):
    """Write the file; says what was written and what had to be changed for it."""
    assets = chosen_assets(order)
    if not assets.exists():
        raise NothingToExport("没有符合条件、可以导出的设备设施。")
    frame = table_of(assets, short_names=order.path.suffix.lower() in SHAPEFILES)
    return write(frame, order.path, format=order.format, crs=order.crs, encoding=order.encoding)


def chosen_assets(order):
    """Assets of the answer in projects from which the person may take data out."""
    actor = order.user or SYSTEM
    verdict = actor.rights.may("export")
    if not verdict:
        raise NothingToExport(f"{verdict.reason}。")
    params = MultiValueDict(parse_qs(order.query.lstrip("?"), keep_blank_values=True))
    question = Question(params, actor)
    return question.assets().filter(project__in=Project.objects.within(actor, "export"))
