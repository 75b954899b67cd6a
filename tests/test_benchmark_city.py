"""The benchmark city, in small: as many assets as asked, of a city's size and spread."""

from io import StringIO
from itertools import pairwise

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import CommandError, call_command
from django.db.models import F, Max, Q, Sum

from deploy import life_bench
from registry.models import Asset, AssetTotal, District, Project, StageChange
from registry.seed.chronicle import TODAY
from registry.workflow.moves import find
from registry.workflow.states import State
from tests.factories import UserFactory
from tests.leading import may_lead


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
        assert State.of(change) == State.of(change.project)
        assert change.effective_on <= TODAY


def test_benchmark_changes_follow_the_table(benchmark):
    for project in Project.objects.prefetch_related("stage_changes"):
        for before, after in pairwise(project.stage_changes.all()):
            move = find(after.move, State.of(before))
            assert move, (project, after)
            assert may_lead(move, State.of(before), State.of(after)), (project, after)


def test_new_projects_are_numbered_after_the_benchmark_city(benchmark):
    last = Project.objects.aggregate(last=Max("id"))["last"]
    sample = Project.objects.first()
    new = Project.objects.create(
        name="新项目", sector=sample.sector, lead=sample.lead, district=sample.district
    )
    assert new.pk == last + 1


def test_benchmark_cameras_stand_in_the_restricted_sector(benchmark):
    assert not Asset.objects.filter(Q(kind="camera") & ~Q(project__sector="A11")).exists()


def test_every_page_of_a_life_that_is_measured_answers(benchmark, client):
    client.force_login(UserFactory(is_superuser=True))
    labels = []
    for label, url in life_bench.pages():
        assert client.get(url).status_code == 200, label
        labels.append(label)
    assert len(set(labels)) == len(labels) >= 20


def test_too_small_a_benchmark_city_is_refused(db):
    with pytest.raises(CommandError, match="至少"):
        seed(3)


def test_beside_another_citys_outlines_the_demo_brings_its_own(db):
    District.objects.all().update(outline=None)
    elsewhere = MultiPolygon(Polygon.from_bbox((120, 22, 121, 23)), srid=4490)
    District.objects.create(code="1001205005", name="三奶里", outline=elsewhere)
    seed(240)
    ours = District.objects.outlined().filter(is_indicative=True)
    assert ours.count() == 5
    assert District.objects.get(pk="1001205005").outline.equals(elsewhere)


def test_an_authoritys_outline_is_not_replaced_by_the_demos(db):
    given = MultiPolygon(Polygon.from_bbox((101, 26, 102, 27)), srid=4490)
    District.objects.filter(pk="510402").update(outline=given)
    seed(240)
    kept = District.objects.get(pk="510402")
    assert kept.outline.equals(given)
    assert not kept.is_indicative
    assert District.objects.outlined().filter(is_indicative=True).count() == 4
