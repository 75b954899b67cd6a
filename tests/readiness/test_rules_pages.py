"""The pages of declaration rules: who keeps them, and what a form may say."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from registry.declaring import publish
from registry.models import AuditRecord, DeclarationBatch
from registry.readiness.conditions import read_condition
from tests.factories import ProjectFactory, UserFactory
from tests.readiness.conftest import CODED, SMALL


@pytest.fixture
def keeper(db):
    return UserFactory(organisation="taskforce", role="reviewer")


def sent(*tests, meet="all", **values):
    """The form of a rule as a browser posts it."""
    data = {
        "text": "资金要落实",
        "fault": "funding",
        "severity": "block",
        "evidence": "own",
        "order": "10",
        "meet": meet,
        "test": [str(i) for i in range(len(tests))],
        **values,
    }
    for i, test in enumerate(tests):
        data |= {f"t{i}-{name}": value for name, value in test.items()}
    return data


FUNDED = {"fact": "funding_wan", "sources": ["county"], "is": "at_least", "value": "５０"}


def test_a_rule_is_written_by_choosing(login, keeper, batch):
    client = login(keeper)
    page = client.get(f"/rules/{batch.pk}/new/")
    assert "资金合计" in page.text
    assert "不少于" not in page.text
    page = client.post(f"/rules/{batch.pk}/new/", sent({"fact": "funding_wan"}, refresh="1"))
    assert "不少于" in page.text
    assert "超长期特别国债" in page.text
    assert "必填" not in page.text
    answer = client.post(f"/rules/{batch.pk}/new/", sent(FUNDED))
    assert answer.status_code == 302
    rule = batch.rules.get()
    assert rule.condition == {
        "meet": "all",
        "tests": [{"fact": "funding_wan", "sources": ["county"], "is": "at_least", "value": "50"}],
    }
    page = client.get(f"/rules/{batch.pk}/")
    assert "资金合计（县（区）财政）不少于 50 万元" in page.text


def test_conditions_are_added_and_taken_out_without_saving(login, keeper, batch):
    client, address = login(keeper), f"/rules/{batch.pk}/new/"
    grown = client.post(address, sent(FUNDED, add="1")).text
    assert grown.count("去掉这个条件") == 2
    assert 'value="５０"' in grown
    shrunk = client.post(address, sent(FUNDED, CODED, remove="0")).text
    assert shrunk.count("去掉这个条件") == 1
    assert 'value="５０"' not in shrunk
    assert not batch.rules.exists()


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ({}, "必填"),
        ({"fact": "nonsense"}, "nonsense"),
        ({"fact": "investment_wan", "is": "at_least", "value": "约3.8"}, "不是数字"),
        ({"fact": "investment_wan", "is": "at_least", "value": ""}, "必填"),
        ({"fact": "actual_start", "is": "before", "value": "2099-01-01"}, "2059"),
        ({"fact": "every_asset", "attribute": ""}, "必填"),
        ({"fact": "funding_wan", "sources": ["gold"], "is": "at_least", "value": "1"}, "gold"),
        ({"fact": "stage", "is": "from", "value": "heaven"}, "heaven"),
    ],
)
def test_a_rule_that_refers_to_nothing_is_refused_in_words(login, keeper, batch, test, words):
    answer = login(keeper).post(f"/rules/{batch.pk}/new/", sent(test))
    assert answer.status_code == 200
    assert words in answer.text
    assert not batch.rules.exists()


def test_the_second_who_saves_sees_what_the_first_wrote(login, keeper, batch, add_rule):
    rule = add_rule(CODED, text="要有代码")
    client, address = login(keeper), f"/rules/{batch.pk}/{rule.pk}/edit/"
    assert client.post(address, sent(FUNDED, text="先保存的", version="1")).status_code == 302
    second = client.post(address, sent(CODED, text="后保存的", version="1"))
    assert "先保存的" in second.text
    assert "后保存的" in second.text
    rule.refresh_from_db()
    assert rule.text == "先保存的"
    assert client.post(address, sent(CODED, text="后保存的", version="2")).status_code == 302


def test_a_new_rule_of_a_published_batch_is_no_change_of_the_batch(login, keeper, published):
    client = login(keeper)
    opened = {"name": "改个名字", "sectors": ["A03"], "version": str(published.version)}
    assert client.post(f"/rules/{published.pk}/new/", sent(FUNDED)).status_code == 302
    assert client.post(f"/rules/{published.pk}/edit/", opened).status_code == 302
    published.refresh_from_db()
    assert published.name == "改个名字"


def test_a_batch_is_made_tried_out_published_and_deleted(login, keeper):
    client = login(keeper)
    values = {"name": "供水 2026", "sectors": ["A03"], "opens_on": "2026-01-01", "closes_on": ""}
    assert client.post("/rules/new/", values).status_code == 302
    batch = DeclarationBatch.objects.get(name="供水 2026")
    client.post(f"/rules/{batch.pk}/new/", sent(CODED, fault="papers", text="要有代码"))
    project = ProjectFactory(name="示例缺代码项目")
    trial = client.get(f"/rules/{batch.pk}/try/").text
    assert project.name in trial
    assert "缺手续" in trial
    client.post(f"/rules/{batch.pk}/publish/")
    assert "要有代码" in client.get(project.get_absolute_url()).text
    assert "1" in client.get(f"/rules/{batch.pk}/").text
    listed = client.get(f"/projects/?readiness={batch.pk}.papers").text
    assert project.name in listed
    refused = client.post(f"/rules/{batch.pk}/delete/", follow=True)
    assert "请先撤回发布" in refused.text
    assert DeclarationBatch.objects.filter(pk=batch.pk).exists()
    client.post(f"/rules/{batch.pk}/withdraw/")
    client.post(f"/rules/{batch.pk}/delete/")
    assert not DeclarationBatch.objects.filter(pk=batch.pk).exists()
    assert client.get(f"/rules/{batch.pk}/").status_code == 404


def test_what_is_done_to_a_batch_and_its_rules_is_in_the_log(login, keeper):
    client = login(keeper)
    client.post("/rules/new/", {"name": "供水 2026"})
    batch = DeclarationBatch.objects.get(name="供水 2026")
    client.post(f"/rules/{batch.pk}/publish/")
    client.post(f"/rules/{batch.pk}/edit/", {"name": "改了", "version": "99"})
    client.post(f"/rules/{batch.pk}/edit/", {"name": "改了", "version": "1"})
    client.post(f"/rules/{batch.pk}/new/", sent(CODED))
    rule = batch.rules.get()
    client.post(f"/rules/{batch.pk}/{rule.pk}/edit/", sent(FUNDED, version="1"))
    client.post(f"/rules/{batch.pk}/publish/")
    client.post(f"/rules/{batch.pk}/{rule.pk}/delete/")
    client.post(f"/rules/{batch.pk}/delete/")
    client.post(f"/rules/{batch.pk}/withdraw/")
    client.post(f"/rules/{batch.pk}/{rule.pk}/delete/")
    client.post(f"/rules/{batch.pk}/delete/")
    records = AuditRecord.objects.filter(action="rules-changed", user=keeper).order_by("id")
    batch_, rule_ = f"declaration batch {batch.pk}", f"declaration rule {rule.pk}"
    assert [(record.subject, record.detail["act"]) for record in records] == [
        *((batch_, "add"), (batch_, "change"), (rule_, "add"), (rule_, "change")),
        *((batch_, "publish"), (batch_, "withdraw"), (rule_, "delete"), (batch_, "delete")),
    ]


def test_other_sectors_are_a_change_that_a_colleague_is_told_of(login, keeper, batch):
    client, address = login(keeper), f"/rules/{batch.pk}/edit/"
    values = {"name": batch.name, "version": str(batch.version)}
    assert client.post(address, {**values, "sectors": ["A01"]}).status_code == 302
    second = client.post(address, {**values, "sectors": ["A03"], "note": "晚了"})
    assert "别人改过" in second.text
    assert [sector.pk for sector in batch.sectors.all()] == ["A01"]


@pytest.fixture
def closed_batch(published):
    """One that holds for a closed sector besides an open one."""
    published.sectors.add("A11")
    return published


def test_a_keeper_without_sight_of_a_sector_knows_no_batch_of_it(login, keeper, closed_batch):
    client, values = login(keeper), {"name": "改了", "version": "1"}
    assert closed_batch.name not in client.get("/rules/").text
    for action in ("", "edit/", "try/", "new/"):
        assert client.get(f"/rules/{closed_batch.pk}/{action}").status_code == 404
    rule = closed_batch.rules.first()
    of_rule = (f"{rule.pk}/edit/", f"{rule.pk}/delete/")
    for action in ("edit/", "publish/", "withdraw/", "delete/", "new/", *of_rule):
        assert client.post(f"/rules/{closed_batch.pk}/{action}", values).status_code == 404
    closed_batch.refresh_from_db()
    assert closed_batch.is_published
    assert {sector.pk for sector in closed_batch.sectors.all()} == {"A03", "A11"}
    assert closed_batch.rules.count() == 3


def test_a_batch_of_a_closed_sector_is_told_of_to_those_who_see_it(
    login, reporter, leader, closed_batch
):
    project = ProjectFactory(district_id="510402")
    asked = f"readiness={closed_batch.pk}.papers"
    for address in (project.get_absolute_url(), "/projects/", "/rules/", "/", "/exports/new/"):
        assert closed_batch.name not in login(reporter).get(address).text
    for address in (project.get_absolute_url(), "/projects/", "/rules/", "/"):
        assert closed_batch.name in login(leader).get(address).text
    assert login(leader).get(f"/summary.json?{asked}").status_code == 200
    for address in ("/projects/", "/exports/new/", "/print/"):
        answer = login(reporter).get(f"{address}?{asked}")
        assert answer.status_code == 400
        assert closed_batch.name not in answer.text
    for address in ("/summary.json", "/facets.json", "/overview.json"):
        hidden, unknown = (
            login(reporter).get(f"{address}?readiness={code}").json()["error"].replace(code, "")
            for code in (f"{closed_batch.pk}.papers", "987654.papers")
        )
        assert hidden == unknown


def test_the_name_of_a_hidden_batch_is_free_and_that_of_a_known_one_is_not(
    login, keeper, closed_batch
):
    client, hidden = login(keeper), {"name": closed_batch.name}
    assert client.post("/rules/new/", hidden).status_code == 302
    assert "已有同名的批次" in client.post("/rules/new/", hidden).text
    assert DeclarationBatch.objects.filter(name=closed_batch.name).count() == 2


def test_a_rule_from_before_that_names_a_closed_sector_is_not_saved_without_it(
    login, keeper, batch, add_rule
):
    rule = add_rule({"fact": "sector", "is": "one_of", "value": ["A03", "A11"]})
    client, address = login(keeper), f"/rules/{batch.pk}/{rule.pk}/edit/"
    assert client.get(address).status_code == 200
    test = {"fact": "sector", "is": "one_of", "value": ["A03"]}
    values = {"text": "改字", "fault": "unfit", "severity": "block", "order": "10", "version": "1"}
    answer = client.post(address, sent(test, **values))
    assert "限制查看的领域" in answer.text
    assert "没有保存" in answer.text
    rule.refresh_from_db()
    assert rule.condition["tests"][0]["value"] == ["A03", "A11"]


def test_no_test_of_a_rule_names_a_closed_sector(login, keeper, batch):
    client, address = login(keeper), f"/rules/{batch.pk}/new/"
    asked = {"fact": "sector", "is": "one_of"}
    page = client.post(address, sent(asked, refresh="1")).text
    assert 'value="A03"' in page
    assert "A11" not in page
    assert "视频监控" not in page
    closed, unknown = (
        client.post(address, sent({**asked, "value": code})).text.replace(code, "")
        for code in ("A11", "Z99")
    )
    assert "不在可用的选项中" in closed
    assert unknown.count("不在可用的选项中") == closed.count("不在可用的选项中")
    assert not batch.rules.exists()


def test_a_rule_of_before_does_not_tell_what_it_names_once_that_is_closed(add_rule, batch):
    rule = add_rule({"fact": "sector", "is": "none_of", "value": ["A11", "A03"]}, text="领域")
    sentence = read_condition(rule.condition).sentence()
    assert "视频监控" not in sentence
    assert "限制查看的领域" in sentence


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "必填"),
        ({"opens_on": "2026-02-01", "closes_on": "2026-01-01"}, "不能早于"),
        ({"opens_on": "9999-01-01"}, "1950"),
        ({"sectors": ["Z99"]}, "Z99"),
        ({"sectors": ["A11"]}, "A11"),
    ],
)
def test_a_wrong_batch_is_refused_in_words(login, keeper, values, words):
    answer = login(keeper).post("/rules/new/", {"name": "批次", **values})
    assert words in answer.text
    assert "__all__" not in answer.context["form"].errors
    assert not DeclarationBatch.objects.filter(name="批次").exists()


POSTS = ("publish/", "withdraw/", "delete/", "new/", "edit/")


@pytest.mark.parametrize("action", POSTS)
def test_who_only_reads_changes_no_rules(login, reporter, published, action):
    answer = login(reporter).post(f"/rules/{published.pk}/{action}", {"name": "别的"})
    assert answer.status_code == 403
    published.refresh_from_db()
    assert published.is_published
    assert published.name == "2026 年第一批"


@pytest.mark.parametrize("action", ["", *POSTS, "try/"])
def test_a_batch_in_the_making_is_unknown_to_readers(login, reporter, batch, action):
    address = f"/rules/{batch.pk}/{action}"
    assert login(reporter).get(address).status_code in {404, 405}
    assert login(reporter).post(address).status_code in {404, 405}


def test_a_stranger_finds_no_rules(login, stranger, published):
    client = login(stranger)
    assert client.get("/rules/").status_code == 403
    assert client.get(f"/rules/{published.pk}/").status_code == 404


def test_a_readers_page_has_no_buttons_but_reasons(login, reporter, published):
    page = login(reporter).get("/rules/").text
    assert "disabled" in page
    assert published.name in page
    page = login(reporter).get(f"/rules/{published.pk}/").text
    assert "撤回发布" not in page


def test_many_batches_take_no_more_queries(login, keeper, batch, add_rule):
    client = login(keeper)
    client.get("/rules/")
    few, many = [], []
    for asked in (few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get("/rules/")
        asked.extend(queries)
        add_rule(CODED, batch=DeclarationBatch.objects.create(name=f"批次 {len(few)} {len(many)}"))
    assert len(many) == len(few)


def test_a_rule_is_deleted_after_a_question(login, keeper, batch, add_rule):
    add_rule(CODED)
    page = login(keeper).get(f"/rules/{batch.pk}/").text
    table = page[page.index("rules-table") :]
    assert table.index("删除后不能恢复") < table.index("确认删除")


@pytest.mark.parametrize(
    ("window", "told"),
    [
        ({"opens_on": "2026-01-01", "closes_on": "2026-06-30"}, "已截止"),
        ({"opens_on": "2058-01-01"}, "还没开始"),
        ({"closes_on": "2058-01-01"}, ""),
    ],
)
def test_a_project_is_not_said_to_be_ready_outside_the_batches_time(
    login, keeper, batch, add_rule, window, told
):
    add_rule(SMALL)
    publish(batch)
    DeclarationBatch.objects.update(**window)
    project = ProjectFactory()
    client = login(keeper)
    page = client.get(f"/projects/{project.number}/").text
    card = page[page.index("申报条件") :].partition("</section>")[0]
    assert all(day in card for day in window.values())
    assert ("tag-good" in card) is not told
    assert told in card
    assert told in client.get(f"/rules/{batch.pk}/").text


ENDED = {"opens_on": "2026-01-01", "closes_on": "2026-06-30"}


def test_a_batch_that_has_ended_is_not_published_until_its_end_is_moved(
    login, keeper, batch, add_rule
):
    add_rule(SMALL)
    DeclarationBatch.objects.update(**ENDED)
    client, address = login(keeper), f"/rules/{batch.pk}/"
    told = client.post(f"{address}publish/", follow=True).text
    assert "申报已于 2026-06-30 截止，不能发布。请先“修改批次”，把申报截止改到今天或以后。" in told
    batch.refresh_from_db()
    assert not batch.is_published
    assert not batch.verdicts.exists()
    DeclarationBatch.objects.update(closes_on=timezone.localdate())
    client.post(f"{address}publish/")
    batch.refresh_from_db()
    assert batch.is_published


@pytest.mark.parametrize(
    ("window", "label"),
    [
        ({}, "可申报"),
        (ENDED, "条件满足，已截止"),
        ({"opens_on": "2058-01-01"}, "条件满足，还没开始"),
    ],
)
def test_card_filter_counts_and_words_say_the_same_of_a_batch(
    login, keeper, batch, add_rule, window, label
):
    """What nobody can declare any more is nowhere called 可申报, and is found as before."""
    add_rule(SMALL)
    publish(batch)
    DeclarationBatch.objects.update(**window)
    project = ProjectFactory()
    client, code = login(keeper), f"{batch.pk}.ready"
    assert f">{label}</span>" in client.get(project.get_absolute_url()).text
    assert f'<span class="num">1</span> {label}</a>' in client.get(f"/rules/{batch.pk}/").text
    assert f"<h2>{label}</h2>" in client.get(f"/rules/{batch.pk}/try/").text
    assert client.get("/facets.json").json()["readiness"][code] == 1
    register = client.get(f"/projects/?readiness={code}")
    assert register.context["total"].projects == 1
    ((words, _),) = register.context["conditions"]
    assert words == f"申报条件：2026 年第一批：{label}"
    for address in ("/", "/projects/"):
        text = client.get(address).text
        assert f"2026 年第一批：{label}" in text
        assert ("2026 年第一批：可申报" in text) is (label == "可申报")


def test_the_example_of_the_lift_rules_reads(db):
    example = DeclarationBatch.objects.get(is_example=True)
    assert not example.is_published
    assert {rule.evidence for rule in example.rules.all()} == {"hearsay"}
    publish(example)
