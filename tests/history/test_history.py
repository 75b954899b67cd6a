"""A project's history: what was done by whom, and what the project was at any moment."""

import json
from datetime import timedelta

import pghistory
import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from registry.choices import Recorded
from registry.history.acts import History
from registry.history.past import Past
from registry.models import Asset, AssetEvent, Change, Project
from registry.models.disclosure import opened_at
from registry.restoring import restore_record
from tests.factories import (
    AssetFactory,
    AttachmentFactory,
    FundingLineFactory,
    ProjectFactory,
    place,
)
from tests.history.times import at_times

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(db):
    return ProjectFactory(district_id="510402")


def acts(project, **asked):
    return History(project, closed=(), **asked).acts


def told(act):
    return [(step.recorded, step.operation, told_fields(step)) for step in act.steps]


def told_fields(step):
    return [(d.label, d.old, d.new) for d in step.differences]


def test_an_act_tells_each_field_with_its_values_before_and_after(project, reporter):
    asset = AssetFactory(project=project, attributes={"diameter_mm": 300})
    at_times(days_ago=1)
    with pghistory.context(user=reporter.pk, door="form", address="10.1.2.3"):
        asset.attributes, asset.name = {"diameter_mm": 400}, "东城路"
        asset.save()

    act = acts(project)[0]

    assert told(act) == [
        ("asset", "update", [("名称", "空", "东城路"), ("管径 DN（mm）", "300", "400")])
    ]
    assert (act.by, act.door, act.address) == (str(reporter), "页面填写", "10.1.2.3")


def test_what_was_changed_twice_is_told_against_the_change_after_it(project):
    at_times(days_ago=1)
    for name in ("一", "二", "三"):
        Project.objects.filter(pk=project.pk).update(name=name)
        at_times(days_ago=1)

    changes = [told(act)[0][2][0][1:] for act in acts(project, recorded="project")[:3]]

    assert changes == [("二", "三"), ("一", "二"), (project.name, "一")]


def test_a_deleted_asset_stays_in_history_with_its_shape(project, login, reporter):
    asset = AssetFactory(project=project, name="旧管")
    at_times(days_ago=1)
    asset.delete()

    act = acts(project)[0]
    shapes = login(reporter).get(reverse("registry:project_history_shapes", args=(project.number,)))

    assert [(step.operation, step.title) for step in act.steps] == [("delete", "管段 旧管")]
    features = json.loads(shapes.content)["features"]
    assert [feature["properties"]["state"] for feature in features] == ["old"]


def test_money_is_told_as_it_was_added_changed_and_removed(project):
    line = FundingLineFactory(project=project, source_id="bank-loan", year=2026, amount_wan=1100)
    at_times(days_ago=1)
    line.amount_wan, line.status = 2200, "paid"
    line.save()
    at_times(days_ago=1)
    line.delete()

    removed, changed, added = (act.steps[0] for act in acts(project, recorded="funding"))

    assert (added.operation, added.title) == ("insert", "银行贷款 2026 年 1,100.00 万元（拟申请）")
    assert changed.title == added.title
    assert ("金额（万元）", "1,100.00", "2,200.00") in told_fields(changed)
    assert (removed.operation, removed.title) == (
        "delete",
        "银行贷款 2026 年 2,200.00 万元（已支付）",
    )


@pytest.mark.parametrize(
    ("recorded", "make", "after", "title"),
    [
        ("project", None, {"name": "后来的名称"}, "当初的名称"),
        ("asset", AssetFactory, {"name": "后来的名称"}, "管段 当初的名称"),
        ("attachment", AttachmentFactory, {"type": "contract"}, "审批（核准、备案）文件 当初.pdf"),
    ],
)
def test_whatever_came_new_is_told_as_it_came(project, recorded, make, after, title):
    Project.objects.filter(pk=project.pk).delete()
    project = ProjectFactory(district_id="510402", name="当初的名称")
    names = {"file_name": "当初.pdf"} if recorded == "attachment" else {"name": "当初的名称"}
    row = make(project=project, **names) if make else project
    at_times(days_ago=1)
    type(row).objects.filter(pk=row.pk).update(**after)

    added = acts(project, recorded=recorded)[-1].steps[0]

    assert (added.operation, added.title) == ("insert", title)


def test_what_was_changed_as_it_came_is_told_as_it_came(project):
    with transaction.atomic(), pghistory.context(door="form"):
        asset = AssetFactory(project=project, name="录入")
        Asset.objects.filter(pk=asset.pk).update(name="改正")

    titles = {step.operation: step.title for step in acts(project, recorded="asset")[0].steps}

    assert titles == {"insert": "管段 录入", "update": "管段 录入"}


def test_what_moved_in_is_told_as_it_came_to_this_project(project):
    asset = AssetFactory(name="别处的名称")
    at_times(days_ago=1)
    Asset.objects.filter(pk=asset.pk).update(project=project, name="来时的名称")
    at_times(days_ago=1)
    Asset.objects.filter(pk=asset.pk).update(name="后来的名称")

    came = acts(project, recorded="asset")[-1].steps[0]

    assert (came.operation, came.title) == ("insert", "管段 来时的名称")


def test_what_was_brought_back_is_told_as_it_came_each_time(project, reporter):
    asset = AssetFactory(project=project, name="初")
    at_times(days_ago=1)
    Asset.objects.filter(pk=asset.pk).update(name="改")
    at_times(days_ago=1)
    asset.delete()
    at_times(days_ago=1)
    event = AssetEvent.objects.latest("pgh_id")
    restore_record(project, "asset", event.pgh_id, by=reporter, version=0)
    at_times(days_ago=1)
    Asset.objects.update(name="再改")

    steps = [step for act in acts(project, recorded="asset") for step in act.steps]

    came = [step.title for step in steps if step.operation == "insert"]
    assert came == ["管段 改", "管段 初"]


def test_a_shape_that_moved_is_drawn_as_it_was_and_as_it_is(project, login, reporter):
    asset = AssetFactory(project=project)
    at_times(days_ago=1)
    asset.location = place("pipe", 101.71, 26.59)
    asset.save()

    shapes = login(reporter).get(reverse("registry:project_history_shapes", args=(project.number,)))

    starts = {
        feature["properties"]["state"]: feature["geometry"]["coordinates"][0]
        for feature in json.loads(shapes.content)["features"]
    }
    assert starts == {"old": [101.7, 26.58], "new": [101.71, 26.59]}


def test_plain_sql_is_told_as_such(project):
    at_times(days_ago=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_project SET contact = '王工'")

    act = acts(project)[0]

    assert (act.door, act.by) == ("直接修改数据库", "系统")


def test_a_large_act_shows_a_few_and_counts_the_rest(project):
    AssetFactory.create_batch(15, project=project)
    at_times(days_ago=1)
    Asset.objects.update(name="全改")

    act = acts(project)[0]

    assert len(act.steps) == 10
    assert act.counts == [("修改设备设施", 15)]


def test_pages_follow_one_another_without_loss(project):
    at_times(days_ago=1)
    for n in range(25):
        Project.objects.filter(pk=project.pk).update(contact=f"第 {n} 人")
        at_times(days_ago=1)

    first = History(project, closed=(), brief=10)
    second = History(project, closed=(), before=first.next)

    assert len(first.acts) == 10
    assert len(second.acts) == 16
    assert second.next is None
    seen = [change.pk for page in (first, second) for act in page.acts for change in act.changes]
    assert seen == list(project.changes.order_by("-id").values_list("id", flat=True))


def test_history_is_filtered_by_kind_of_record_and_by_person(project, reporter, neighbour):
    with pghistory.context(user=reporter.pk):
        FundingLineFactory(project=project)
    at_times(days_ago=1)
    Project.objects.filter(pk=project.pk).update(contact="王工")

    assert [act.changes[0].recorded for act in acts(project, recorded="funding")] == ["funding"]
    assert [act.by for act in acts(project, person=reporter)] == [str(reporter)]
    assert acts(project, person=neighbour) == []


def test_nothing_is_told_of_the_time_in_a_closed_sector(login, reporter):
    project = ProjectFactory(district_id="510402", sector_id="A11", name="机密监控")
    asset = AssetFactory(project=project, kind="machine", name="机密设备", location=None)
    at_times(days_ago=2)
    asset.delete()
    Project.objects.filter(pk=project.pk).update(sector="A03", name="供水项目")
    at_times(days_ago=1)
    Project.objects.filter(pk=project.pk).update(contact="王工")
    url = reverse("registry:project_history", args=(project.number,))
    client = login(reporter)

    page = client.get(url).content.decode()
    before = client.get(url, {"on": (timezone.now() - timedelta(days=2)).isoformat()})
    brief = client.get(project.get_absolute_url()).content.decode()

    assert "王工" in page
    assert "机密" not in page + brief + before.content.decode()
    assert "那时还没有这个项目的记录" in before.content.decode()
    assert opened_at(project, reporter.rights.closed) is not None


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
def test_history_is_for_those_who_may_look_at_the_project(request, login, project, who):
    client = login(request.getfixturevalue(who))

    for name in ("project_history", "project_history_shapes"):
        assert client.get(reverse(f"registry:{name}", args=(project.number,))).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "before=-1",
        "before=9223372036854775808",
        "before=x",
        "person=9999999999999999999999",
        "person=%00",
        "recorded=secret",
        "on=2099-01-01",
        "on=0000-00-00",
        "on=%00",
        "on=9999-12-31T23:59:59%2B14:00",
        "on=0001-01-01T00:00:00%2B14:00",
        "page=-1&on=2026-11-20",
    ],
)
def test_hostile_questions_are_answered_in_words(login, reporter, project, query):
    url = reverse("registry:project_history", args=(project.number,))

    assert login(reporter).get(f"{url}?{query}").status_code == 200


def test_the_project_then_is_what_it_was(project):
    kept, gone = AssetFactory(project=project, name="留"), AssetFactory(project=project, name="去")
    line = FundingLineFactory(project=project, amount_wan=10)
    at_times(days_ago=2)
    then = timezone.now() - timedelta(days=1)
    Project.objects.filter(pk=project.pk).update(name="后来的名称")
    kept.name = "改"
    kept.save()
    gone.delete()
    line.delete()
    AssetFactory(project=project, name="新")
    FundingLineFactory(project=project, amount_wan=20)
    project.refresh_from_db()

    past = Past(project, then)

    assert past.project.name.startswith("示例供水管网更新改造项目")
    assert [asset.name for asset in past.assets(past.asset_keys)] == ["留", "去"]
    assert [line.amount_wan for line in past.funding_lines] == [10]


def test_an_asset_that_came_from_elsewhere_was_not_here_then(project):
    asset = AssetFactory()
    at_times(days_ago=2)
    Asset.objects.filter(pk=asset.pk).update(project=project)
    then = timezone.now() - timedelta(days=1)

    assert Past(project, then).asset_keys == []
    assert [pk for pk, _ in Past(asset.project, then).asset_keys] == [asset.pk]


def test_what_was_deleted_and_brought_back_was_not_there_between(project, reporter):
    asset = AssetFactory(project=project)
    at_times(days_ago=2)
    asset.delete()
    at_times(days_ago=2)
    event = AssetEvent.objects.get()
    restore_record(project, "asset", event.pgh_id, by=reporter, version=0)
    days = [timezone.now() - timedelta(days=days) for days in (3, 1, 0)]

    assert [len(Past(project, day).asset_keys) for day in days] == [1, 0, 1]


def test_a_project_is_not_there_before_it_was_registered(project):
    assert Past(project, timezone.now() - timedelta(days=1)).project is None


def test_the_pages_ask_a_fixed_number_of_queries(
    login, reporter, project, django_assert_max_num_queries, spatial_reference
):
    client = login(reporter)
    url = reverse("registry:project_history", args=(project.number,))
    lines = FundingLineFactory.create_batch(12, project=project)
    for asset in AssetFactory.create_batch(12, project=project):
        Asset.objects.filter(pk=asset.pk).update(name="改")
    for line in lines:
        line.delete()
    at_times(days_ago=1)
    Project.objects.filter(pk=project.pk).update(contact="王工")

    with django_assert_max_num_queries(32):
        client.get(url)
    with django_assert_max_num_queries(36):
        client.get(url, {"on": timezone.localdate().isoformat()})


def test_every_change_is_noted_once_in_the_ledger(project):
    AssetFactory.create_batch(3, project=project)
    with transaction.atomic():
        Asset.objects.update(name="改")
        Asset.objects.all().delete()

    noted = Change.objects.of(Recorded.ASSET).order_by("id").values_list("operation", "rows")

    assert list(noted) == [*[("insert", 1)] * 3, ("update", 3), ("delete", 3)]
