"""Rules of money: ceilings and floors as rows, checked at every save."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from registry.choices import Role
from registry.models import AuditRecord, FundingRule, Project
from registry.money_rules import MoneyRules
from registry.workflow.needs import Dossier, money_within_rules
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory, UserFactory
from tests.sheets import address, typed

pytestmark = pytest.mark.django_db
URL = "/funding-rules/"


def rule(sources=("county",), sectors=(), **values):
    made = FundingRule.objects.create(
        **{"text": "县级资金上限", "limit": Decimal(50), "severity": "block", **values}
    )
    made.sources.set(sources)
    made.sectors.set(sectors)
    return made


def told(project):
    return [str(each) for each in MoneyRules(project).findings(project.funding_lines.all())]


def form(**values):
    return {
        "text": "县级资金不超过一半", "sources": ["county"], "bound": "at_most", "measure": "share",
        "limit": "50", "severity": "block", "evidence": "own", "is_active": "on", **values,
    }  # fmt: skip


@pytest.fixture
def keeper(login, admin):
    return login(admin)


@pytest.fixture
def project(db):
    return ProjectFactory(investment_wan=1000, equipment_wan=400, sector_id="A01")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "现为 600 万元，限额 500 万元，超出 100 万元"),
        ({"limit": 60}, "现为 600 万元，限额 600 万元"),
        ({"measure": "equipment_share", "limit": 100}, "限额 400 万元，超出 200 万元"),
        ({"measure": "amount", "limit": 700}, "现为 600 万元，限额 700 万元"),
        ({"bound": "at_least", "limit": 70}, "还差 100 万元"),
        ({"measure": "per_asset", "kind": "elevator", "work": "replace", "limit": 15},
         "限额 30 万元，超出 570 万元"),
        ({"measure": "per_asset", "kind": "elevator", "limit": 300}, "限额 900 万元"),
        ({"measure": "per_asset", "kind": "camera", "limit": 1}, "还没有登记这类设施，无法核对"),
        ({"sources": ("county", "residents"), "limit": 61}, "现为 610 万元，限额 610 万元"),
    ],
)  # fmt: skip
def test_a_limit_is_worked_out_from_what_it_is_taken_of(project, values, words):
    for source, amount in (("county", 250), ("county", 350), ("residents", 10), ("owner", 9)):
        FundingLineFactory(project=project, source_id=source, amount_wan=amount)
    for work in ("replace", "replace", "renovate"):
        AssetFactory(project=project, kind="elevator", work=work, location=None)
    rule(**values)
    (found,) = told(project)
    assert found.endswith(words)


def test_what_is_not_known_is_not_judged(project):
    Project.objects.update(investment_wan=None, equipment_wan=None)
    project.refresh_from_db()
    rule()
    rule(text="另一条", measure="equipment_share")
    assert told(project) == ["总投资还没有填，无法核对", "设备投资还没有填，无法核对"]


def test_rules_hold_for_their_sectors_and_while_they_are_in_force(project):
    rule(text="全部领域")
    rule(text="电梯", sectors=["A01", "A02"])
    rule(text="供水", sectors=["A03"])
    rule(text="停用", is_active=False)
    assert [each.rule.text for each in MoneyRules(project).findings([])] == ["全部领域", "电梯"]


def test_a_ceiling_that_blocks_refuses_the_save_and_a_hint_does_not(login, reporter, project):
    desk = login(reporter)

    def save(amount, *lines):
        content = {
            "opened": {str(each.pk): each.version for each in project.funding_lines.all()},
            "lines": [typed(*lines, amount_wan=amount)], "reason": "试",
        }  # fmt: skip
        return desk.post(address(project), content, content_type="application/json")

    rule()
    answer = save("500.01")
    assert answer.status_code == 422
    assert "县级资金上限" in answer.json()["error"]
    assert "超出 0.01 万元" in answer.json()["error"]
    assert not project.funding_lines.exists()
    assert save("500").status_code == 200
    FundingRule.objects.update(limit=10)
    line = project.funding_lines.get()
    assert save("400", line).status_code == 200, "an old excess may be mended step by step"
    line.refresh_from_db()
    assert save("401", line).status_code == 422
    FundingRule.objects.update(severity="hint")
    assert save("401", line).status_code == 200
    page = desk.get(f"/projects/{project.number}/money/").text
    assert "限额 100 万元，超出 301 万元" in page


def test_a_floor_blocks_nothing(login, reporter, project):
    rule(bound="at_least")
    content = {"opened": {}, "lines": [typed(amount_wan="1")], "reason": "试"}
    answer = login(reporter).post(address(project), content, content_type="application/json")
    assert answer.status_code == 200


def test_rules_are_kept_by_those_with_the_power_and_read_by_all(keeper, login, reporter, stranger):
    assert keeper.post(f"{URL}new/", form()).status_code == 302
    made = FundingRule.objects.get()
    assert made.words == "县（区）财政合计不超过总投资的 50%"
    assert AuditRecord.objects.filter(action="rules-changed").count() == 1
    page = login(reporter).get(URL)
    assert page.status_code == 200
    assert "县级资金不超过一半" in page.text
    assert "只有" in page.text
    auditor = UserFactory(organisation="dongqu", role=Role.AUDITOR)
    ours = UserFactory(organisation="dongqu", role=Role.REVIEWER)
    for user, seen in ((reporter, 200), (ours, 200), (stranger, 403), (auditor, 403)):
        desk = login(user)
        assert desk.get(URL).status_code == seen
        for url in (f"{URL}new/", f"{URL}{made.pk}/", f"{URL}{made.pk}/delete/"):
            assert desk.post(url, form(text="黑")).status_code == 403
    assert FundingRule.objects.get() == made
    keeper = login(UserFactory(organisation="housing", role=Role.REVIEWER))
    assert "请先停用" in keeper.post(f"{URL}{made.pk}/delete/", follow=True).text
    assert FundingRule.objects.exists()
    keeper.post(f"{URL}{made.pk}/", form(version=str(made.version), is_active=""))
    assert keeper.post(f"{URL}{made.pk}/delete/").status_code == 302
    assert not FundingRule.objects.exists()
    acts = AuditRecord.objects.filter(action="rules-changed").order_by("id")
    assert [record.detail["act"] for record in acts] == ["add", "change", "delete"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"limit": "101"}, "0 到 100 之间"),
        ({"limit": "-1", "measure": "amount"}, "0 到 1000 亿元"),
        ({"limit": "约5"}, "数字"),
        ({"sources": []}, "必填"),
        ({"sources": ["lottery"]}, "lottery"),
        ({"sectors": ["Z99"]}, "Z99"),
        ({"measure": "per_asset"}, "要选设施类别"),
        ({"kind": "elevator"}, "不选类别"),
        ({"kind": "rocket"}, "rocket"),
        ({"text": ""}, "必填"),
        ({"measure": "__class__"}, "__class__"),
        ({"evidence": "gossip"}, "gossip"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_words(keeper, values, words):
    answer = keeper.post(f"{URL}new/", form(**values))
    assert answer.status_code == 200
    assert words in answer.text
    assert not FundingRule.objects.exists()


def test_the_second_editor_of_a_rule_is_told_and_overwrites_nothing(keeper):
    made = rule()
    first = form(version="1", text="先保存的")
    assert keeper.post(f"{URL}{made.pk}/", first).status_code == 302
    answer = keeper.post(f"{URL}{made.pk}/", form(version="1", text="后保存的"))
    assert "别人改过，现在是：“先保存的”" in answer.text
    assert FundingRule.objects.get().text == "先保存的"
    again = form(version=str(FundingRule.objects.get().version), text="后保存的")
    assert keeper.post(f"{URL}{made.pk}/", again).status_code == 302


@pytest.mark.parametrize("change", [{"sources": ["residents"]}, {"sectors": ["A01"]}])
def test_what_a_rule_names_is_a_change_that_a_colleague_is_told_of(keeper, change):
    made = rule(text="县级资金不超过一半")
    assert keeper.post(f"{URL}{made.pk}/", form(version="1", **change)).status_code == 302
    assert "别人改过" in keeper.post(f"{URL}{made.pk}/", form(version="1", limit="40")).text
    assert FundingRule.objects.get().limit == 50


def test_a_keeper_without_sight_of_a_sector_knows_no_rule_of_it(login):
    made = rule(sectors=["A11", "A01"])
    keeper = login(UserFactory(organisation="housing", role=Role.REVIEWER))
    assert keeper.get(f"{URL}{made.pk}/").status_code == 404
    for action in ("", "delete/"):
        assert keeper.post(f"{URL}{made.pk}/{action}", form(version="1")).status_code == 404
    assert {sector.pk for sector in made.sectors.all()} == {"A11", "A01"}


def test_the_same_rule_is_not_made_twice(keeper):
    keeper.post(f"{URL}new/", form())
    assert "已有同样的规则" in keeper.post(f"{URL}new/", form()).text
    assert FundingRule.objects.count() == 1


def test_the_text_of_a_hidden_rule_is_free(login):
    rule(text="按领域封顶", sectors=["A11"])
    keeper = login(UserFactory(organisation="housing", role=Role.REVIEWER))
    assert keeper.post(f"{URL}new/", form(text="按领域封顶")).status_code == 302
    assert FundingRule.objects.filter(text="按领域封顶").count() == 2


def test_the_database_itself_refuses_a_share_beyond_all():
    with pytest.raises(IntegrityError, match="funding_rule_limit_sensible"):
        rule(limit=101)


def test_more_rules_cost_no_further_query(keeper, project, login, django_assert_num_queries):
    for n in range(2):
        rule(text=f"规则{n}", measure="per_asset", kind="elevator", sectors=["A01"])
        with django_assert_num_queries(4):
            told(project)
        with django_assert_num_queries(10):
            keeper.get(URL)


def test_a_closed_sector_is_not_named_by_a_rule(login, reporter, leader):
    rule(text="监控资金上限", sectors=["A11", "A01"])
    assert "监控" not in login(reporter).get(URL).text
    assert "监控资金上限" in login(leader).get(URL).text


@pytest.mark.parametrize(
    ("values", "lacking"),
    [
        ({"limit": 60}, ["资金规则“县级资金上限”：现为 1,000 万元，限额 600 万元，超出 400 万元"]),
        ({"bound": "at_least", "limit": 100, "sources": ("residents",)},
         ["资金规则“县级资金上限”：现为 0 万元，限额 1,000 万元，还差 1,000 万元"]),
        ({"limit": 60, "severity": "hint"}, []),
        ({"limit": 100}, []),
    ],
)  # fmt: skip
def test_a_gate_asks_for_what_a_blocking_rule_demands(project, values, lacking):
    FundingLineFactory(project=project, amount_wan=1000)
    rule(**values)
    found = money_within_rules().find(Dossier(project, reader=None))
    assert [each.text for each in found] == lacking
