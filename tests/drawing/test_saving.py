"""One save: written whole or not at all, once however often it is sent, judged like an import."""

import json

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.drawing import saving
from registry.models import Asset, AssetEvent, District
from tests.drawing.conftest import LINE, create, delete, geojson, update
from tests.factories import AssetFactory, ProjectFactory, UserFactory


def refused(answer):
    assert answer.status_code == 422, answer.content
    return [(each["field"], each["message"]) for each in answer.json()["refused"]]


@pytest.fixture
def outlines(db):
    """东区 and 西区 side by side."""
    for code, west in (("510402", 101.7), ("510403", 101.5)):
        box = Polygon.from_bbox((west, 26.5, west + 0.2, 26.7))
        District.objects.filter(pk=code).update(outline=MultiPolygon(box, srid=4490))


def test_created_changed_and_deleted_in_one_go(save, project):
    kept, gone = AssetFactory(project=project, number="1"), AssetFactory(project=project)
    made = create(values={"medium": "gas", "diameter_mm": "２００", "material": "球铁"})
    answer = save(made, update(kept, values={"number": None, "road": "人民路"}), delete(gone))
    assert answer.status_code == 200, answer.content
    kept.refresh_from_db()
    new = project.assets.get(client_id=made["client_id"])
    assert new.attributes == {"diameter_mm": 200, "material": "球墨铸铁"}
    assert (kept.number, kept.attributes, kept.version) == ("", {"road": "人民路"}, 2)
    assert not Asset.objects.filter(pk=gone.pk).exists()
    body = answer.json()
    assert [each["client_id"] for each in body["assets"]] == [
        str(kept.client_id),
        str(new.client_id),
    ]
    assert body["deleted"] == [str(gone.client_id)]
    assert body["assets"][1]["values"]["diameter_mm"] == "200"
    assert body["assets"][1]["length_m"] == pytest.approx(new.length_m)


COORDINATE = st.tuples(
    st.floats(101.0, 102.3, allow_nan=False), st.floats(26.0, 27.4, allow_nan=False)
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(COORDINATE, min_size=2, max_size=8, unique=True))
def test_coordinates_come_back_as_the_same_doubles(save, desk, project, points):
    change = create(geometry=geojson([list(point) for point in points]))
    answer = save(change)
    assert answer.status_code == 200, answer.content
    for url in ("draw.json", "assets.geojson"):
        body = json.loads(desk.get(f"/projects/{project.number}/{url}").content)
        shapes = [
            each["geometry"]["coordinates"] for each in body.get("assets", body.get("features"))
        ]
        assert [list(point) for point in points] in shapes


def test_what_was_sent_twice_is_done_once(save, project):
    asset, gone = AssetFactory(project=project), AssetFactory(project=project)
    changes = [create(), update(asset, values={"road": "人民路"}), delete(gone)]
    assert save(*changes).status_code == 200
    before = list(project.assets.order_by("pk").values("pk", "version", "updated_at"))
    again = save(*changes)
    assert again.status_code == 200
    assert list(project.assets.order_by("pk").values("pk", "version", "updated_at")) == before
    assert AssetEvent.objects.filter(pgh_label="update").count() == 1


def test_the_same_identity_with_other_content_is_a_conflict(save, project):
    first = create()
    assert save(first).status_code == 200
    answer = save(first | {"values": {"road": "人民路"}})
    assert answer.status_code == 409
    assert answer.json()["conflicts"][0]["theirs"]["version"] == 1


def test_a_change_on_an_old_version_shows_theirs_and_writes_nothing(save, project, login, admin):
    asset = AssetFactory(project=project)
    old = update(asset, values={"road": "人民路"})
    assert save(update(asset, values={"road": "新华街"}), client=login(admin)).status_code == 200
    answer = save(old, create())
    assert answer.status_code == 409
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["theirs"]["values"]["road"], conflict["theirs"]["version"]) == ("新华街", 2)
    assert conflict["by"] == str(admin)
    assert project.assets.count() == 1


def test_ones_own_second_tab_is_told_apart_from_somebody_else(save, project, login, admin):
    asset = AssetFactory(project=project)
    old = update(asset, values={"diameter_mm": 300})
    assert save(update(asset, values={"road": "一路"})).status_code == 200
    assert save(old).json()["conflicts"][0]["is_own"]
    asset.refresh_from_db()
    other = update(asset, values={"road": "二路"})
    assert save(other, client=login(admin)).status_code == 200
    assert not save(old).json()["conflicts"][0]["is_own"]


def test_what_was_merged_on_a_version_that_is_no_longer_the_present_one_is_refused(save, project):
    asset = AssetFactory(project=project)
    old = update(asset, values={"diameter_mm": 300})
    for road in ("一路", "二路"):
        asset.refresh_from_db()
        assert save(update(asset, values={"road": road})).status_code == 200
    assert save(old | {"version": 2}).status_code == 409
    assert save(old | {"version": 3}).status_code == 200
    asset.refresh_from_db()
    assert asset.attributes == {"diameter_mm": 300, "road": "二路"}


def test_what_another_has_deleted_is_told_with_his_name(save, project, login, admin):
    asset = AssetFactory(project=project)
    assert save(delete(asset), client=login(admin)).status_code == 200
    (conflict,) = save(update(asset, values={"road": "x"})).json()["conflicts"]
    assert (conflict["theirs"], conflict["by"]) == (None, str(admin))


def test_a_repeated_create_does_not_bring_back_what_another_deleted(save, project, login, admin):
    change = create(values={"number": "G-1"})
    assert save(change).status_code == 200
    asset = project.assets.get()
    assert save(delete(asset), client=login(admin)).status_code == 200
    answer = save(change)
    assert answer.status_code == 409, answer.content
    (conflict,) = answer.json()["conflicts"]
    assert (conflict["theirs"], conflict["by"]) == (None, str(admin))
    assert not project.assets.exists()
    assert save(change | {"restored": True}).status_code == 200
    assert project.assets.get().client_id == asset.client_id


def test_the_edition_tells_of_every_change(save, desk, project):
    def edition():
        return desk.get(f"/projects/{project.number}/draw.json").json()["edition"]

    seen = [edition()]
    for make in (create, lambda: update(project.assets.get(), values={"name": "甲"}),
                 lambda: delete(project.assets.get())):  # fmt: skip
        answer = save(make()).json()
        assert answer["before"] == seen[-1]
        assert answer["edition"] == edition()
        seen.append(edition())
    assert len(set(seen[1:])) == 3
    assert seen[0] == seen[3]


def test_a_version_from_the_future_is_refused(save, project):
    asset = AssetFactory(project=project)
    answer = save(update(asset, version=9, values={"road": "x"}))
    assert "版本号有误" in refused(answer)[0][1]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"diameter_mm": "粗"}, "diameter_mm", "不是数字"),
        ({"diameter_mm": -5}, "diameter_mm", "不能小于"),
        ({"medium": "石油"}, "medium", "石油"),
        ({"classification": "secret"}, "classification", "涉密"),
        ({"nonsense": "1"}, "nonsense", "没有“nonsense”"),
        ({"year_laid": "2099"}, "year_laid", ""),
        ({"year_laid": 1e300}, "year_laid", ""),
        ({"declared_length_m": 10**400}, "declared_length_m", ""),
        ({"name": "a\0b"}, "name", "无法保存的字符"),
        ({"name": "\ud800"}, "name", "无法保存的字符"),
        ({"number": "长" * 61}, "number", "最多 60 个字"),
    ],
)
def test_wrong_values_are_refused_at_their_field(save, project, values, field, words):
    answer = save(create(values=values), create())
    (found,) = refused(answer)
    assert found[0] == field
    assert words in found[1]
    assert not project.assets.exists()


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (geojson([101.7, 26.5], "Point"), "应为线"),
        (geojson([[101.7, 26.5]]), "格式不对"),
        (geojson([[101.7, 26.5], [101.7, 26.5]]), "长度为零"),
        (geojson([[26.5, 101.7], [26.6, 101.8]]), "超出范围"),
        (geojson([[101.7, 26.5, 9], [101.8, 26.6, 9]]), "高程"),
        (geojson([["x", 26.5], [101.8, 26.6]]), "格式不对"),
        ({"type": ["LineString"], "coordinates": LINE}, "格式不对"),
        ({"type": "GeometryCollection", "geometries": []}, ""),
        (geojson([[101.7 + n * 1e-6, 26.5] for n in range(20_001)]), "最多 20000 个"),
    ],
)
def test_shapes_that_cannot_be_stored_are_refused_in_words(save, project, geometry, words):
    (found,) = refused(save(create(geometry=geometry)))
    assert found[0] == "geometry"
    assert words in found[1]
    assert not project.assets.exists()


def test_nested_beyond_measure_is_refused_like_any_other_shape(save, project):
    coordinates = [[101.7, 26.5]]
    for _ in range(800):
        coordinates = [coordinates]
    (found,) = refused(save(create(geometry=geojson(coordinates, "MultiPolygon"))))
    assert found[0] == "geometry"


@pytest.mark.parametrize("depth", [*range(150, 1100, 50), 5000, 100_000])
def test_any_depth_is_refused_in_words(desk, project, depth):
    change = json.dumps(create(geometry="DEEP"))
    deep = '{"type": "LineString", "coordinates": ' + "[" * depth + "]" * depth + "}"
    body = '{"changes": [' + change.replace('"DEEP"', deep) + "]}"
    url = f"/api/projects/{project.number}/changes"
    answer = desk.post(url, body, content_type="application/json")
    assert answer.status_code in (400, 422), answer.content
    assert answer.json()["error"]
    assert not project.assets.exists()


@pytest.mark.parametrize(
    "geometry",
    [
        geojson([[[101.7, 26.58], [101.71, 26.59]], []], "MultiLineString"),
        geojson([[[[101.7, 26.58], [101.71, 26.58], [101.7, 26.59], [101.7, 26.58]]], []],
                "MultiPolygon"),
    ],
)  # fmt: skip
def test_a_part_without_points_is_refused(save, project, geometry):
    kind = "pipe" if geometry["type"] == "MultiLineString" else "water_plant"
    answer = save(create(kind=kind, geometry=geometry))
    assert answer.status_code == 422, answer.content
    assert answer.json()["refused"][0]["field"] == "geometry"
    assert not project.assets.exists()


def test_a_crossing_ring_is_refused_with_its_place(save):
    ring = [[101.7, 26.5], [101.71, 26.51], [101.71, 26.5], [101.7, 26.51], [101.7, 26.5]]
    answer = save(create(kind="building", geometry=geojson([ring], "Polygon")))
    assert "自相交" in refused(answer)[0][1]


def test_a_number_belongs_to_one_asset_of_the_project(save, project):
    taken = AssetFactory(project=project, number="G-1")
    AssetFactory(number="G-2")
    answer = save(create(values={"number": "G-1"}), create(values={"number": "G-2"}))
    assert refused(answer) == [("number", f"项目 {project.number} 中已有编号“G-1”。")]
    answer = save(create(values={"number": "G-3"}), create(values={"number": "G-3"}))
    assert [field for field, _ in refused(answer)] == ["number", "number"]
    assert save(delete(taken), create(values={"number": "G-1"})).status_code == 200


def test_a_place_elsewhere_is_stored_once_it_is_confirmed(save, project, outlines):
    beside = create(geometry=geojson([[101.6, 26.6], [101.61, 26.6]]))
    answer = save(beside)
    assert answer.status_code == 422
    (doubt,) = answer.json()["doubts"]
    assert "不在申报地区“东区”范围内" in doubt["message"]
    assert save(beside | {"outside_confirmed": True}).status_code == 200
    asset = project.assets.get()
    assert asset.outside_confirmed
    home = update(asset, geometry=geojson([[101.75, 26.6], [101.76, 26.6]]), outside_confirmed=True)
    assert save(home).status_code == 200
    assert not project.assets.get().outside_confirmed


def test_a_shape_is_taken_off_the_map_and_put_back(save, project):
    asset = AssetFactory(project=project)
    assert save(update(asset, geometry=None)).status_code == 200
    asset.refresh_from_db()
    assert asset.location is None
    assert save(update(asset, values={"road": "x"})).status_code == 200
    asset.refresh_from_db()
    assert save(update(asset, geometry=geojson())).status_code == 200
    assert project.assets.get().location.coords == tuple(map(tuple, LINE))


def test_a_kind_is_not_changed_and_cameras_stay_in_their_sector(save, project):
    asset = AssetFactory(project=project)
    assert "类别不能更改" in refused(save(update(asset, kind="elevator")))[0][1]
    assert "camera" in refused(save(create(kind="camera")))[0][1]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "JSON"),
        (b'{"changes": [NaN]}', "NaN"),
        (b'{"changes": [{"op": "paint"}]}', "第 1 项"),
        (b'{"changes": [{"client_id": "x"}]}', "第 1 项"),
        (b'{"changes": 5}', "changes"),
        (b'{"change": []}', "changes"),
        (b"[]", ""),
        (b"[" * 100_000, "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"", ""),
    ],
)
def test_what_is_no_change_set_is_told_apart(desk, project, body, words):
    url = f"/api/projects/{project.number}/changes"
    answer = desk.post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_one_asset_twice_and_too_many_changes_are_refused(save):
    change = create()
    assert save(change, change).status_code == 400
    answer = save(*(create(geometry=None) for _ in range(2001)))
    assert (answer.status_code, "2000" in answer.json()["error"]) == (400, True)


def test_a_body_beyond_the_bound_is_refused_before_it_is_read(desk, project, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    url = f"/api/projects/{project.number}/changes"
    answer = desk.post(url, b" " * 2000, content_type="application/json")
    assert (answer.status_code, "分几次" in answer.json()["error"]) == (413, True)


def test_strangers_neighbours_and_readers_write_nothing(save, client, login, project):
    assert save(create(), client=client).status_code == 401
    people = {
        403: [("dongqu", "analyst"), ("xiqu", "reporter"), ("taskforce", "leader")],
        404: [(None, None)],
    }
    for status, some in people.items():
        for organisation, role in some:
            user = UserFactory(organisation=organisation, role=role or "reporter")
            answer = save(create(), client=login(user))
            assert answer.status_code in {status, 404}, (organisation, answer.status_code)
            assert answer.json()["error"]
    assert not project.assets.exists()


def test_another_projects_asset_is_not_touched_and_not_told_of(save, login, admin, project):
    hidden = AssetFactory(project=ProjectFactory(sector_id="A11"), kind="camera", name="隐藏")
    for change in (
        update(hidden, values={"name": "x"}),
        delete(hidden),
        create(client_id=str(hidden.client_id)),
    ):
        answer = save(change)
        assert answer.status_code == 422
        assert "隐藏" not in answer.text
        assert hidden.project.number not in answer.text
    hidden.refresh_from_db()
    assert hidden.version == 1


def test_a_deleted_project_and_a_right_that_is_lost_end_the_drawing(save, project, reporter):
    reporter.memberships.update(role="analyst")
    assert save(create()).status_code == 403
    reporter.memberships.update(role="reporter")
    type(project).objects.filter(pk=project.pk).update(deleted_at="2026-11-25T00:00Z")
    answer = save(create())
    assert (answer.status_code, "没有这个项目" in answer.json()["error"]) == (404, True)


@pytest.mark.parametrize("at", ["bulk_create", "documents"])
def test_a_failure_in_mid_save_leaves_nothing_written(save, project, monkeypatch, at):
    asset = AssetFactory(project=project)

    def fail(*args, **kwargs):
        raise IntegrityError if at == "bulk_create" else RuntimeError("boom")

    if at == "bulk_create":
        monkeypatch.setattr(type(Asset.objects), "bulk_create", fail)
        monkeypatch.setattr(saving, "sentence", lambda error, model: "数据库没有接受。")
        assert save(create(), update(asset, values={"road": "x"})).status_code == 422
    else:
        monkeypatch.setattr(saving, "documents", fail)
        with pytest.raises(RuntimeError):
            save(create(), update(asset, values={"road": "x"}))
    asset.refresh_from_db()
    assert (asset.version, project.assets.count()) == (1, 1)


def test_fifty_cost_as_many_queries_as_two(save, project, django_assert_num_queries, outlines):
    def changes(count):
        return [create(values={"number": f"{project.pk}-{count}-{n}"}) for n in range(count)]

    save(create())
    with django_assert_num_queries(22) as two:
        assert save(*changes(2)).status_code == 200
    with django_assert_num_queries(len(two)):
        assert save(*changes(50)).status_code == 200


def test_a_line_that_cannot_be_is_refused_by_the_rule_of_imports(save, project, outlines):
    far = create(geometry=geojson([[101.75, 26.6], [110.0, 26.6]]), outside_confirmed=True)
    ((field, message),) = refused(save(far))
    assert field == "geometry"
    assert "伸到市外约" in message
    line = geojson([[101.71, 26.6], [101.85, 26.6]])
    ((_, message),) = refused(save(create(geometry=line, values={"declared_length_m": "32.1"})))
    assert "计量长度却是 32.1 米" in message
    assert save(create(geometry=line, values={"declared_length_m": "13.9"})).status_code == 200
