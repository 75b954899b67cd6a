"""What must be there before a move: everything that is missing is listed, with its place."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from registry.access import Rights
from registry.choices import Awaiting, FundingStatus, MoveCode, Stage
from registry.models import Asset, Attachment, FundingLine, Project
from registry.workflow import MoveRefused, advance
from registry.workflow.moves import find
from registry.workflow.needs import NAMED, Dossier
from registry.workflow.states import State
from tests.factories import AssetFactory, ProjectFactory, declarable, give_papers

pytestmark = pytest.mark.django_db

CODE = "2405-510402-04-01-123456"
#: Who may know everything.
ANYONE = SimpleNamespace(rights=Rights(is_superuser=True))


def missing(project, code, state=None):
    if state:
        state.write_to(project)
    move = find(code, State.of(project))
    return [each.text for each in move.missing(Dossier(project, ANYONE))]


def test_a_bare_project_lacks_everything_at_once(reporter):
    project = ProjectFactory(investment_wan=None)
    with pytest.raises(MoveRefused, match="还不能办理“提交申报”") as refusal:
        advance(project, MoveCode.SUBMIT, by=reporter)
    assert [each.text for each in refusal.value.missing] == [
        "“建设地点”未填",
        "“建设内容及规模”未填",
        "“项目单位”未填",
        "“总投资（万元）”未填",
        "“拟开工”未填",
        "“拟竣工”未填",
        "还没有登记设备设施",
        "没有填写资金来源",
    ]
    assert not project.stage_changes.exists()


def test_each_missing_thing_leads_to_where_it_is_mended(login, reporter):
    project = ProjectFactory(investment_wan=None)
    AssetFactory(project=project, location=None)
    move = find(MoveCode.SUBMIT, State.of(project))
    for each in move.missing(Dossier(project, ANYONE)):
        url, _, place = each.url.partition("#")
        page = login(reporter).get(url)
        assert page.status_code == 200, each
        assert not place.startswith("id_") or f'id="{place}"' in page.text, each


def test_assets_with_gaps_are_named_and_the_rest_counted(reporter):
    project = declarable()
    AssetFactory.create_batch(NAMED + 3, project=project, name="支管", year_laid=None)
    told = missing(project, MoveCode.SUBMIT)
    assert told[0] == "“支管”缺敷设年份、管径或断面、材质"
    assert told[-1] == "另有 3 项设备设施有缺项"
    assert len(told) == NAMED + 1


def test_assets_without_name_and_number_are_told_apart_by_turn_and_length():
    project = declarable()  # with a pipe that has no name either, and lacks nothing
    for year in (1998, 1999):
        AssetFactory(project=ProjectFactory(), year_laid=year)
        AssetFactory(project=project, year_laid=year)
    told = missing(project, MoveCode.SUBMIT)
    metres = project.assets.first().length_m
    assert told[:2] == [
        f"“管段 未编号 {turn}（{metres:,.1f} m）”缺管径或断面、材质" for turn in (2, 3)
    ]


def test_the_database_finds_the_same_gaps_as_the_declaration():
    project = ProjectFactory(sector_id="A11")
    for values in (
        {"kind": "pipe", "medium": ""},
        {"kind": "pipe", "year_laid": 1998, "attributes": {"diameter_mm": 300, "material": "PE"}},
        {"kind": "pipe", "year_laid": 1998, "attributes": {"diameter_mm": None, "material": ""}},
        {"kind": "pipe", "year_laid": 1998, "attributes": {"section": "800×600", "material": "PE"}},
        {"kind": "water_plant", "name": "水厂", "attributes": {}},
        {"kind": "camera", "attributes": {"device_code": "5" * 20}},
        {"kind": "elevator"},
        {"kind": "elevator", "work": "add", "attributes": {"estate": "城中小区", "block": "3栋"}},
        {"kind": "elevator", "work": "add", "attributes": {"estate": "城中小区"}},
        {"kind": "other"},
    ):
        AssetFactory(project=project, **values)
    said = {asset.pk for asset in Asset.objects.all() if asset.missing()}
    assert set(Asset.objects.incomplete().values_list("pk", flat=True)) == said
    assert 0 < len(said) < 9


def test_what_belongs_on_the_map_must_be_there_and_vehicles_need_not():
    project = declarable()
    AssetFactory(project=project, kind="machine", location=None, attributes={"machine_type": "车"})
    assert missing(project, MoveCode.SUBMIT) == []
    AssetFactory(
        project=project, kind="structure", name="检查井", location=None,
        attributes={"structure_type": "窨井盖"},
    )  # fmt: skip
    assert "“检查井”未上图" in missing(project, MoveCode.SUBMIT)


@pytest.mark.parametrize(
    ("amount", "words"), [("60", "还差 40.00 万元"), ("130", "超出 30.00 万元")]
)
def test_the_lead_department_passes_only_money_that_closes(amount, words):
    project = declarable()
    FundingLine.objects.update(amount_wan=Decimal(amount))
    waiting = State(Stage.DECLARED, awaiting=Awaiting.LEAD)
    assert missing(project, MoveCode.PASS_LEAD, waiting) == [f"资金拼盘未闭合，{words}"]
    assert (
        missing(project, MoveCode.PASS_TERRITORY, State(Stage.DECLARED, awaiting="territory")) == []
    )


PREPARED = State(Stage.PREPARING)
ALL = ["审批（核准、备案）文件", "可研报告", "初步设计及概算", "资金申请报告"]


@pytest.mark.parametrize(
    ("facts", "papers"),
    [
        ({}, ALL),
        ({"takes_land": True}, [*ALL[:3], "用地规划手续", ALL[3]]),
        ({"by_commitment": True}, [ALL[0], ALL[3]]),
        ({"sector_id": "A02"}, [ALL[0], "业主表决", ALL[3]]),
        ({"sector_id": "A01", "by_commitment": True}, [ALL[0], "业主表决", ALL[3]]),
    ],
)
def test_papers_of_the_preparation_depend_on_the_project(facts, papers):
    project = declarable(**facts)
    told = missing(project, MoveCode.APPLY, PREPARED)
    assert told == ["“项目代码”未填", *(f"缺资料“{paper}”" for paper in papers)]


def test_a_paper_in_the_bin_does_not_count():
    project = declarable(platform_code=CODE, by_commitment=True)
    give_papers(project, "approval", "application")
    assert missing(project, MoveCode.APPLY, PREPARED) == []
    Attachment.objects.filter(type="approval").update(deleted_at=timezone.now())
    assert missing(project, MoveCode.APPLY, PREPARED) == ["缺资料“审批（核准、备案）文件”"]


@pytest.mark.parametrize("status", FundingStatus.values)
def test_funds_are_granted_once_a_line_says_so(status):
    project = declarable(platform_code=CODE)
    give_papers(project, "funding")
    FundingLine.objects.update(status=status)
    granted = status in ("granted", "received", "paid")
    told = missing(project, MoveCode.FUND, State(Stage.APPLYING))
    assert told == [] if granted else "没有一项资金的状态是已下达" in told[0]


@pytest.mark.parametrize(
    ("stage", "code", "papers"),
    [
        (Stage.TENDERING, MoveCode.START, ["tender", "contract", "permit"]),
        (Stage.STARTED, MoveCode.BUILD, ["start"]),
        (Stage.BUILDING, MoveCode.COMPLETE, ["completion"]),
        (Stage.COMPLETED, MoveCode.ACCEPT, ["acceptance"]),
    ],
)
def test_later_moves_ask_for_the_code_and_their_papers(stage, code, papers, admin):
    project = declarable(stage=stage)
    assert len(missing(project, code)) == 1 + len(papers)
    give_papers(project, *papers)
    assert missing(project, code) == ["“项目代码”未填"]
    Project.objects.update(platform_code=CODE)
    assert advance(project, code, by=admin)


def test_lifts_need_neither_tender_nor_permit():
    project = declarable(sector_id="A02", platform_code=CODE, stage=Stage.TENDERING)
    assert missing(project, MoveCode.START) == ["缺资料“合同”"]


def test_a_gate_costs_few_queries(django_assert_num_queries):
    project = declarable()
    AssetFactory.create_batch(4, project=project)
    project = Project.objects.select_related("sector").get()
    with django_assert_num_queries(4):
        missing(project, MoveCode.SUBMIT)
