"""The engine as jobs use it: a batch is diagnosed, checked, written and taken back."""

import json

import geopandas
import pytest
import shapely

from gis.errors import GisError
from registry.exchange.engine import check_batch, undo_batch, write_batch
from registry.exchange.order import ImportOrder, NewProject
from registry.models import Asset, ColumnMemory, ImportBatch
from registry.refusals import Refusal
from registry.uploads import keep_file

ORDER = {"kind": "pipe", "new_project": {"name": "更新", "sector": "A06", "district": ""},
         "constants": [["medium", "gas"]]}  # fmt: skip


def silent(done, total=0, text=""):
    assert done <= total or not total


@pytest.fixture
def make_batch(db, make_person):
    def make(path, **order):
        stored = keep_file(path)
        return ImportBatch.objects.create(
            **vars(stored), order=order, imported_by=make_person("taskforce")
        )

    return make


def test_an_order_survives_being_kept(tmp_path):
    order = ImportOrder(
        tmp_path / "a.shp",
        kind="pipe",
        new_project=NewProject("更新", "A06"),
        columns=(("管径", "规格"),),
        values=(("material", "球铁", "球墨铸铁"),),
        mends=("invalid",),
        table={"header_rows": [2]},
    )
    kept = json.loads(json.dumps(order.as_json()))
    assert ImportOrder.from_json(kept, path=order.path) == order


def test_a_file_without_a_word_about_its_system_is_diagnosed(make_batch, make_file, outline):
    outline("510403", 101.5, 26.5, 101.8, 26.7)
    path = make_file(
        "管.gpkg", 甲=["球墨铸铁", "PE", "钢"], 规格=[200, 300, 110], 编号=["1", "2", "3"]
    )
    batch = make_batch(path)
    check_batch(batch, silent)
    batch.refresh_from_db()
    diagnosis = json.loads(json.dumps(batch.diagnosis))
    assert diagnosis["crs"]["found"] == "EPSG:4490"
    assert diagnosis["kinds"]["guesses"][0]["fits"]
    assert len(diagnosis["preview"]["features"]) == 3
    assert diagnosis["geometry"]["types"] == [{"type": "线", "count": 3}]


def test_columns_are_known_by_name_and_by_what_they_hold(make_batch, make_file):
    path = make_file(甲=["球墨铸铁", "PE", "钢"], 编号=["1", "2", "3"], 片区=["江北", "甲", "乙"])
    batch = make_batch(path, kind="pipe")
    check_batch(batch, silent)
    found = {c["name"]: (c["field_name"], c["how"]) for c in batch.diagnosis["columns"]["found"]}
    assert found == {
        "甲": ("material", "content"),
        "编号": ("number", "name"),
        "片区": ("", "kept"),
    }
    assert batch.diagnosis["proposal"]["columns"] == [["material", "甲"]]


def test_a_batch_is_checked_written_and_taken_back(make_batch, make_file):
    batch = make_batch(make_file(编号=["1", "2"]), **ORDER)
    check_batch(batch, silent)
    assert (batch.report["rows_ready"], Asset.objects.count()) == (2, 0)
    write_batch(batch, silent)
    batch.refresh_from_db()
    assert (batch.status, batch.rows_added, Asset.objects.count()) == ("written", 2, 2)
    undo_batch(batch, silent)
    assert (batch.status, Asset.objects.count()) == ("undone", 0)


def test_what_was_not_answered_is_not_written(make_batch, make_file):
    line = shapely.LineString([(101.6, 26.6), (101.61, 26.6)])
    batch = make_batch(make_file(编号=["1", "2"], shapes=[line, line]), **ORDER)
    check_batch(batch, silent)
    with pytest.raises(Refusal):
        write_batch(batch, silent)
    assert not Asset.objects.exists()
    batch.order["accepted"] = ["duplicate_in_file"]
    write_batch(batch, silent)
    assert Asset.objects.count() == 2


def test_an_order_changed_after_the_check_has_to_be_checked_again(make_batch, make_file):
    batch = make_batch(make_file(编号=["1"]), **ORDER)
    check_batch(batch, silent)
    batch.order["constants"] = [["medium", "water"]]
    with pytest.raises(Refusal, match="重新检查"):
        write_batch(batch, silent)


def test_a_file_is_refused_in_words_and_its_rejects_are_kept(make_batch, make_file, settings):
    batch = make_batch(make_file(材质=["PE", "木"]), **ORDER)
    check_batch(batch, silent)
    assert batch.report["rows_refused"] == 1
    assert (settings.MEDIA_ROOT / batch.rejects).exists()


def test_being_called_off_leaves_nothing(make_batch, make_file):
    batch = make_batch(make_file(编号=["1"]), **ORDER)
    check_batch(batch, silent)

    class Cancelled(BaseException):
        pass

    def stop(done, total=0, text=""):
        if text == "写入":
            raise Cancelled

    with pytest.raises(Cancelled):
        write_batch(batch, stop)
    assert not Asset.objects.exists()


def test_a_header_is_remembered_for_the_next_file(make_batch, make_file):
    batch = make_batch(
        make_file(规格=[200], 编号=["1"]), **ORDER, columns=[["diameter_mm", "规格"]]
    )
    check_batch(batch, silent)
    write_batch(batch, silent)
    assert ColumnMemory.objects.get().mapping["columns"] == [["diameter_mm", "规格"]]
    again = make_batch(make_file("b.gpkg", 编号=["7"], 规格=[300]), kind="pipe")
    again.imported_by = batch.imported_by
    check_batch(again, silent)
    found = {c["name"]: c["how"] for c in again.diagnosis["columns"]["found"]}
    assert found == {"编号": "name", "规格": "memory"}


def test_of_several_layers_one_is_asked_for_first(make_batch, make_file):
    path = make_file("两层.gpkg", 编号=["1"])
    geopandas.read_file(path).to_file(path, layer="另一层")
    batch = make_batch(path)
    with pytest.raises(GisError, match="several layers"):
        check_batch(batch, silent)
    batch.refresh_from_db()
    assert sorted(batch.diagnosis["format"]["layers"]) == ["两层", "另一层"]
    assert "columns" not in batch.diagnosis
    batch.order = {"layer": "另一层"}
    check_batch(batch, silent)
    assert batch.diagnosis["format"]["layer"] == "另一层"
