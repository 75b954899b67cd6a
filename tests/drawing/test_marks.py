"""坐标系未转换 follows what is left of a place, and goes from what was drawn without it."""

import pytest
from django.contrib.gis.geos import LineString

from tests.drawing.conftest import create, delete, geojson, update
from tests.factories import AssetFactory

MARK = {"坐标系未转换": "EPSG:2379!unconverted"}
OLD = [[101.70, 26.58], [101.71, 26.59], [101.72, 26.59]]
ELSEWHERE = [[101.7003, 26.5801], [101.7103, 26.5902]]


@pytest.fixture
def asset(project):
    marked = MARK | {"片区": "江北"}
    shape = LineString(OLD, srid=4490)
    return AssetFactory(project=project, location=shape, source_attributes=marked)


def test_a_shape_drawn_anew_loses_the_mark_and_history_keeps_it(save, asset):
    assert save(update(asset, geometry=geojson(ELSEWHERE))).status_code == 200
    asset.refresh_from_db()
    assert (asset.is_unconverted, asset.source_attributes) == (False, {"片区": "江北"})
    assert asset.events.get().is_unconverted


def test_a_moved_vertex_leaves_the_others_where_they_were(save, asset):
    assert save(update(asset, geometry=geojson([*OLD[:2], [101.73, 26.6]]))).status_code == 200
    asset.refresh_from_db()
    assert asset.is_unconverted


def test_a_new_value_is_no_new_place(save, asset):
    assert save(update(asset, values={"road": "人民路"})).status_code == 200
    asset.refresh_from_db()
    assert asset.is_unconverted


def test_both_halves_of_a_cut_keep_the_mark(save, asset, project):
    cut = [101.705, 26.585]
    half = create(geometry=geojson([cut, *OLD[1:]]))
    assert save(update(asset, geometry=geojson([OLD[0], cut])), half).status_code == 200
    assert [each.is_unconverted for each in project.assets.all()] == [True, True]


def test_what_is_joined_to_a_marked_one_is_marked(save, asset, project):
    good = AssetFactory(project=project, location=LineString(OLD[-1], [101.73, 26.59], srid=4490))
    joined = geojson([*OLD, [101.73, 26.59]])
    assert save(update(good, geometry=joined), delete(asset)).status_code == 200
    assert project.assets.get().is_unconverted


def test_what_merely_begins_at_its_end_is_not(save, asset, project):
    fresh = create(geometry=geojson([OLD[-1], [101.73, 26.59]]))
    assert (
        save(update(asset, geometry=geojson([*OLD[:2], [101.73, 26.6]])), fresh).status_code == 200
    )
    assert not project.assets.get(client_id=fresh["client_id"]).is_unconverted


def test_a_deletion_taken_back_brings_the_mark_back(save, asset, project):
    assert save(delete(asset)).status_code == 200
    again = create(client_id=str(asset.client_id), geometry=geojson(OLD), restored=True)
    assert save(again).status_code == 200
    assert project.assets.get().is_unconverted
