"""Columns of our own export that tell of the project, the map or the drawing: an update never
takes them, and says so where they are not what is registered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from gis.writers.names import drawing_name
from registry.exchange import mapping
from registry.exchange.differences import is_what_fitted
from registry.exchange.staged import plain_list
from registry.kinds import KINDS
from registry.kinds.values import BadValue, as_number, as_text, is_blank

#: Rows and projects that are named; all are counted.
NAMED = 10
#: What an export leaves of a length in metres, and what people round it to.
HAIR_M = 0.006


@dataclass(frozen=True)
class Fact:
    """What is registered of an asset (None for a new one) in its project; where to change it."""

    of: Callable
    advice: str


def heading(asset):
    """As a placemark is called."""
    return asset and (asset["name"] or asset["number"] or KINDS[asset["kind"]].label)


ON_ITS_PAGE = "请在项目的“修改”页改"
FACTS = {
    "项目编号": Fact(lambda asset, project: project.number, "设施留在原来的项目"),
    "项目名称": Fact(lambda asset, project: project.name, ON_ITS_PAGE),
    "领域": Fact(lambda asset, project: project.sector.name, ON_ITS_PAGE),
    "领域代码": Fact(lambda asset, project: project.sector_id, ON_ITS_PAGE),
    "地区": Fact(lambda asset, project: project.district.name, ON_ITS_PAGE),
    "地区代码": Fact(lambda asset, project: project.district_id, ON_ITS_PAGE),
    "阶段": Fact(lambda asset, project: project.get_stage_display(), "请在项目页办理"),
    "图上长度": Fact(
        lambda asset, project: asset and asset["length_m"],
        "它由图形算出，实测的长度写在“计量长度”列",
    ),
}
#: What drawings have instead of columns, by their driver.
DRAWN = {
    "KML": {"name": Fact(lambda asset, project: heading(asset), "名称写在“名称”一项里")},
    "DXF": {"图层": Fact(lambda asset, project: drawing_name(project.sector.name), ON_ITS_PAGE)},
}


@dataclass
class Difference:
    """One column that is not what is registered."""

    count: int = 0
    rows: list = field(default_factory=list)
    projects: dict = field(default_factory=dict)

    def note(self, row, project):
        self.count += 1
        self.projects[project.number] = None
        if len(self.rows) < NAMED:
            self.rows.append(row)

    @property
    def words(self):
        rows = "、".join(map(str, self.rows)) + " 行" + "等" * (self.count > len(self.rows))
        projects = "、".join(list(self.projects)[:NAMED]) + "等" * (len(self.projects) > NAMED)
        return f"第 {rows}，项目 {projects}"


class ToldColumns:
    """Holds what such columns say against the register, batch by batch."""

    def __init__(self, rows, report):
        self.rows, self.report = rows, report
        # What says of which project a row is has been understood, however it is written.
        told = [column for column in rows.told if column != rows.order.project_column]
        columns = mapping.told_by_label(told)
        self.facts = {columns[label]: fact for label, fact in FACTS.items() if label in columns}
        drawn = DRAWN.get(rows.driver, {})
        self.facts |= {column: fact for column, fact in drawn.items() if column in rows.told}
        self.differences = {column: Difference() for column in self.facts}

    def compare(self, batch, found):
        """`found` are `(place, asset, project)` of the rows that are not refused."""
        for column, fact in self.facts.items():
            said = plain_list(self.rows.sheet.values(batch, column))
            for place, asset, project in found:
                if not is_blank(said[place]) and not self._is_so(
                    said[place], fact.of(asset, project)
                ):
                    self.differences[column].note(int(batch.rows[place]), project)

    def _is_so(self, said, registered):
        if registered is None or said == registered:
            return True
        if isinstance(registered, float):
            return is_length(said, registered)
        text, known = as_text(said), as_text(registered)
        return text == known or is_what_fitted(self.rows, known, text)

    def finish(self):
        """Say once a column what was not taken."""
        for column, found in self.differences.items():
            if found.count:
                told = {"count": found.count, "where": found.words}
                advice = self.facts[column].advice
                self.report.warn(0, column, "told_differs", column=column, advice=advice, **told)


def is_length(said, metres):
    try:
        number = said if isinstance(said, float) else float(as_number(said))
        return abs(number - metres) <= HAIR_M
    except BadValue:
        return False
