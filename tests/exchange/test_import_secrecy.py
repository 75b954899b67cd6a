"""What a file may ask of the register: hints about projects that the person may not see."""

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry

from gis.crs.offsets import to_gcj02
from registry.exchange.engine import check_batch, undo_batch, write_batch
from registry.exchange.undoing import undo
from registry.models import Asset, ImportBatch, Project
from registry.refusals import Refusal
from registry.uploads import keep_file

CODE = "51040200001320000001"
ORDER = {"kind": "pipe", "new_project": {"name": "更新", "sector": "A06", "district": "510403"},
         "constants": [["medium", "gas"]]}  # fmt: skip


def silent(done, total=0, text=""):
    assert done <= total or not total


@pytest.fixture
def begin(db):
    """A batch of one person, as the upload leaves it."""

    def make(path, person, **order):
        return ImportBatch.objects.create(**vars(keep_file(path)), order=order, imported_by=person)

    return make


@pytest.fixture
def cameras(make_project):
    """A restricted project of 21 cameras in 西区; its reporter's colleagues do not see it."""
    project = make_project(sector="A11")
    for n in range(21):
        project.assets.create(
            kind="camera",
            name=f"隐藏 {n}",
            attributes={"device_code": str(int(CODE) + n)},
            location=GEOSGeometry(f"POINT({101.6 + n / 700} {26.6 + n % 5 / 900})", srid=4490),
        )
    return project


def test_a_code_tells_nothing_of_a_project_that_is_hidden(
    bring, make_file, make_project, make_person, cameras
):
    path = make_file(
        **{"设备编码（GB/T 28181）": [CODE]}, 名称=["试探"], shapes=[shapely.Point(101.65, 26.65)]
    )
    own = make_project()
    options = ("--kind", "camera", "--project", own.number)
    _, report = bring(path, *options, "--user", make_person("xiqu").username, "--dry-run")
    assert "code_registered" not in report["counts"]
    assert cameras.number not in str(report)
    _, report = bring(path, *options, "--dry-run")
    assert report["counts"]["code_registered"] == 1


@pytest.mark.parametrize("target", ["hidden", "neighbour", "nowhere", ""])
def test_an_identity_opens_no_asset_through_a_project_that_is_refused(
    bring, make_file, make_project, make_person, cameras, target
):
    neighbour = make_project(district="510402")
    number = {"hidden": cameras.number, "neighbour": neighbour.number, "nowhere": "RA-999999"}
    asset = cameras.assets.first()
    path = make_file(
        资产标识=[str(asset.client_id)],
        版本=[77],
        项目编号=[number.get(target)],
        名称=["试探"],
        设备编码=["51040200001320009999"],
        shapes=[shapely.Point(101.65, 26.65)],
    )
    options = ("--kind", "camera", "--project-field", "项目编号", "--mode", "update")
    _, report = bring(path, *options, "--user", make_person("xiqu").username)
    assert report["conflicts"] == []
    assert not {"changed_since", "kind_differs", "left_alone"} & set(report["counts"])
    assert "隐藏" not in str(report)
    assert CODE not in str(report)


def test_the_suspicion_of_an_offset_does_not_find_hidden_things(
    begin, make_file, make_person, cameras
):
    places = np.array([a.location.coords for a in cameras.assets.all()])
    path = make_file("点.gpkg", 名称=["x"] * 21, shapes=list(shapely.points(to_gcj02(places))))
    found = {}
    for person in (make_person("public-security"), make_person("xiqu")):
        batch = begin(path, person)
        check_batch(batch, silent)
        found[person] = batch.diagnosis["crs"]["suspicion"]
    assert [bool(each) for each in found.values()] == [True, False]


def test_nobody_brings_back_what_was_deleted_in_a_project_that_he_lost(
    bring, make_file, make_project, make_person
):
    project, person = make_project(), make_person("xiqu")
    asset = project.assets.create(kind="pipe", number="G1", medium="gas")
    path = make_file(资产标识=[str(asset.client_id)], 版本=[1], 材质=["钢"], shapes=[None])
    options = ("--kind", "pipe", "--project", project.number, "--mode", "update")
    assert bring(path, *options, "--user", person.username)[0] == 0
    project.assets.all().delete()
    person.memberships.all().delete()
    person.__dict__.pop("rights", None)
    with pytest.raises(Refusal) as refusal:
        undo(ImportBatch.objects.get(), by=person, confirmed=True)
    assert "G1" not in str(refusal.value)
    assert not Asset.objects.exists()


@pytest.mark.parametrize("gone", ["closed", "deleted"])
@pytest.mark.parametrize("step", [check_batch, write_batch, undo_batch])
def test_the_work_of_somebody_who_is_gone_is_not_done(begin, make_file, make_person, gone, step):
    person = make_person("xiqu")
    batch = begin(make_file(编号=["1"]), person, **ORDER)
    for each in (check_batch, write_batch, undo_batch):
        if each is step:
            break
        each(batch, silent)
    if gone == "closed":
        type(person).objects.filter(pk=person.pk).update(is_active=False)
    else:
        type(person).objects.filter(pk=person.pk).update(is_superuser=False)
        ImportBatch.objects.update(imported_by=None)
    before = Asset.objects.count(), Project.objects.count()
    with pytest.raises(Refusal, match="停用"):
        step(ImportBatch.objects.get(), silent)
    assert (Asset.objects.count(), Project.objects.count()) == before
