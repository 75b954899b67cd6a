"""A project moves while it is taken out: rows and places of a workbook are of one moment."""

from io import BytesIO

import openpyxl
import pytest

from registry.models import ExportRecord, Project
from registry.reports import table
from registry.rounds import workbook
from tests.factories import ProjectFactory, RoundReportFactory
from tests.meanwhile import in_thread


@pytest.fixture
def moved_before(monkeypatch):
    """`moved_before(module, name, **change)`: all projects change before the function is called."""

    def arrange(module, name, **change):
        called = getattr(module, name)

        def late(*args):
            thread, refused = in_thread(lambda: Project.objects.update(**change))
            thread.join()
            assert not refused
            return called(*args)

        monkeypatch.setattr(module, name, late)

    return arrange


def rows_of(answer):
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue())).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]


def test_of_the_register(committed_db, login, analyst, moved_before):
    """Whatever sector a row tells of, the right to fetch the file is asked of that one."""
    ProjectFactory(district_id="510402", sector_id="A03")
    moved_before(table, "shown", sector_id="A11")
    rows = rows_of(login(analyst).post("/projects/table.xlsx", {"column": ["sector"]}))
    record = ExportRecord.objects.get()
    assert Project.objects.get().sector_id == "A11"
    assert rows[1:] == [["供水设施设备更新"]]
    assert (record.is_restricted, [sector for _, sector, _ in record.places]) == (False, ["A03"])


def test_of_a_round(committed_db, login, analyst, moved_before):
    report = RoundReportFactory(project__district_id="510402")
    moved_before(workbook, "title_of", district_id="510403")
    rows = rows_of(login(analyst).post(f"/rounds/{report.round_id}/table.xlsx"))
    record = ExportRecord.objects.get()
    assert Project.objects.get().district_id == "510403"
    assert [row[2] for row in rows[:1]] == ["东区"]
    assert [district for district, *_ in record.places] == ["510402"]
