"""One save under hard conditions: odd texts, retries, swaps, two editors in the same moment."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connections
from django.test import Client

from registry.models import Asset, AssetEvent, District
from tests.drawing.conftest import create, delete, geojson, update
from tests.factories import AssetFactory, ProjectFactory, UserFactory


def refused(answer):
    assert answer.status_code == 422, answer.content
    return [(each["field"], each["message"]) for each in answer.json()["refused"]]


def outline(code, west):
    box = Polygon.from_bbox((west, 26.5, west + 0.2, 26.7))
    District.objects.filter(pk=code).update(outline=MultiPolygon(box, srid=4490))


@pytest.fixture
def outlines(db):
    """东区 and 西区 side by side."""
    outline("510402", 101.7)
    outline("510403", 101.5)


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
@pytest.mark.parametrize("name", ["name", "number", "road", "diameter_mm", "medium"])
def test_what_the_database_cannot_store_is_refused_in_words(save, name, text):
    (found,) = refused(save(create(values={name: text})))
    assert found[0] == name
    assert "无法保存" in found[1]


def test_an_odd_project_number_or_kind_is_nobodys(desk, save, project):
    change = {"changes": [create()]}
    for number in ("RA-%00", "x", "RA-999999999999999999", "RA-٠٠٠٠٠١"):
        url = f"/api/projects/{number}/changes"
        answer = desk.post(url, change, content_type="application/json")
        assert answer.status_code == 404
    assert save(create(kind="\0\ud800")).status_code == 422
    assert desk.get("/neighbourhood.json?bbox=101,26,101.1,26.1&without=%00").status_code == 400


def test_a_length_of_three_decimals_is_refused_and_not_rounded(save, project):
    ((field, words),) = refused(save(create(values={"declared_length_m": "1.234"})))
    assert (field, "小数" in words) == ("declared_length_m", True)
    change = create(values={"declared_length_m": 1500.3})
    assert [save(change).status_code for _ in range(2)] == [200, 200]


@pytest.mark.parametrize(
    "coordinates",
    [
        [[True, 26.5], [101.71, 26.5]],
        [["101.7", 26.5], [101.71, 26.5]],
        [[101.7], [101.71, 26.5]],
        [[101.7, 26.5, 1, 2], [101.71, 26.5, 1, 2]],
        [[101.7, None], [101.71, 26.5]],
        [[[101.7, 26.5]], [101.71, 26.5]],
        [101.7, 26.5],
        {"x": 1},
        None,
        [],
        [[10**400, 26.5], [101.71, 26.5]],
    ],
)
def test_coordinates_that_are_none_are_refused(save, project, coordinates):
    answer = save(create(geometry=geojson(coordinates)))
    assert answer.status_code in (400, 422), answer.content
    assert not project.assets.exists()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400"])
def test_a_number_that_is_none_is_refused(desk, project, number):
    for change in (
        create(geometry=geojson([["@", 26.5], [101.7, 26.6]])),
        create(values={"diameter_mm": "@"}),
        create(values={"name": "@"}),
    ):
        body = json.dumps({"changes": [change]}).replace('"@"', number)
        url = f"/api/projects/{project.number}/changes"
        answer = desk.post(url, body, content_type="application/json")
        assert answer.status_code in (400, 422), (change, answer.content)
    assert not project.assets.exists()


@pytest.mark.parametrize("change", [{"version": "1"}, {"version": 1.5}, {"version": True},
                                    {"version": -1}, {"values": {"name": True}},
                                    {"values": {"name": ["x"]}}, {"client_id": "x"},
                                    {"outside_confirmed": "yes"}, {"geometry": "POINT"},
                                    {"surplus": 1}, {"op": "paint"}])  # fmt: skip
def test_a_wrong_type_is_named_with_its_change(save, project, change):
    asset = AssetFactory(project=project)
    answer = save(create(), update(asset, **change))
    assert answer.status_code == 400, answer.content
    told = answer.json()["error"]
    assert "第 2 项" in told
    name = next(iter(change))
    assert name in told


def test_a_confirmation_that_was_not_needed_may_be_sent_again(save, project, outlines):
    asset = AssetFactory(project=project)
    inside = geojson([[101.75, 26.6], [101.76, 26.6]])
    change = update(asset, geometry=inside, outside_confirmed=True)
    for _ in range(2):
        answer = save(change)
        assert answer.status_code == 200, answer.content
    asset.refresh_from_db()
    assert (asset.version, asset.outside_confirmed) == (2, False)
    assert save(update(asset, outside_confirmed=True)).status_code == 200
    asset.refresh_from_db()
    assert (asset.version, asset.outside_confirmed) == (2, False)


def test_a_place_that_stands_outside_may_be_confirmed_later(save, project, outlines):
    beside = geojson([[101.6, 26.6], [101.61, 26.6]])
    asset = AssetFactory(project=project)
    assert save(update(asset, geometry=beside, outside_confirmed=True)).status_code == 200
    Asset.objects.update(outside_confirmed=False)
    asset.refresh_from_db()
    assert save(update(asset, values={"road": "x"})).status_code == 200
    asset.refresh_from_db()
    change = update(asset, outside_confirmed=True)
    assert [save(change).status_code for _ in range(2)] == [200, 200]
    asset.refresh_from_db()
    assert asset.outside_confirmed
    answer = save(update(asset, outside_confirmed=False))
    assert answer.status_code == 422
    assert len(answer.json()["doubts"]) == 1


def test_two_assets_exchange_their_numbers(save, project):
    one, two = (AssetFactory(project=project, number=number) for number in ("G-1", "G-2"))
    changes = [update(one, values={"number": "G-2"}), update(two, values={"number": "G-1"})]
    for _ in range(2):
        answer = save(*changes)
        assert answer.status_code == 200, answer.content
    numbers = dict(project.assets.values_list("pk", "number"))
    assert numbers == {one.pk: "G-2", two.pk: "G-1"}
    three = create(values={"number": "G-1"})
    two.refresh_from_db()
    assert save(three, update(two, values={"number": "G-3"})).status_code == 200


def test_another_projects_deletion_is_not_told_of(save, login, admin, project):
    other = ProjectFactory(district_id="510403")
    hidden = AssetFactory(project=other)
    change = update(hidden, values={"road": "x"})
    assert save(delete(hidden), client=login(admin), to=other).status_code == 200
    answer = save(change)
    assert answer.status_code == 409
    assert str(admin) not in answer.text
    assert answer.json()["conflicts"][0]["by"] == ""


def test_any_number_of_conflicts_and_of_changes_takes_the_same_queries(
    save, login, admin, project, django_assert_max_num_queries, outlines
):
    def stale(count):
        assets = AssetFactory.create_batch(count, project=project)
        changes = [update(asset, values={"road": "我"}) for asset in assets]
        theirs = [update(asset, values={"road": "他"}) for asset in assets]
        assert save(*theirs, client=login(admin)).status_code == 200
        return changes

    few, many = stale(2), stale(15)
    with django_assert_max_num_queries(100) as first:
        assert len(save(*few).json()["conflicts"]) == 2
    count = len(first)
    with django_assert_max_num_queries(count):
        conflicts = save(*many).json()["conflicts"]
    assert len(conflicts) == 15
    assert {(each["by"], each["theirs"]["values"]["road"]) for each in conflicts} == {
        (str(admin), "他")
    }
    assert all("所在道路由“空”改为“他”" in each["told"][0] for each in conflicts)
    gone = [delete(asset) for asset in project.assets.all()]
    assert save(*gone, client=login(admin)).status_code == 200
    with django_assert_max_num_queries(count):
        conflicts = save(*many).json()["conflicts"]
    assert {(each["by"], each["theirs"]) for each in conflicts} == {(str(admin), None)}


def test_many_updates_take_as_many_queries_as_two(
    save, project, django_assert_max_num_queries, outlines
):
    def changes(count, road):
        assets = list(project.assets.order_by("pk")[:count])
        moved = geojson([[101.75, 26.6], [101.76, 26.6]])
        return [update(asset, values={"road": road}, geometry=moved) for asset in assets]

    AssetFactory.create_batch(30, project=project, declared_length_m="1500.30")
    save()
    with django_assert_max_num_queries(100) as two:
        assert save(*changes(2, "一")).status_code == 200
    with django_assert_max_num_queries(len(two)):
        assert save(*changes(30, "二")).status_code == 200
    assert set(project.assets.values_list("version", flat=True)) == {2, 3}
    assert AssetEvent.objects.filter(pgh_context__isnull=False).count() == 32


@pytest.mark.parametrize("of", ["one", "different"])
def test_of_two_saves_in_one_moment(committed_db, of):
    """Of the same asset the later is told; of different assets both are kept."""
    project = ProjectFactory()
    assets = AssetFactory.create_batch(2, project=project)
    together = Barrier(2)

    def send(place):
        client = Client()
        client.force_login(UserFactory(organisation="dongqu"))
        asset = assets[0 if of == "one" else place]
        together.wait()
        try:
            answer = client.post(
                f"/api/projects/{project.number}/changes",
                {"changes": [update(asset, values={"road": f"路{place}"}), create()]},
                content_type="application/json",
            )
            return answer.status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(send, range(2)))
    assert found == ([200, 409] if of == "one" else [200, 200])
    assert project.assets.count() == (3 if of == "one" else 4)


def test_one_create_sent_twice_in_one_moment_is_one_asset(committed_db):
    project, change, together = ProjectFactory(), create(), Barrier(2)

    def send(_):
        client = Client()
        client.force_login(UserFactory(organisation="dongqu"))
        together.wait()
        try:
            return client.post(
                f"/api/projects/{project.number}/changes",
                {"changes": [change]},
                content_type="application/json",
            ).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(send, range(2))) == [200, 200]
    assert project.assets.count() == 1


def test_the_trail_knows_who_has_drawn(save, project, reporter):
    asset = AssetFactory(project=project)
    save(update(asset, values={"road": "x"}))
    event = AssetEvent.objects.get(pgh_label="update")
    assert event.pgh_context.metadata["user"] == reporter.pk
