"""Files, projects and people for imports and exports."""

import json

import geopandas
import pytest
import shapely
from django.core.management import CommandError, call_command

from gis.readers import staging
from tests.factories import ProjectFactory, UserFactory


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch):
    """A process for each of hundreds of files would take minutes; gis' own tests start them."""

    def here(task, arguments, *, progress=None, **limits):
        staging.write(**arguments, progress=progress or (lambda done, total: None))

    monkeypatch.setattr(staging, "run", here)


def finished(command, *arguments):
    """The exit code that a shell would see."""
    try:
        call_command(command, *map(str, arguments))
    except CommandError as refusal:
        return refusal.returncode
    return 0


@pytest.fixture
def bring(tmp_path, db):
    """Import a file by command; the exit code and the report come back."""

    def run(path, *options):
        report = tmp_path / "report.json"
        code = finished("import_assets", path, *options, "--report", report)
        return code, json.loads(report.read_text())

    return run


@pytest.fixture
def take(tmp_path, db):
    """Export by command to a new file; the exit code and the path come back."""

    def run(name, *options):
        path = tmp_path / "out" / name
        (tmp_path / "out").mkdir(exist_ok=True)
        return finished("export_assets", path, *options), path

    return run


@pytest.fixture
def make_file(tmp_path):
    """Write columns and shapes to a file; short lines in 西区 unless shapes are given."""

    def make(name="管段.gpkg", *, shapes=None, crs=4490, encoding=None, **columns):
        count = len(next(iter(columns.values())))
        frame = geopandas.GeoDataFrame(columns, geometry=shapes or lines(count), crs=4490)
        path = tmp_path / name
        frame.to_crs(crs).to_file(path, **({"encoding": encoding} if encoding else {}))
        return path

    return make


def lines(count):
    return [
        shapely.LineString([(101.6 + n / 1000, 26.6), (101.6 + n / 1000, 26.601)])
        for n in range(count)
    ]


@pytest.fixture
def make_project(db):
    def make(*, sector="A06", district="510403", **facts):
        return ProjectFactory(sector_id=sector, district_id=district, **facts)

    return make


@pytest.fixture
def make_person(db):
    def make(organisation, role="reporter"):
        return UserFactory(organisation=organisation, role=role)

    return make
