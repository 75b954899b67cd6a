"""The benchmark city, in small: as many assets as asked, of a city's size and spread."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Max, Q, Sum

from registry.models import Asset, AssetTotal, Project, StageChange
from registry.seed.chronicle import TODAY


def seed(assets):
    call_command("seed", stdout=StringIO(), verbosity=0, assets=assets)


@pytest.fixture
def benchmark(db):
    seed(2_400)


def test_the_benchmark_city_has_as_many_assets_as_asked_for(benchmark):
    assert Project.objects.count() == 100
    assert Asset.objects.filter(kind="pipe").count() == 2_000
    assert Asset.objects.exclude(kind="pipe").count() == 400
    assert not Project.objects.filter(is_example=False).exists()


def test_benchmark_segments_are_of_city_size(benchmark):
    for asset in Asset.objects.filter(kind="pipe"):
        assert 20 <= asset.length_m <= 300
        assert 3 <= len(asset.location) <= 12


def test_benchmark_roll_ups_and_money_agree(benchmark):
    assert AssetTotal.objects.aggregate(count=Sum("asset_count"))["count"] == 2_400
    assert not Project.objects.exclude(total__funded_wan=F("investment_wan")).exists()


def test_benchmark_stages_are_those_of_the_last_change(benchmark):
    last = StageChange.objects.order_by("project_id", "-id").distinct("project_id")
    for change in last.select_related("project"):
        assert (change.stage, change.standing) == (change.project.stage, change.project.standing)
        assert change.effective_on <= TODAY


def test_new_projects_are_numbered_after_the_benchmark_city(benchmark):
    last = Project.objects.aggregate(last=Max("id"))["last"]
    sample = Project.objects.first()
    new = Project.objects.create(
        name="新项目", sector=sample.sector, lead=sample.lead, district=sample.district
    )
    assert new.pk == last + 1


def test_benchmark_cameras_stand_in_the_restricted_sector(benchmark):
    assert not Asset.objects.filter(Q(kind="camera") & ~Q(project__sector="A11")).exists()


def test_too_small_a_benchmark_city_is_refused(db):
    with pytest.raises(CommandError, match="至少"):
        seed(3)
