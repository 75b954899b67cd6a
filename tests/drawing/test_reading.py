"""What drawing reads: the project's document, its neighbourhood, other assets, who else is here."""

import json
from uuid import uuid4

import ezdxf
import geopandas
import pytest
import shapely
from django.conf import settings
from django.contrib.gis.geos import LineString
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from registry.kinds import KINDS
from registry.models import Editor
from tests.factories import AssetFactory, ProjectFactory, UserFactory

BOX = "bbox=101.69,26.57,101.72,26.60"


def test_the_document_tells_kinds_assets_and_where_they_lie(desk, project):
    asset = AssetFactory(project=project, year_laid=2003, declared_length_m="1500.30",
                         attributes={"diameter_mm": 200})  # fmt: skip
    AssetFactory(project=project, location=None)
    body = desk.get(f"/projects/{project.number}/draw.json").json()
    first, second = body["assets"]
    assert first["values"] == {
        "medium": "gas", "year_laid": "2003", "declared_length_m": "1500.30", "diameter_mm": "200",
    }  # fmt: skip
    assert (first["version"], second["geometry"]) == (1, None)
    assert first["client_id"] == str(asset.client_id)
    fields = {each["name"]: each for each in body["kinds"]["pipe"]["fields"]}
    assert (fields["diameter_mm"]["unit"], fields["diameter_mm"]["required"]) == ("mm", True)
    assert (fields["diameter_mm"]["instead"], fields["section"]["required"]) == ("section", False)
    assert fields["declared_length_m"]["scope"] == "whole"
    assert [fields[name]["unknown_of"] for name in ("year_laid", "medium")] == [["add", "new"], []]
    assert ["water", "给水"] in fields["medium"]["options"]
    assert "secret" not in str(fields["classification"]["options"])
    assert set(body["kinds"]) == set(KINDS) - {"camera"}
    assert body["limits"]["latitude"] == 85


@pytest.mark.parametrize(
    ("sector", "point", "area"),
    [
        ("A01", "elevator", "building"),
        ("A04", "sewage_plant", "sewage_plant"),
        ("A06", "gas_station", "gas_station"),
        ("A08", "sanitation", "sanitation"),
    ],
)
def test_the_first_kind_of_a_shape_is_usual_in_the_sector(desk, sector, point, area):
    project = ProjectFactory(sector_id=sector)
    kinds = desk.get(f"/projects/{project.number}/draw.json").json()["kinds"]
    first = {
        shape: next(code for code, kind in kinds.items() if shape in kind["shapes"])
        for shape in ("point", "polygon")
    }
    assert first == {"point": point, "polygon": area}


@pytest.mark.parametrize(
    ("sector", "kind", "preset"),
    [
        ("A03", "pipe", {"medium": "water"}),
        ("A04", "pipe", {}),
        ("A02", "elevator", {"work": "add"}),
        ("A01", "elevator", {}),
    ],
)
def test_a_new_asset_begins_with_what_its_sector_says(desk, sector, kind, preset):
    project = ProjectFactory(sector_id=sector)
    kinds = desk.get(f"/projects/{project.number}/draw.json").json()["kinds"]
    assert kinds[kind]["preset"] == preset
    form = desk.get(f"/projects/{project.number}/assets/new/", {"kind": kind}).text
    chosen = [f'<option value="{value}" selected>' in form for value in preset.values()]
    assert all(chosen)


def test_the_document_costs_the_same_for_one_asset_and_for_many(
    desk, project, django_assert_num_queries
):
    url = f"/projects/{project.number}/draw.json"
    AssetFactory(project=project)
    desk.get(url)
    with django_assert_num_queries(9) as one:
        desk.get(url)
    AssetFactory.create_batch(20, project=project)
    with django_assert_num_queries(len(one)):
        desk.get(url)


def test_a_project_too_large_for_a_browser_says_what_to_do(desk, project, monkeypatch):
    monkeypatch.setattr("registry.drawing.limits.ASSETS", 1)
    AssetFactory.create_batch(2, project=project)
    answer = desk.get(f"/projects/{project.number}/draw.json")
    assert (answer.status_code, "导入" in answer.json()["error"]) == (409, True)


def test_files_to_trace_from_are_offered_the_systems_of_the_city(desk, project, outline):
    outline("510402", 120.2, 22.5, 120.5, 22.9)
    page = desk.get(f"/projects/{project.number}/draw/").text
    assert '<option value="EPSG:4549">CGCS2000 三度带 120E（EPSG:4549）</option>' in page
    assert '<option value="EPSG:4528">' in page
    assert "EPSG:4543" not in page


@pytest.mark.parametrize("url", ["draw/", "draw.json"])
def test_only_who_may_edit_opens_the_drawing(desk, login, neighbour, analyst, client, project, url):
    address = f"/projects/{project.number}/{url}"
    assert desk.get(address).status_code == 200
    assert login(analyst).get(address).status_code == 403
    assert login(neighbour).get(address).status_code == 404
    assert client.get(address).status_code == (401 if url.endswith("json") else 302)


def test_the_neighbourhood_holds_others_that_may_be_seen_and_not_ones_own(
    desk, login, police, project
):
    AssetFactory(project=project)
    other = AssetFactory(number="JS-1")
    AssetFactory(project=ProjectFactory(district_id="510403"))
    AssetFactory(project=ProjectFactory(sector_id="A11"), kind="camera", medium="")
    AssetFactory(location=LineString((102.0, 27.0), (102.1, 27.0), srid=4490))
    url = f"/neighbourhood.json?{BOX}&without={project.number}"
    (found,) = desk.get(url).json()["features"]
    assert found["properties"]["project"] == other.project.number
    assert found["geometry"]["coordinates"] == [list(each) for each in other.location.coords]
    kinds = [each["properties"]["kind"] for each in login(police).get(url).json()["features"]]
    assert "camera" in kinds


def test_a_crowded_neighbourhood_is_said_to_be_and_not_sent_in_part(desk, project, monkeypatch):
    monkeypatch.setattr("registry.shapes.NEIGHBOURS", 1)
    AssetFactory.create_batch(2)
    body = desk.get(f"/neighbourhood.json?{BOX}").json()
    assert (body["complete"], body["features"]) == (False, [])


@pytest.mark.parametrize(
    "bbox",
    ["", "1,2,3", "a,b,c,d", "nan,26,102,27", "102,26,101,27", "101,26,101.9,26.1", "-190,0,1,1"],
)
def test_a_box_that_is_none_is_told_so(desk, project, bbox):
    answer = desk.get("/neighbourhood.json", {"bbox": bbox})
    assert (answer.status_code, "bbox" in answer.json()["error"]) == (400, True)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/neighbourhood.json?bbox=101.5,26.5,101.6,26.6&without=%00", 400),
        ("/neighbourhood.json?bbox=101.5,26.5,101.6,26.6&without=RA-999999", 200),
        ("/assets/99999999999999999999.json", 404),
        ("/assets/0.json", 404),
    ],
)
def test_what_names_nothing_finds_nothing(desk, project, url, status):
    assert desk.get(url).status_code == status


def test_an_assets_values_are_for_those_who_may_see_it(desk, project):
    seen = AssetFactory(attributes={"material": "PE"})
    hidden = AssetFactory(project=ProjectFactory(sector_id="A11"), kind="camera", medium="")
    assert desk.get(f"/assets/{seen.pk}.json").json()["values"]["material"] == "PE"
    assert desk.get(f"/assets/{hidden.pk}.json").status_code == 404


def here(client, project, **facts):
    return client.post(
        f"/api/projects/{project.number}/editors",
        {"tab": str(uuid4()), "unsaved": 0} | facts,
        content_type="application/json",
    )


def test_who_else_is_here_is_told_until_he_leaves(desk, login, project, reporter):
    colleague = UserFactory(organisation="dongqu", display_name="小王")
    tab = str(uuid4())
    assert here(login(colleague), project, tab=tab, unsaved=3).json()["others"] == []
    (other,) = here(desk, project).json()["others"]
    assert (other["name"], other["unsaved"]) == ("小王", 3)
    assert here(desk, project).json()["others"][1]["name"] == "您的另一个窗口"
    here(login(colleague), project, tab=tab, leaving=True)
    assert Editor.objects.filter(user=colleague).count() == 0


@pytest.mark.parametrize("facts", [{"tab": "x"}, {"unsaved": -1}, {"unsaved": 10**20}])
def test_a_tab_that_is_none_is_refused(desk, project, facts):
    assert here(desk, project, **facts).status_code == 400


def test_who_has_been_silent_is_gone(desk, login, project):
    colleague = UserFactory(organisation="dongqu")
    here(login(colleague), project)
    Editor.objects.update(seen_at="2026-01-01T00:00Z")
    assert here(desk, project).json()["others"] == []
    assert Editor.objects.count() == 1


def test_nobody_takes_over_the_tab_of_another(desk, login, project):
    colleague, tab = UserFactory(organisation="dongqu"), str(uuid4())
    here(login(colleague), project, tab=tab)
    here(desk, project, tab=tab, leaving=True)
    assert Editor.objects.filter(user=colleague).exists()


@pytest.fixture
def shapefile(tmp_path):
    """Two lines in CGCS2000 3°, zipped, with or without its .prj."""

    def make(*, prj):
        lines = [shapely.LineString([(101.7, 26.58), (101.71, 26.58 + n / 100)]) for n in (0, 1)]
        frame = geopandas.GeoDataFrame({"编号": ["1", "2"]}, geometry=lines, crs=4490)
        frame.to_crs(4543).to_file(tmp_path / "底图.shp", encoding="GBK")
        parts = [p for p in tmp_path.iterdir() if p.stem == "底图" and (prj or p.suffix != ".prj")]
        return [SimpleUploadedFile(part.name, part.read_bytes()) for part in parts]

    return make


@pytest.mark.parametrize(("prj", "how"), [(True, "file"), (False, "deduced")])
def test_a_file_to_trace_from_is_shown_and_not_kept(desk, project, shapefile, outline, prj, how):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    kept = set(settings.MEDIA_ROOT.rglob("*"))
    answer = desk.post("/api/overlays", {"files": shapefile(prj=prj)})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert (body["crs"], body["how"], len(body["features"]["features"])) == ("EPSG:4543", how, 2)
    first = body["features"]["features"][0]["geometry"]["coordinates"][0]
    assert first == pytest.approx([101.7, 26.58], abs=1e-8)
    assert set(settings.MEDIA_ROOT.rglob("*")) <= kept


def test_what_a_file_is_read_in_is_told_in_words_and_may_be_chosen_otherwise(
    desk, project, shapefile, outline
):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    told = desk.post("/api/overlays", {"files": shapefile(prj=False)}).json()
    assert told["words"] == "CGCS2000 三度带 102E（EPSG:4543）"
    assert told["warnings"] == []
    files = {"files": shapefile(prj=False), "crs": "EPSG:2379!unconverted"}
    (warning,) = desk.post("/api/overlays", files).json()["warnings"]
    assert "西安80" in warning
    assert "!" not in warning
    files = {"files": shapefile(prj=False), "crs": "EPSG:4542"}
    assert "不在本市范围内" in desk.post("/api/overlays", files).json()["warnings"][0]


def test_a_file_that_no_system_fits_asks_for_one(desk, project, outline, tmp_path):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    drawing = ezdxf.new()
    drawing.modelspace().add_lwpolyline([(1000, 2000), (1300, 2500)])
    drawing.saveas(tmp_path / "独立坐标.dxf")
    file = SimpleUploadedFile("独立坐标.dxf", (tmp_path / "独立坐标.dxf").read_bytes())
    answer = desk.post("/api/overlays", {"files": file})
    assert answer.status_code == 422
    assert answer.json()["needs_crs"] is True


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.geojson", b"{", ""),
        ("a.xyz", b"1", ""),
        ("../../etc/passwd.geojson", b"", ""),
        ("a.csv", "编号\n1\n".encode(), "没有图形"),
    ],
)
def test_a_file_that_cannot_be_traced_is_told_in_words(desk, project, name, content, words):
    answer = desk.post("/api/overlays", {"files": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422, answer.content
    assert words in answer.json()["error"]


def test_nobody_traces_without_signing_in_or_with_a_forged_form(
    client, reporter, django_user_model
):
    assert client.post("/api/overlays").status_code == 401

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(reporter)
    answer = strict.post("/api/overlays", {"files": SimpleUploadedFile("a.geojson", b"{}")})
    assert (answer.status_code, answer.json()["is_stale"]) == (403, True)


@pytest.mark.parametrize("who", ["leader", "analyst", "reviewer", "sysadmin", "stranger"])
def test_who_may_draw_nowhere_has_no_file_read(request, login, who, monkeypatch):
    monkeypatch.setattr("registry.views.api.traced", None)
    client = login(request.getfixturevalue(who))
    answer = client.post("/api/overlays", {"files": SimpleUploadedFile("a.geojson", b"{}")})
    assert answer.status_code == 403
    assert "不能修改项目" in answer.json()["error"]


def test_district_outlines_come_with_their_codes(desk, project, outline):
    outline("510402", 101.5, 26.4, 101.9, 26.8)
    body = json.loads(desk.get("/districts.geojson").content)
    assert [each["properties"]["code"] for each in body["features"]] == ["510402"]
