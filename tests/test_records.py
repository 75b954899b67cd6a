"""What the database refuses by itself, whichever door is used, and how it says so."""

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from pyproj import Geod

from registry.choices import OrganisationType
from registry.models import Asset, Organisation, Project, Sector
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory, place

pytestmark = pytest.mark.django_db


def geometry(wkt):
    return GEOSGeometry(f"SRID=4490;{wkt}")


def test_numbers_are_a_plain_sequence():
    first, second = ProjectFactory(), ProjectFactory()
    assert first.number == f"RA-{first.pk:06d}"
    assert second.pk == first.pk + 1


def test_a_number_of_seven_digits_is_not_cut():
    project = ProjectFactory(id=1_234_567)
    assert project.number == "RA-1234567"


def test_length_is_geodesic_and_metres():
    asset = AssetFactory()
    asset.refresh_from_db()
    line = list(zip(*asset.location.coords, strict=True))
    assert asset.length_m == pytest.approx(Geod(ellps="GRS80").line_length(*line), rel=1e-9)
    assert asset.area_m2 is None


@pytest.mark.parametrize(
    ("kind", "wkt", "name", "words"),
    [
        ("pipe", "POINT (101.7 26.5)", "location_fits_kind", "图形类型与设备类别不符"),
        ("elevator", "LINESTRING (101.7 26.5, 101.8 26.5)", "location_fits_kind", "图形类型"),
        ("pipe", "LINESTRING (101.7 26.5, 191 26.5)", "location_sound", "坐标超出范围"),
        ("elevator", "POINT EMPTY", "location_sound", "图形无效"),
        ("building", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "location_sound", "自相交"),
    ],
)
def test_a_wrong_shape_is_refused_in_words_and_by_the_database(kind, wkt, name, words):
    asset = AssetFactory.build(kind=kind, project=ProjectFactory(), location=geometry(wkt))
    with pytest.raises(ValidationError, match=words):
        asset.validate_constraints()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        asset.save()


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_bad_coordinates_do_not_get_past_the_check(bad):
    asset = AssetFactory(kind="elevator")
    with pytest.raises(DatabaseError), transaction.atomic():
        Asset.objects.filter(pk=asset.pk).update(location=place("elevator", longitude=bad))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"investment_wan": -1}, "总投资不能为负数"),
        ({"equipment_wan": 101}, "设备投资不能大于总投资"),
        ({"planned_start": "2026-02-01", "planned_finish": "2026-01-01"}, "拟竣工日期不能早于"),
        ({"actual_start": "2099-01-01"}, "1950 年至 2059 年"),
        ({"platform_code": "2413-510402-04-01-123456"}, "24 位"),
        ({"platform_code": "2405-511402-04-01-123456"}, "行政区划“511402”不是本市的"),
    ],
)
def test_a_wrong_project_is_refused_in_words(changes, words):
    project = ProjectFactory()
    for name, value in changes.items():
        setattr(project, name, value)
    with pytest.raises(ValidationError, match=words):
        project.full_clean()


@pytest.mark.parametrize("changes", [{"investment_wan": -1}, {"stage": "nowhere"}])
def test_plain_sql_meets_the_same_refusal(changes):
    project = ProjectFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**changes)


@pytest.mark.parametrize("year", [1949, 2060])
def test_a_year_far_off_is_told_both_ends(year):
    with pytest.raises(ValidationError, match="年份应在 1950 年至 2059 年之间"):
        AssetFactory.build(project=ProjectFactory(), year_laid=year).validate_constraints()


def test_negative_money_is_refused():
    with pytest.raises(IntegrityError, match="funding_not_negative"):
        FundingLineFactory(amount_wan=-1)


def test_only_pipes_have_a_medium():
    with pytest.raises(IntegrityError, match="medium_of_pipes"):
        AssetFactory(kind="elevator", medium="gas")


def test_an_asset_number_is_used_once_a_project_but_may_be_empty():
    asset = AssetFactory(number="G1")
    AssetFactory(number="G1")
    AssetFactory(project=asset.project, number="")
    AssetFactory(project=asset.project, number="")
    with pytest.raises(IntegrityError, match="asset_number_once"):
        AssetFactory(project=asset.project, number="G1")


def test_a_camera_stands_only_in_the_restricted_sector():
    camera = AssetFactory(kind="camera", project=ProjectFactory(sector_id="A11"))
    with pytest.raises(IntegrityError, match="摄像机只能登记在视频监控领域"), transaction.atomic():
        AssetFactory(kind="camera")
    with pytest.raises(IntegrityError, match="领域只能是视频监控"), transaction.atomic():
        Project.objects.filter(pk=camera.project_id).update(sector="A03")


def test_secrets_are_not_kept():
    with pytest.raises(IntegrityError, match="no_secrets"):
        AssetFactory(classification="secret")


def test_version_is_raised_by_the_database_and_only_by_a_change():
    asset = AssetFactory()
    Asset.objects.filter(pk=asset.pk).update(medium="gas")
    assert Asset.objects.get(pk=asset.pk).version == 1
    Asset.objects.filter(pk=asset.pk).update(medium="rain", version=99)
    assert Asset.objects.get(pk=asset.pk).version == 2


def test_history_keeps_the_old_row_of_updates_and_deletes_whatever_the_door():
    asset = AssetFactory()
    old_place = asset.location
    Asset.objects.filter(pk=asset.pk).update(location=place("pipe", 101.5))
    Asset.objects.all().delete()
    events = list(asset.events.model.objects.filter(pgh_obj_id=asset.pk).order_by("pgh_id"))
    assert [event.pgh_label for event in events] == ["update", "delete"]
    assert events[0].location.equals(old_place)
    assert events[1].location.coords[0] == (101.5, 26.58)


def test_history_cannot_be_rewritten():
    asset = AssetFactory()
    Asset.objects.filter(pk=asset.pk).update(name="新名")
    events = asset.events.model.objects.all()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        events.delete()


def test_the_reference_rows_are_those_of_the_policy():
    assert Organisation.objects.filter(type=OrganisationType.DEPARTMENT).count() == 30
    territories = Organisation.objects.filter(type=OrganisationType.TERRITORY)
    assert set(territories.values_list("district_id", flat=True)) == {
        *("510402", "510403", "510411", "510421", "510422", "VTGXQ")
    }
    assert list(Sector.objects.restricted().values_list("code", flat=True)) == ["A11"]
    gas = Sector.objects.get(code="A06")
    assert [lead.name for lead in gas.leads.all()] == ["市城管执法局"]


def test_an_asset_without_name_and_number_is_not_called_by_the_number_of_its_row():
    assert str(Asset(pk=4676, kind="pipe")) == "没有名称和编号的管段"
