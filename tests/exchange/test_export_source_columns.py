"""Columns of the source file, whatever they are called and hold, in every format."""

import string

import pyogrio
import pytest

from tests.factories import AssetFactory

#: Told apart by their last digits alone, as platforms number things.
CODES = [510402198001011234, 510402198001011235, 2**53 + 1]


def columns(path):
    """`{name: values}` of a file, or of the shapefile in an archive."""
    source = f"/vsizip/{path}/{path.stem}.shp" if path.suffix == ".zip" else path
    meta, _, _, values = pyogrio.raw.read(source, layer=0, read_geometry=False)
    return dict(zip(meta["fields"], values, strict=True))


@pytest.mark.parametrize("name", ["管段.gpkg", "管段.geojson", "管段.csv", "管段.fgb", "管段.zip"])
def test_long_whole_numbers_keep_their_digits(take, name):
    for code in CODES:
        AssetFactory(source_attributes={"编码": code, "长": 3.141592653589793, "宽": 0.1})
    code, path = take(name)
    assert code == 0
    told = columns(path)
    assert sorted(map(str, told["编码"])) == sorted(map(str, CODES))
    assert {float(value) for value in told["长"]} == {3.141592653589793}
    assert {float(value) for value in told["宽"]} == {0.1}


def test_numbers_beyond_any_float_are_text(take):
    AssetFactory(source_attributes={"大": 10**400, "小": 1})
    code, path = take("管段.gpkg")
    assert code == 0
    told = columns(path)
    assert (told["大"].tolist(), told["小"].tolist()) == ([str(10**400)], [1])


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_shapefile_holds_columns_of_any_name(take, encoding):
    names = [f"{sign}列{place}" for place, sign in enumerate(string.punctuation)]
    names += ["时间:", "x/y:z", ":", "::"]
    AssetFactory(source_attributes={name: f"值{n}" for n, name in enumerate(names)})
    code, path = take("管段.zip", "--encoding", encoding)
    assert code == 0
    assert {text for (text,) in columns(path).values()} >= {f"值{n}" for n in range(len(names))}


@pytest.mark.parametrize("name", ["管段.gpkg", "管段.xlsx", "管段.zip"])
def test_long_numbers_are_no_change_when_they_come_back(take, bring, name):
    for code in CODES:
        project = AssetFactory(source_attributes={"编码": code}).project
    _, path = take(name)
    column = "项目编" if name.endswith("zip") else "项目编号"
    options = ("--project-field", column, "--crs", "EPSG:4490")
    code, report = bring(path, *options, "--mode", "update", "--accept-warnings")
    assert (code, report["rows_unchanged"], report["rows_changed"]) == (0, len(CODES), 0), report
    assert project.assets.get().source_attributes == {"编码": CODES[-1]}
