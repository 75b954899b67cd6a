"""Real input of another city: in by command, the same out again."""

import json
from pathlib import Path

import geopandas
import pyproj
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.db.models import Sum

from registry.models import Asset, District, Project, ProjectTotal

DATA = Path(__file__).parent / "data" / "kaohsiung"
PIPES = DATA / "kh_ng_pipelines_twd97.shp"
VILLAGES = DATA / "kh_pplines_aff_villages_twd97.shp"


@pytest.fixture
def import_pipes(tmp_path, db):
    """The command's report; what the villages do not cover has to be accepted."""
    call_command("load_districts", str(VILLAGES))

    def run(*options):
        report = tmp_path / "report.json"
        target = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "高雄天然气管线")
        call_command("import_assets", str(PIPES), *target, *options, "--report", str(report))
        return json.loads(report.read_text())

    return run


def test_real_pipes_come_in_with_their_true_length_and_go_out_the_same(import_pipes, tmp_path):
    report = import_pipes("--accept-warnings")
    assert (report["rows_read"], report["rows_ready"], report["errors"]) == (609, 609, [])
    assert (report["crs"], report["encoding"]) == ("EPSG:3826", "utf-8")
    assert District.objects.outlined().count() == 202

    length_m = Asset.objects.aggregate(Sum("length_m"))["length_m__sum"]
    assert length_m == pytest.approx(geodesic_sum_m(), rel=1e-6)
    total = ProjectTotal.objects.get(project=Project.objects.get())
    assert (total.asset_count, total.unmapped_count) == (609, 0)
    assert total.length_m == pytest.approx(length_m, rel=1e-12)

    out = tmp_path / "管线.shp"
    call_command("export_assets", str(out), "--crs", "EPSG:3826")
    before, after = geopandas.read_file(PIPES), geopandas.read_file(out)
    assert after.crs.to_epsg() == 3826
    assert len(after) == 609
    apart_m = shapely.hausdorff_distance(before.geometry.array, after.geometry.array)
    assert apart_m.max() < 0.001
    assert shapely.get_num_coordinates(before.geometry.array).tolist() == (
        shapely.get_num_coordinates(after.geometry.array).tolist()
    )
    assert after["名称"].tolist() == before["NAME"].tolist()
    assert after["ID"].tolist() == before["ID"].tolist()


def test_pipes_outside_the_villages_wait_for_a_yes(import_pipes):
    with pytest.raises(CommandError, match="--accept-warnings") as refusal:
        import_pipes()
    assert refusal.value.returncode == 1
    assert not Asset.objects.exists()
    assert not Project.objects.exists()


def geodesic_sum_m():
    """From the file itself, by pyproj alone."""
    frame = geopandas.read_file(PIPES).to_crs(4326)
    ellipsoid = pyproj.Geod(ellps="GRS80")
    return sum(ellipsoid.geometry_length(line) for line in frame.geometry)
