"""An import taken back restores exactly what was there, or says what it would cost."""

from uuid import uuid4

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.utils import timezone

from registry.choices import AuditAction
from registry.exchange import undoing
from registry.exchange.actors import SYSTEM
from registry.exchange.undoing import ChangedSince, undo
from registry.models import (
    Asset,
    AuditRecord,
    DeclarationBatch,
    Editor,
    ImportBatch,
    Project,
    ReviewComment,
    Verdict,
)
from registry.particulars import Wording
from registry.refusals import Refusal
from tests.factories import AttachmentFactory, RoundReportFactory

TO_NEW = ("--kind", "pipe", "--set", "medium=gas", "--new-project", "燃气管网更新")


def stored():
    """All that assets and their totals say, versions and times apart."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(a) - 'version' - 'updated_at' FROM registry_asset a ORDER BY id"
        )
        assets = cursor.fetchall()
        cursor.execute("SELECT to_jsonb(t) - 'id' FROM registry_assettotal t ORDER BY 1")
        return assets, cursor.fetchall()


@pytest.fixture
def registered(make_project):
    project = make_project()
    for n in (1, 2):
        shape = shapely.LineString([(101.6 + n / 1000, 26.6), (101.6 + n / 1000, 26.601)])
        project.assets.create(
            kind="pipe",
            number=f"G{n}",
            medium="gas",
            attributes={"material": "PE"},
            location=GEOSGeometry(shape.wkt, srid=4490),
        )
    return project


@pytest.fixture
def update(bring, make_file, registered):
    """Change one, leave one, add one; the batch comes back."""
    keys = [str(a.client_id) for a in registered.assets.order_by("id")]
    path = make_file(
        资产标识=[*keys, None],
        版本=[1, 1, None],
        编号=["G1", "G2", "G3"],
        材质=["钢", "PE", "PE"],
        shapes=[
            shapely.LineString([(101.605, 26.6), (101.605, 26.601)]),
            shapely.LineString([(101.602, 26.6), (101.602, 26.601)]),
            shapely.LineString([(101.609, 26.6), (101.609, 26.601)]),
        ],
    )

    def run():
        options = ("--kind", "pipe", "--project", registered.number, "--mode", "update")
        code, report = bring(path, *options, "--set", "medium=gas", "--accept-warnings")
        assert (code, report["rows_new"], report["rows_changed"]) == (0, 1, 1)
        return ImportBatch.objects.get()

    return run


def test_a_new_project_goes_with_its_rows(bring, make_file):
    before = stored()
    bring(make_file(编号=["1", "2"]), *TO_NEW)
    batch = ImportBatch.objects.get()
    assert undo(batch, by=SYSTEM) == (2, 0)
    assert (stored(), Project.objects.count()) == (before, 0)
    batch.refresh_from_db()
    assert (batch.status, batch.undone_at is None) == ("undone", False)


def test_a_project_that_goes_with_its_import_is_named_by_batch_and_log(bring, make_file):
    bring(make_file(编号=["1", "2"]), *TO_NEW)
    number = Project.objects.get().number
    undo(ImportBatch.objects.get(), by=SYSTEM)
    told = AuditRecord.objects.get(action=AuditAction.IMPORT_UNDONE)
    assert told.detail == {"removed": 2, "restored": 0, "dropped": number}
    assert Wording().told(told) == f"删除行 2；恢复行 0；删除项目 {number}"
    assert ImportBatch.objects.get().report["dropped_project"] == number


def test_a_new_project_in_which_something_happened_stays(bring, make_file):
    bring(make_file(编号=["1"]), *TO_NEW)
    Project.objects.update(place="河门口")
    undo(ImportBatch.objects.get(), by=SYSTEM)
    assert (Project.objects.count(), Asset.objects.count()) == (1, 0)
    assert "dropped_project" not in ImportBatch.objects.get().report
    assert "dropped" not in AuditRecord.objects.get(action=AuditAction.IMPORT_UNDONE).detail


def paper(project):
    return AttachmentFactory(project=project)


def binned_paper(project):
    """What `registry.papers.editing` leaves of a paper that was taken out, for its days."""
    return AttachmentFactory(project=project, deleted_at=timezone.now())


def told_in_a_round(project):
    return RoundReportFactory(project=project)


def remark(project):
    change = project.stage_changes.get()
    return ReviewComment.objects.create(project=project, change=change, text="请补充平面图")


@pytest.mark.parametrize("add", [paper, binned_paper, told_in_a_round, remark])
def test_a_new_project_to_which_something_was_added_stays_with_it(bring, make_file, add):
    bring(make_file(编号=["1"]), *TO_NEW)
    added = add(Project.objects.get())
    batch = ImportBatch.objects.get()
    assert undo(batch, by=SYSTEM) == (1, 0)
    batch.refresh_from_db()
    assert (batch.status, Project.objects.count(), Asset.objects.count()) == ("undone", 1, 0)
    assert type(added)._base_manager.filter(pk=added.pk).exists()


def test_who_looks_at_a_new_project_or_judges_it_does_not_keep_it(bring, make_file, make_person):
    bring(make_file(编号=["1"]), *TO_NEW)
    project = Project.objects.get()
    Editor.objects.create(project=project, user=make_person("xiqu"), tab=uuid4())
    Verdict.objects.create(project=project, batch=DeclarationBatch.objects.create(name="第一批"))
    undo(ImportBatch.objects.get(), by=SYSTEM)
    assert not Project.objects.exists()


def test_changed_rows_get_back_what_they_were(update, registered):
    before = stored()
    batch = update()
    assert stored() != before
    assert undo(batch, by=SYSTEM) == (1, 1)
    assert stored() == before


def test_numbers_that_were_passed_on_come_back(bring, make_file, registered):
    before = stored()
    assets = registered.assets.order_by("id")
    path = make_file(
        资产标识=[*(str(asset.client_id) for asset in assets), None],
        版本=[1, 1, None],
        编号=["G2", "G3", "G1"],
        shapes=[*(shapely.from_wkb(bytes(asset.location.wkb)) for asset in assets), None],
    )
    options = ("--kind", "pipe", "--project", registered.number, "--mode", "update")
    assert bring(path, *options, "--accept-warnings")[0] == 0
    assert undo(ImportBatch.objects.get(), by=SYSTEM) == (1, 2)
    assert stored() == before


def test_versions_rise_so_that_whoever_opened_a_row_is_told(update, registered):
    undo(update(), by=SYSTEM)
    assert list(registered.assets.order_by("id").values_list("version", flat=True)) == [3, 1]


def test_rows_changed_since_are_listed_and_nothing_is_undone(update, registered):
    batch = update()
    registered.assets.filter(number__in=["G1", "G3"]).update(year_laid=2001)
    before = stored()
    with pytest.raises(ChangedSince, match="G1") as refusal:
        undo(batch, by=SYSTEM)
    assert (refusal.value.count, stored()) == (2, before)
    assert [row.name for row in refusal.value.rows] == ["G1", "G3"]
    lines = str(refusal.value).split("\n")
    for line, number in zip(lines[1:], ("G1", "G3"), strict=True):
        assert line.startswith(f"{registered.number} {number}：系统 于 ")
        assert line.endswith("把敷设年份由“空”改为“2001”")


def test_of_very_many_the_rest_is_counted(update, registered, monkeypatch):
    batch = update()
    registered.assets.filter(number__in=["G1", "G3"]).update(year_laid=2001)
    monkeypatch.setattr(undoing, "LISTED", 1)
    with pytest.raises(ChangedSince) as refusal:
        undo(batch, by=SYSTEM)
    lines = str(refusal.value).split("\n")
    assert lines[1].startswith(f"{registered.number} G1：")
    assert lines[2:] == ["……其余 1 条略。"]


def test_confirmed_the_changes_since_are_lost(update, registered):
    before = stored()
    batch = update()
    registered.assets.filter(number__in=["G1", "G3"]).update(year_laid=2001)
    undo(batch, by=SYSTEM, confirmed=True)
    assert stored() == before


def test_a_changed_row_that_was_deleted_since_comes_back_if_confirmed(update, registered):
    before = stored()
    batch = update()
    registered.assets.filter(number="G1").delete()
    with pytest.raises(ChangedSince, match="已删除"):
        undo(batch, by=SYSTEM)
    undo(batch, by=SYSTEM, confirmed=True)
    assert stored() == before
    assert registered.assets.get(number="G1").version == 3


def test_an_added_row_that_was_deleted_since_is_nothing_to_ask_about(update, registered):
    before = stored()
    batch = update()
    registered.assets.filter(number="G3").delete()
    undo(batch, by=SYSTEM)
    assert stored() == before


@pytest.fixture
def update_again(bring, make_file, registered):
    """`update_again(number, **columns)`: a later import changes what is registered once more."""

    def run(number, **columns):
        asset = Asset.objects.get(number=number)
        known = {"资产标识": [str(asset.client_id)], "版本": [asset.version]}
        path = make_file(**known, **columns, shapes=[None])
        target = ("--kind", "pipe", "--project", asset.project.number, "--mode", "update")
        code, report = bring(path, *target)
        assert (code, report["rows_changed"]) == (0, 1)
        return ImportBatch.objects.order_by("pk").last()

    return run


def test_what_a_later_import_changed_is_found_though_it_bears_the_later_batch(update, update_again):
    batch = update()
    update_again("G3", 材质=["钢"])
    with pytest.raises(ChangedSince, match="G3"):
        undo(batch, by=SYSTEM)


def test_what_a_later_import_changed_and_its_undo_put_back_is_as_the_batch_left_it(
    update, update_again, registered
):
    before = stored()
    batch = update()
    for number in ("G1", "G3"):
        undo(update_again(number, 材质=["钢筋砼"]), by=SYSTEM)
    registered.assets.filter(number="G1").update(year_laid=2001)
    with pytest.raises(ChangedSince) as refusal:
        undo(batch, by=SYSTEM)
    assert [row.name for row in refusal.value.rows] == ["G1"]
    registered.assets.filter(number="G1").update(year_laid=None)
    undo(batch, by=SYSTEM)
    assert stored() == before


def test_what_a_later_import_put_back_by_itself_is_no_loss(update_again):
    batch, _ = (update_again("G1", 材质=[material]) for material in ("钢", "PE"))
    undo(batch, by=SYSTEM)
    assert Asset.objects.get(number="G1").attributes["material"] == "PE"


@pytest.mark.parametrize("number", ["G1", "G3"])
def test_the_earlier_undone_first_nothing_of_it_comes_back_with_the_later(
    update, update_again, number
):
    before = stored()
    batch = update()
    later = [update_again(number, 材质=[material]) for material in ("钢筋砼", "PVC-U")]
    with pytest.raises(ChangedSince, match=number):
        undo(batch, by=SYSTEM)
    undo(batch, by=SYSTEM, confirmed=True)
    assert stored() == before
    for each in later:
        undo(each, by=SYSTEM)
        assert stored() == before


def test_an_update_of_a_project_that_is_gone_is_undone_with_nothing_left_to_restore(
    bring, make_file, update_again
):
    assert bring(make_file(编号=["T1"]), *TO_NEW)[0] == 0
    first = ImportBatch.objects.get()
    later = update_again("T1", 材质=["钢"])
    undo(first, by=SYSTEM, confirmed=True)
    assert not Project.objects.filter(pk=first.report["new_project"]).exists()
    assert undo(later, by=SYSTEM) == (0, 0)
    assert not Asset.objects.filter(number="T1").exists()


def test_a_number_that_was_given_away_since_is_named_and_nothing_is_undone(
    update_again, registered
):
    batch = update_again("G1", 编号=["G9"])
    registered.assets.create(kind="pipe", number="G1", name="新的", medium="gas")
    before = stored()
    for confirmed in (False, True):
        with pytest.raises(Refusal, match=f"{registered.number} 里编号“G1”现在是另一条.*“新的”"):
            undo(batch, by=SYSTEM, confirmed=confirmed)
    assert stored() == before


def test_nothing_is_undone_twice(update):
    batch = update()
    undo(batch, by=SYSTEM)
    with pytest.raises(Refusal, match="已撤销"):
        undo(batch, by=SYSTEM)


@pytest.mark.parametrize(("organisation", "role"), [("xiqu", "analyst"), ("dongqu", "reporter")])
def test_a_stranger_takes_nothing_back(update, make_person, organisation, role):
    batch = update()
    before = stored()
    with pytest.raises(Refusal):
        undo(batch, by=make_person(organisation, role))
    assert stored() == before


def test_a_failure_in_the_middle_of_an_undo_leaves_all_as_it_was(update, monkeypatch):
    batch = update()
    before = stored()

    def power_cut(*args):
        raise RuntimeError("power cut")

    monkeypatch.setattr("registry.exchange.undoing.drop_new_project", power_cut)
    with pytest.raises(RuntimeError):
        undo(batch, by=SYSTEM)
    assert stored() == before
    batch.refresh_from_db()
    assert batch.status == "written"
