"""Old values put back: as new changes, with the rights and the care of every other change."""

from datetime import date, timedelta

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils import timezone

from registry.choices import AuditAction, Stage
from registry.history.plans import last_change
from registry.models import (
    Asset,
    AssetEvent,
    AuditRecord,
    FundingLine,
    FundingRule,
    Project,
    ProjectEvent,
)
from registry.refusals import Refusal
from registry.restoring import (
    NotRestorable,
    restore_field,
    restore_project,
    restore_record,
)
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory, place
from tests.history.times import at_times

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(db):
    return ProjectFactory(district_id="510402", stage=Stage.PLANNED)


@pytest.fixture
def changed(project):
    """A pipe of DN 300 that somebody has made DN 400, and its event."""
    asset = AssetFactory(project=project, attributes={"diameter_mm": 300}, name="东城路")
    at_times(days_ago=1)
    asset.attributes, asset.name = {"diameter_mm": 400}, "西城路"
    asset.save()
    asset.refresh_from_db()
    return asset, AssetEvent.objects.get(pgh_obj_id=asset.pk)


def test_one_field_is_put_back_and_nothing_else(project, reporter, changed):
    asset, event = changed

    restore_field(project, "asset", event.pgh_id, "attributes.diameter_mm", by=reporter, version=2)

    asset.refresh_from_db()
    assert (asset.attributes, asset.name, asset.version) == ({"diameter_mm": 300}, "西城路", 3)


def test_restoring_twice_is_harmless(project, reporter, changed):
    asset, event = changed
    for _ in range(2):
        restore_field(project, "asset", event.pgh_id, "name", by=reporter, version=2)

    asset.refresh_from_db()
    assert (asset.name, asset.version) == ("东城路", 3)
    assert AuditRecord.objects.filter(action=AuditAction.RESTORED).count() == 1


def test_a_change_meanwhile_is_not_overrun(project, reporter, changed):
    asset, event = changed
    Asset.objects.filter(pk=asset.pk).update(name="别人的")

    with pytest.raises(Refusal, match="又有了新的修改"):
        restore_field(project, "asset", event.pgh_id, "name", by=reporter, version=2)

    asset.refresh_from_db()
    assert asset.name == "别人的"


def test_a_deleted_asset_comes_back_with_its_shape_and_a_higher_version(project, reporter):
    asset = AssetFactory(project=project, name="旧管", attributes={"diameter_mm": 300})
    key, identity = asset.pk, asset.client_id
    asset.delete()
    event = AssetEvent.objects.get(pgh_obj_id=key)

    for _ in range(2):
        restore_record(project, "asset", event.pgh_id, by=reporter, version=0)

    back = Asset.objects.get(pk=key)
    assert (back.client_id, back.name, back.version) == (identity, "旧管", 2)
    assert back.location.equals_exact(place("pipe"))
    assert project.asset_totals.get().asset_count == 1


def test_a_number_used_again_meanwhile_is_told_in_words(project, reporter):
    asset = AssetFactory(project=project, number="G-1")
    key = asset.pk
    asset.delete()
    AssetFactory(project=project, number="G-1")
    event = AssetEvent.objects.get(pgh_obj_id=key)

    with pytest.raises(Refusal, match="本项目中已有这个编号"):
        restore_record(project, "asset", event.pgh_id, by=reporter, version=0)

    assert not Asset.objects.filter(pk=key).exists()


def test_money_that_is_put_back_says_why(project, reporter):
    line = FundingLineFactory(project=project, amount_wan=10)
    at_times(days_ago=1)
    line.amount_wan = 20
    line.save()
    event = line.events.get()

    restore_record(project, "funding", event.pgh_id, by=reporter, version=2)

    line.refresh_from_db()
    assert line.amount_wan == 10
    assert project.changes.latest("id").context.metadata["reason"].startswith("恢复到 ")


def test_old_money_is_held_to_the_ceilings_of_today(project, reporter):
    line = FundingLineFactory(project=project, amount_wan=80)
    at_times(days_ago=1)
    then = timezone.now() - timedelta(hours=1)
    FundingLine.objects.filter(pk=line.pk).update(amount_wan=20)
    event = line.events.get()
    ceiling = FundingRule.objects.create(text="县级资金上限", limit=50, severity="block")
    ceiling.sources.set(["county"])

    with pytest.raises(Refusal, match="没有恢复，恢复后资金会超过规定的限额：县级资金上限"):
        restore_record(project, "funding", event.pgh_id, by=reporter, version=2)
    with pytest.raises(Refusal, match="县级资金上限"):
        restore_project(project, then, by=reporter, seen=last_change(project))

    line.refresh_from_db()
    assert line.amount_wan == 20


def test_what_is_put_back_has_not_happened_on_a_day_to_come(project, reporter):
    line = FundingLineFactory(project=project, status="paid", dated_on=date(2026, 5, 1))
    Project.objects.filter(pk=project.pk).update(actual_start=date(2058, 1, 1))
    at_times(days_ago=1)
    FundingLine.objects.filter(pk=line.pk).update(status="granted", dated_on=date(2058, 1, 1))
    Project.objects.filter(pk=project.pk).update(actual_start=None)
    begun = ProjectEvent.objects.filter(pgh_obj_id=project.pk).latest("pgh_id")
    paid = line.events.get()

    with pytest.raises(
        Refusal, match="恢复后日期会晚于今天：县（区）财政 2025 年支付日期 2058-01-01"
    ):
        restore_field(project, "funding", paid.pgh_id, "status", by=reporter, version=2)
    version = Project.objects.get(pk=project.pk).version
    with pytest.raises(Refusal, match="恢复后日期会晚于今天：实际开工 2058-01-01"):
        restore_field(
            project, "project", begun.pgh_id, "actual_start", by=reporter, version=version
        )

    restore_record(project, "funding", paid.pgh_id, by=reporter, version=2)
    line.refresh_from_db()
    assert (line.status, line.dated_on) == ("paid", date(2026, 5, 1))


def test_the_whole_project_goes_back_but_for_its_stage(project, reporter):
    kept, gone = (
        AssetFactory(project=project, number="1"),
        AssetFactory(project=project, number="2"),
    )
    line = FundingLineFactory(project=project, amount_wan=10)
    at_times(days_ago=2)
    then = timezone.now() - timedelta(days=1)
    Project.objects.filter(pk=project.pk).update(stage=Stage.DECLARED)
    Project.objects.filter(pk=project.pk).update(name="后来的名称", contact="王工")
    gone_key = gone.pk
    gone.delete()
    kept.number, kept.location = "2", None
    kept.save()
    line.delete()
    new = AssetFactory(project=project, number="1")
    FundingLineFactory(project=project, amount_wan=99)
    at_times(days_ago=0.1)

    done = restore_project(project, then, by=reporter, seen=last_change(project))

    now = Project.objects.get(pk=project.pk)
    assert (now.name, now.contact, now.stage) == (project.name, "", Stage.DECLARED)
    assert sorted(now.assets.values_list("pk", "number")) == [(kept.pk, "1"), (gone_key, "2")]
    assert not Asset.objects.filter(pk=new.pk).exists()
    assert [line.amount_wan for line in now.funding_lines.all()] == [10]
    assert now.asset_totals.get().asset_count == 2
    assert done.back == {"asset": 1, "funding": 1}
    seen = last_change(project)
    assert restore_project(now, then, by=reporter, seen=0) is None
    assert last_change(project) == seen


def test_a_project_changed_since_the_preview_is_not_overrun(project, reporter):
    at_times(days_ago=2)
    then = timezone.now() - timedelta(days=1)
    Project.objects.filter(pk=project.pk).update(contact="王工")
    seen = last_change(project)
    AssetFactory(project=project)

    with pytest.raises(Refusal, match="又有了新的修改"):
        restore_project(project, then, by=reporter, seen=seen)

    assert project.assets.count() == 1


def test_a_failure_half_way_leaves_everything_as_it_was(project, reporter, monkeypatch):
    asset, line = AssetFactory(project=project), FundingLineFactory(project=project, amount_wan=10)
    at_times(days_ago=2)
    then = timezone.now() - timedelta(days=1)
    asset.delete()
    FundingLine.objects.filter(pk=line.pk).update(amount_wan=20)
    Project.objects.filter(pk=project.pk).update(contact="王工")

    def fail(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("registry.restoring.reinsert", fail)
    with pytest.raises(ConnectionError):
        restore_project(project, then, by=reporter, seen=last_change(project))

    project.refresh_from_db()
    assert (project.contact, project.assets.count()) == ("王工", 0)
    assert project.funding_lines.get().amount_wan == 20
    assert not AuditRecord.objects.filter(action=AuditAction.RESTORED).exists()


def test_nobody_restores_a_project_into_a_sector_or_district_that_is_not_his(project, reporter):
    at_times(days_ago=3)
    Project.objects.filter(pk=project.pk).update(district="510403")
    at_times(days_ago=1)
    Project.objects.filter(pk=project.pk).update(district="510402")
    then = timezone.now() - timedelta(hours=12)

    with pytest.raises(Refusal, match="不在您单位的修改范围内"):
        restore_project(project, then, by=reporter, seen=last_change(project))

    project.refresh_from_db()
    assert project.district_id == "510402"


@pytest.mark.parametrize(
    "name",
    ["stage", "standing", "deleted_at", "number", "id", "version", "created_by", "attributes", "x"],
)
def test_no_field_is_written_that_has_a_door_of_its_own(project, reporter, name):
    Project.objects.filter(pk=project.pk).update(stage=Stage.DECLARED)
    event = ProjectEvent.objects.get(pgh_obj_id=project.pk)

    with pytest.raises(NotRestorable):
        restore_field(project, "project", event.pgh_id, name, by=reporter, version=2)

    project.refresh_from_db()
    assert project.stage == Stage.DECLARED


def test_an_event_of_another_project_is_none_of_this_ones(project, reporter, changed):
    _, event = changed
    other = ProjectFactory(district_id="510402")

    with pytest.raises(NotRestorable):
        restore_record(other, "asset", event.pgh_id, by=reporter, version=2)


def test_nothing_is_put_back_from_the_time_in_a_closed_sector(reporter):
    project = ProjectFactory(district_id="510402", sector_id="A11", name="机密监控")
    at_times(days_ago=2)
    Project.objects.filter(pk=project.pk).update(sector="A03", name="供水")
    event = ProjectEvent.objects.get(pgh_obj_id=project.pk)

    with pytest.raises(NotRestorable):
        restore_field(project, "project", event.pgh_id, "name", by=reporter, version=2)
    then = timezone.now() - timedelta(days=1)
    with pytest.raises(NotRestorable):
        restore_project(project, then, by=reporter, seen=last_change(project))


def sent(event, **more):
    return {"recorded": "asset", "event": event.pgh_id, "version": 2, **more}


def test_the_form_puts_back_and_comes_home(login, project, reporter, changed):
    asset, event = changed
    url = reverse("registry:history_restore", args=(project.number,))

    response = login(reporter).post(url, sent(event, field="name"), follow=True)

    asset.refresh_from_db()
    assert asset.name == "东城路"
    assert "已恢复" in response.content.decode()
    assert project.changes.latest("id").context.metadata["door"] == "restore"


@pytest.mark.parametrize(
    ("who", "status"), [("neighbour", 404), ("stranger", 404), ("leader", 403), ("analyst", 403)]
)
def test_who_may_not_edit_may_not_restore(request, login, project, changed, who, status):
    asset, event = changed
    url = reverse("registry:history_restore", args=(project.number,))

    response = login(request.getfixturevalue(who)).post(url, sent(event, field="name"))

    asset.refresh_from_db()
    assert (response.status_code, asset.name) == (status, "西城路")


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"recorded": "asset", "event": "x", "version": "2"},
        {"recorded": "asset", "event": str(2**40), "version": "2"},
        {"recorded": "secret", "event": "1", "version": "2"},
        {"on": "2099-01-01", "seen": "1"},
        {"on": "2026-11-20", "seen": "-1"},
        {"on": "\x00", "seen": "1"},
    ],
)
def test_a_torn_form_restores_nothing_and_says_so(login, project, reporter, sent):
    url = reverse("registry:history_restore", args=(project.number,))

    response = login(reporter).post(url, sent, follow=True)

    assert "没有恢复" in response.content.decode()


@pytest.mark.parametrize("recorded", ["project", "stage", "attachment"])
def test_what_cannot_be_put_back_whole_is_not_found(login, project, reporter, recorded):
    url = reverse("registry:history_restore", args=(project.number,))
    sent = {"recorded": recorded, "event": "1", "version": "1"}

    assert login(reporter).post(url, sent).status_code == 404


def test_a_place_put_back_is_as_unconverted_as_it_was(project, reporter):
    mark = {"坐标系未转换": "EPSG:2379!unconverted"}
    asset = AssetFactory(project=project, source_attributes=mark | {"片区": "江北"})
    asset.location = GEOSGeometry("SRID=4490;LINESTRING(101.7 26.6, 101.71 26.61)")
    asset.mark_unconverted("")
    asset.save()
    event = AssetEvent.objects.get(pgh_obj_id=asset.pk)

    restore_field(project, "asset", event.pgh_id, "location", by=reporter, version=2)

    asset.refresh_from_db()
    assert (asset.location.coords, asset.source_attributes) == (
        event.location.coords,
        mark | {"片区": "江北"},
    )
