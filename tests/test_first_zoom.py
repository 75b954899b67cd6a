"""From afar works in single streets are counted in circles; what can be made out is drawn."""

import pytest
from django.contrib.gis.geos import LineString
from django.http import QueryDict

from layers.catalog import LEGIBLE_FROM_ZOOM
from layers.zooms import first_zoom
from registry.question import Question
from tests.factories import AssetFactory, ProjectFactory, place
from tests.test_tiles import get, tile_at

CITY_ZOOM = 9


def street(**facts):
    line = LineString([(101.7, 26.58), (101.704, 26.581)], srid=4490)
    return AssetFactory(location=line, **facts)


def long_pipeline(**facts):
    return AssetFactory(location=LineString([(101.5, 26.4), (101.9, 26.7)], srid=4490), **facts)


@pytest.fixture
def shown(login, leader):
    """The layers of the city's tile, and of one close by."""

    def layers(query=""):
        client = login(leader)
        return [list(get(client, tile_at(101.7, 26.58, zoom), query)) for zoom in (CITY_ZOOM, 13)]

    return layers


@pytest.mark.django_db
class TestFirstZoom:
    def test_a_street_is_a_circle_from_afar_and_a_line_close_by(self, shown):
        street()
        assert shown() == [["groups"], ["assets"]]

    def test_a_long_pipeline_is_always_a_line(self, shown):
        long_pipeline()
        assert shown() == [["assets"], ["assets"]]

    def test_a_pipeline_among_many_streets_does_not_make_specks_of_them(self, shown):
        long_pipeline()
        for _ in range(40):
            street(project=ProjectFactory())
        assert shown() == [["groups"], ["assets"]]

    def test_a_place_gone_astray_makes_no_specks_of_the_city(self, shown):
        astray = LineString([(92.3, 26.58), (101.7, 26.58)], srid=4490)
        AssetFactory(location=astray, project=ProjectFactory())
        for _ in range(40):
            street(project=ProjectFactory())
            AssetFactory(project=ProjectFactory(), location=None)
        assert shown() == [["groups"], ["assets"]]

    def test_what_has_no_place_makes_nothing_narrow(self, shown):
        long_pipeline()
        for _ in range(40):
            AssetFactory(project=ProjectFactory(), location=None)
        assert shown() == [["assets"], ["assets"]]

    def test_where_only_the_pipeline_is_asked_for_it_is_drawn(self, shown):
        long_pipeline(project=ProjectFactory(name="跨区输水主管"))
        for _ in range(40):
            street(project=ProjectFactory(name="街巷管网"))
        assert shown("q=跨区输水主管") == [["assets"], ["assets"]]

    def test_a_single_lift_is_a_circle_from_afar(self, shown):
        AssetFactory(kind="elevator", location=place("elevator", 101.7, 26.58))
        assert shown() == [["groups"], ["assets"]]

    def test_nothing_begins_somewhere(self, leader):
        assert first_zoom(Question(QueryDict(""), leader)) == LEGIBLE_FROM_ZOOM
