"""From the idea to the last paper: three projects shaped as real ones, each by its own people."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.contrib.gis.geos import LineString, Point
from playwright.sync_api import expect

from registry.models import FundingLine, Project
from registry.workflow.states import State
from tests.factories import AssetFactory, FundingLineFactory, give_papers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]

CODE = "2405-{district}-04-01-{serial:06}"


@dataclass(frozen=True)
class Plan:
    """What is built where, who reports it, who reviews it, and the papers of each gate."""

    name: str
    sector: str
    district: str
    reporter: str
    reviewers: tuple[str, str, str]
    assets: tuple[dict, ...]
    sources: dict[str, int]
    preparation: tuple[str, ...]
    works: tuple[str, ...]

    @property
    def total(self):
        return sum(self.sources.values())


def line(longitude, latitude, **facts):
    shape = LineString((longitude, latitude), (longitude + 0.01, latitude + 0.002), srid=4490)
    return {"kind": "pipe", "location": shape, "year_laid": 1995, **facts}


def pipe(medium, longitude, latitude, diameter_mm, material):
    facts = {"diameter_mm": diameter_mm, "material": material}
    return line(longitude, latitude, medium=medium, attributes=facts)


MUNICIPAL = ("approval", "feasibility", "design", "application")
WATER = Plan(
    *("东区弄弄坪片区供水主管更新", "A03", "510402", "demo-dongqu"),
    ("demo-dongqu-shenhe", "demo-shenhe", "demo-zhuanban"),
    (
        pipe("water", 101.70, 26.58, 400, "灰口铸铁"),
        pipe("water", 101.71, 26.58, 300, "灰口铸铁"),
    ),
    {"ultra-long-bond": 600, "county": 400},
    MUNICIPAL,
    ("tender", "contract", "permit"),
)
LIFTS = Plan(
    *("仁和区既有住宅加装电梯（城中片区）", "A02", "510411", "demo-renhe"),
    ("demo-renhe-shenhe", "demo-shenhe", "demo-zhuanban"),
    (
        {
            "kind": "elevator",
            "name": "3栋2单元",
            "location": Point(101.745, 26.50, srid=4490),
            "work": "add",
            "attributes": {
                "estate": "城中小区",
                "block": "3栋",
            },
        },
    ),
    {"residents": 33, "county": 12},
    ("approval", "application", "consent"),
    ("contract",),
)
GAS_AND_DRAINS = Plan(
    *("西区河门口老旧小区燃气和排水管网改造", "A06", "510403", "demo-xiqu"),
    ("demo-xiqu-shenhe", "demo-chengguan-shenhe", "demo-zhuanban"),
    (
        pipe("gas", 101.60, 26.60, 200, "钢"),
        pipe("rain", 101.60, 26.605, 500, "钢筋砼"),
        pipe("sewage", 101.60, 26.61, 400, "HDPE 双壁波纹"),
    ),
    {"central-budget": 1594, "enterprise": 406},
    MUNICIPAL,
    ("tender", "contract", "permit"),
)


class Office:
    """Everybody at his own desk, each with one page open."""

    def __init__(self, sign_in, stage):
        self._sign_in, self._stage, self._pages = sign_in, stage, {}

    def page(self, person):
        if person not in self._pages:
            self._pages[person] = self._sign_in(person)
        return self._pages[person]

    def register(self, plan):
        page = self.page(plan.reporter)
        page.goto("/projects/new/")
        page.locator("[name=name]").fill(plan.name)
        page.locator("[name=sector]").select_option(plan.sector)
        page.locator("[name=district]").select_option(plan.district)
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(plan.name)
        return Project.objects.get(name=plan.name)

    def fill_in(self, plan, project):
        page = self.page(plan.reporter)
        page.goto(f"/projects/{project.number}/")
        page.locator("#moves").get_by_role("link", name="“建设地点”未填").click()
        values = {
            "place": plan.name[:5],
            "content": "按片区更新改造",
            "owner_name": "示例市政公司",
            "investment_wan": str(plan.total),
            "planned_start": "2026-03-01",
            "planned_finish": "2027-06-30",
        }
        for name, value in values.items():
            page.locator(f"[name={name}]").fill(value)
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已保存")
        self.commit(self._add, plan, project)

    @staticmethod
    def _add(plan, project):
        for facts in plan.assets:
            AssetFactory(project=project, **facts)
        for source, amount in plan.sources.items():
            FundingLineFactory(project=project, source_id=source, amount_wan=Decimal(amount))

    def commit(self, work, *args, **values):
        self._stage.commit(work, *args, **values)

    def move(self, person, project, label, note=""):
        page = self.page(person)
        page.goto(f"/projects/{project.number}/")
        page.locator("#moves > details > summary").click()
        page.locator("#moves [name=note]").fill(note)
        page.get_by_role("button", name=label, exact=True).click()
        expect(page.get_by_role("status")).to_contain_text(f"已办理“{label}”")

    def open_review(self, person, project):
        page = self.page(person)
        page.goto("/todo/?list=review")
        page.get_by_role("link", name=project.name).click()
        expect(page.get_by_role("heading", name="审核决定")).to_be_visible()
        return page

    def decide(self, person, project, label):
        page = self.open_review(person, project)
        page.get_by_role("button", name=label, exact=True).click()
        expect(page.get_by_role("status")).to_contain_text(f"已办理“{label}”")

    def lacks(self, person, project, *papers):
        """The gate names the papers before anybody clicks."""
        page = self.page(person)
        page.goto(f"/projects/{project.number}/")
        for paper in papers:
            expect(page.locator("#moves")).to_contain_text(f"缺资料“{paper}")


@pytest.fixture
def office(city, sign_in, stage):
    return Office(sign_in, stage)


def state_of(project):
    return State.of(Project.objects.get(pk=project.pk))


def return_with_a_pin(office, reviewer, project):
    """At a field, and at a place on the map."""
    page = office.open_review(reviewer, project)
    page.locator("[data-comment-row] select").select_option("content")
    page.locator("[data-comment-row] textarea").fill("请写明长度和管径")
    page.get_by_role("button", name="再加一条意见").click()
    row = page.locator("[data-comment-row]").nth(1)
    row.locator("textarea").fill("这里与道路改造冲突")
    expect(page.locator("[data-comment-map]")).to_have_attribute("data-pins", "0")
    row.get_by_role("button", name="在图上标注").click()
    page.locator(".leaflet-container").click(position={"x": 120, "y": 120})
    expect(row.locator("[data-pin-words]")).to_contain_text("已标注")
    page.get_by_role("button", name="退回修改", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已办理“退回修改”")


def mend_and_resubmit(office, plan, project):
    page = office.page(plan.reporter)
    page.goto("/todo/?list=returned")
    page.get_by_role("link", name=project.name).click()
    expect(page.locator("#comments")).to_contain_text("这里与道路改造冲突")
    expect(page.locator("[data-comment-map]")).to_have_attribute("data-pins", "1")
    page.locator("#comments").get_by_role("link", name="建设内容及规模").click()
    expect(page.locator(".remark-at")).to_contain_text("请写明长度和管径")
    page.locator("[name=content]").fill("更新管道，写明长度和管径")
    page.get_by_role("button", name="保存", exact=True).click()
    for _ in range(2):
        form = page.locator(".remark-form").first
        form.locator("[name=text]").fill("已按意见修改")
        form.get_by_role("button", name="答复").click()
        expect(page.get_by_role("status")).to_contain_text("已答复")
    office.move(plan.reporter, project, "重新提交")


def declare(office, plan):
    """Registered, filled in, returned once, and admitted by three people."""
    territory, lead, city = plan.reviewers
    project = office.register(plan)
    office.fill_in(plan, project)
    office.move(plan.reporter, project, "提交申报")
    return_with_a_pin(office, territory, project)
    mend_and_resubmit(office, plan, project)
    page = office.open_review(territory, project)
    expect(page.locator(".compare")).to_contain_text("更新管道，写明长度和管径")
    office.decide(territory, project, "初审通过")
    office.decide(lead, project, "复审通过")
    office.decide(city, project, "终审通过")
    return project


def fund(office, plan, project):
    office.move(plan.reporter, project, "开展前期")
    office.lacks(plan.reporter, project, "审批（核准、备案）文件", "资金申请报告")
    code = CODE.format(district=plan.district, serial=project.pk)
    office.commit(Project.objects.filter(pk=project.pk).update, platform_code=code)
    office.commit(give_papers, project, *plan.preparation)
    office.move(plan.reporter, project, "申请资金")
    office.lacks(plan.reporter, project, "资金下达文件")
    office.commit(give_papers, project, "funding")
    office.commit(FundingLine.objects.filter(project=project).update, status="granted")
    office.move(plan.reporter, project, "资金下达")


def build(office, plan, project):
    office.move(plan.reporter, project, "招标")
    office.lacks(plan.reporter, project, "合同")
    office.commit(give_papers, project, *plan.works)
    office.move(plan.reporter, project, "开工")
    office.move(plan.reporter, project, "暂停", "与道路改造统筹施工")
    office.move(plan.reporter, project, "恢复")
    for paper, label in (("start", "在建"), ("completion", "完工"), ("acceptance", "竣工验收")):
        office.commit(give_papers, project, paper)
        office.move(plan.reporter, project, label)


@pytest.mark.parametrize("plan", [WATER, LIFTS, GAS_AND_DRAINS], ids=["water", "lifts", "gas"])
def test_a_project_lives_from_the_idea_to_its_end(office, plan):
    project = declare(office, plan)
    fund(office, plan, project)
    build(office, plan, project)
    office.move(plan.reviewers[1], project, "销号")
    assert state_of(project) == State("closed")
    project.refresh_from_db()
    assert project.actual_start
    assert project.actual_finish
    people = set(project.stage_changes.values_list("by__username", flat=True))
    assert people == {plan.reporter, *plan.reviewers}
