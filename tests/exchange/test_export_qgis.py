"""What QGIS makes of our files, where it is installed: its own Python opens each export."""

import json
import os
import re
import subprocess
from functools import cache
from pathlib import Path
from shutil import which

import pytest
from django.contrib.gis.geos import LineString

LOOK = Path(__file__).with_name("qgis_look.py")
#: The system's own first: a virtual environment's does not see QGIS.
PYTHONS = ("/usr/bin/python3", which("python3"))
WORDS = ("西区燃气管网更新", "煤气-１号", "球墨铸铁", "苏铁中路")
COLUMNS = ("项目名称", "编号", "材质", "所在道路")
#: As a .dbf in UTF-8 has them: what fits into ten bytes.
SHORT = ("项目名", "编号", "材质", "所在道")


@cache
def qgis_python():
    for python in PYTHONS:
        if python and not run(python, "-c", "import qgis.core").returncode:
            return python
    return None


def run(*command):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(command, capture_output=True, env=environment)


@pytest.fixture
def pipes(make_project):
    """One of Chinese words, and one that is not on the map."""
    project, pipe = make_project(name=WORDS[0]), {"kind": "pipe", "medium": "gas"}
    project.assets.create(
        **pipe,
        number=WORDS[1],
        attributes={"material": WORDS[2], "road": WORDS[3]},
        location=LineString((101.6, 26.6), (101.61, 26.61)),
    )
    project.assets.create(**pipe, number="未上图")


@pytest.fixture
def looked_at(take, pipes):
    """The layers that QGIS finds in each of the exports, which are names and options."""
    if not qgis_python():
        pytest.skip("QGIS is not installed")

    def look(*exports):
        paths = []
        for name, *options in exports:
            code, path = take(name, *options)
            assert code == 0
            paths.append(str(path))
        done = run(qgis_python(), LOOK, *paths)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        found = json.loads(done.stdout.decode().splitlines()[-1])
        return [found[path] for path in paths]

    return look


def test_qgis_reads_every_word_and_place(looked_at):
    """As on the map: the unmapped one is in a table beside shapefile and KML."""
    exports = {
        ("甲.shp", "--encoding", "gbk"): (COLUMNS, 1),
        ("乙.shp",): (SHORT, 1),
        ("丙.gpkg",): (COLUMNS, 2),
        ("丁.geojson",): (COLUMNS, 2),
        ("戊.kml",): (COLUMNS, 1),
        ("己.fgb",): (COLUMNS, 2),
    }
    for found, (columns, count) in zip(looked_at(*exports), exports.values(), strict=True):
        (layer,) = found
        assert len(layer["rows"]) == count
        (row,) = (row for row in layer["rows"] if row["shape"])
        values = dict(zip(layer["fields"], row["values"], strict=True))
        assert tuple(values[column] for column in columns) == WORDS
        places = [float(each) for each in re.findall(r"[\d.]+", row["shape"])]
        assert [each for each in places if each] == [101.6, 26.6, 101.61, 26.61]


def test_qgis_knows_the_systems(looked_at):
    systems = ("EPSG:4490", "EPSG:4543", "EPSG:4522", "EPSG:4326", "EPSG:3857")
    exports = [
        (f"管段{crs[5:]}.{suffix}", "--crs", crs)
        for crs in systems
        for suffix in ("shp", "gpkg", "fgb")
    ]
    for found, (name, _, crs) in zip(looked_at(*exports), exports, strict=True):
        assert [layer["crs"] for layer in found] == [crs], name


def test_qgis_draws_a_geopackage_by_its_own_style(looked_at):
    ((layer,),) = looked_at(("管段.gpkg",))
    assert "燃气" in layer["categories"]
