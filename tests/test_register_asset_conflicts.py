"""Two editors of one asset: the second is told what the first did, and undoes none of it."""

import pytest

from registry.models import Asset
from tests.asset_forms import sent_back
from tests.factories import AssetFactory, ProjectFactory


@pytest.fixture
def project(db):
    return ProjectFactory()


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


def test_the_second_editor_of_an_asset_is_told_and_undoes_nothing(desk, login, admin, project):
    asset = AssetFactory(
        project=project, kind="elevator", attributes={"households": 7, "speed_m_s": 1.75}
    )
    url = f"/projects/{project.number}/assets/{asset.pk}/edit/"
    mine = sent_back(desk.get(url))
    theirs = {
        "name": "他改的",
        "number": "9",
        "households": "8",
        "longitude": "101.72",
        "accuracy": "drawing",
    }
    assert login(admin).post(url, mine | theirs).status_code == 302

    answer = desk.post(url, mine | {"speed_m_s": "2.5"})

    assert f"{admin}于" in answer.text
    for told in (
        "名称由“空”改为“他改的”",
        "编号由“空”改为“9”",
        "户数（户）由“7”改为“8”",
        "位置由“101.700000，26.580000”",
    ):
        assert told in answer.text
    assert desk.post(url, sent_back(answer)).status_code == 302
    after = Asset.objects.get()
    assert (after.name, after.accuracy) == ("他改的", "drawing")
    assert after.attributes == {"households": 8, "speed_m_s": 2.5}
    assert after.location.coords == (101.72, 26.58)


def test_the_touched_fields_of_the_second_editor_stay(desk, login, admin, project):
    asset = AssetFactory(project=project, kind="elevator")
    url = f"/projects/{project.number}/assets/{asset.pk}/edit/"
    mine = sent_back(desk.get(url))
    login(admin).post(url, mine | {"name": "他改的", "longitude": "101.72"})
    answer = desk.post(url, mine | {"name": "我改的", "latitude": "26.59"})
    assert "我改的" in answer.text
    assert Asset.objects.get().name == "他改的"
    assert desk.post(url, sent_back(answer)).status_code == 302
    after = Asset.objects.get()
    assert (after.name, after.location.coords) == ("我改的", (101.7, 26.59))


def test_a_nonsense_version_is_a_conflict_in_words(desk, project):
    asset = AssetFactory(project=project, kind="elevator", name="一号梯")
    url = f"/projects/{project.number}/assets/{asset.pk}/edit/"
    for version in ("9" * 30, "0", "7"):
        answer = desk.post(url, sent_back(desk.get(url)) | {"version": version, "name": ""})
        assert "本次没有保存。您填写的内容" in answer.text
    assert Asset.objects.get().name == "一号梯"
