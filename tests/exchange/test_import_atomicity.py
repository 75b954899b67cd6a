"""Whatever breaks off in the middle leaves nothing, and two at once never mix."""

from threading import Barrier, Thread

import pytest
from django.contrib.gis.geos import LineString
from django.db import connection

from registry.exchange import importing
from registry.exchange.order import ImportOrder
from registry.models import Asset, AssetEvent, ImportBatch, Project, StageChange
from tests.factories import ProjectFactory

TO_NEW = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "燃气管网更新")
STEPS = (
    "importing.locked",
    "importing.start",
    "importing.load",
    "loading.update_rows",
    "loading.copy_new_rows",
    "loading.rows_of",
)


def cut(*arguments, **options):
    raise RuntimeError("power cut")


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_break_at_any_step_leaves_nothing(bring, make_file, monkeypatch, step, after):
    module, name = step.split(".")
    target = getattr(__import__(f"registry.exchange.{module}", fromlist=[name]), name)

    def broken(*arguments, **options):
        if after:
            target(*arguments, **options)
        cut()

    monkeypatch.setattr(f"registry.exchange.{step}", broken)
    with pytest.raises(RuntimeError, match="power cut"):
        bring(make_file(编号=["1", "2"]), *TO_NEW)
    for model in (Asset, AssetEvent, ImportBatch, Project, StageChange):
        assert not model.objects.exists()


@pytest.fixture
def at_once(monkeypatch):
    """Both imports have checked before either writes."""
    barrier = Barrier(2, timeout=30)

    def together(*arguments, locked=importing.locked):
        barrier.wait()
        return locked(*arguments)

    monkeypatch.setattr(importing, "locked", together)

    def run(*orders):
        reports = [None, None]

        def work(place):
            try:
                reports[place] = importing.import_file(orders[place])
            finally:
                connection.close()

        threads = [Thread(target=work, args=(place,)) for place in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return reports

    return run


@pytest.fixture
def project(committed_db):
    return ProjectFactory(sector_id="A06", district_id="510403")


def test_of_two_imports_with_the_same_number_one_stands(project, at_once, make_file):
    files = [make_file(f"{n}.gpkg", 编号=["G1", f"X{n}"]) for n in (1, 2)]
    options = {"kind": "pipe", "project_number": project.number, "accept_warnings": True}
    reports = at_once(*(ImportOrder(path, **options) for path in files))
    assert sorted(report.committed for report in reports) == [False, True]
    refused = next(report for report in reports if not report.committed)
    assert [entry.code for entry in refused.errors] == ["refused_by_database"]
    assert (project.assets.count(), ImportBatch.objects.count()) == (2, 1)


def test_of_two_updates_of_one_asset_the_later_is_told(project, at_once, make_file):
    place = LineString((101.6, 26.6), (101.6, 26.601), srid=4490)
    asset = project.assets.create(kind="pipe", medium="gas", location=place)
    files = [
        make_file(f"{n}.gpkg", 资产标识=[str(asset.client_id)], 版本=[1], 敷设年份=[1990 + n])
        for n in (1, 2)
    ]
    options = {"kind": "pipe", "project_number": project.number, "mode": "update"}
    reports = at_once(*(ImportOrder(path, **options) for path in files))
    assert sorted(report.committed for report in reports) == [False, True]
    refused = next(report for report in reports if not report.committed)
    assert [entry.code for entry in refused.errors] == ["changed_meanwhile"]
    asset.refresh_from_db()
    assert asset.version == 2
