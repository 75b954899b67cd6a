"""Example papers of one page each, plainly no authority's: what they say, and their PDF."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from django.template.loader import render_to_string

from registry.choices import AttachmentType as Type
from registry.reports.paper import refuse


@dataclass(frozen=True)
class Wording:
    """How a type of paper reads; it is dated so many days before the move that asks for it."""

    title: str
    says: str
    days_before: int
    is_numbered: bool = False


WORDINGS = {
    Type.APPROVAL: Wording("关于{}立项的批复", "同意项目立项，请据此开展前期工作。", 24, True),
    Type.FEASIBILITY: Wording(
        "关于{}可行性研究报告的批复", "原则同意可行性研究报告，建设内容和投资见下表。", 17, True
    ),
    Type.DESIGN: Wording(
        "关于{}初步设计及概算的批复", "同意初步设计及概算，概算总投资见下表。", 9, True
    ),
    Type.PLANNING: Wording("关于{}用地的意见", "同意项目使用表列地点的用地。", 12, True),
    Type.CONSENT: Wording("{}业主表决结果", "经业主共同决定，同意实施并按下表筹集资金。", 14),
    Type.APPLICATION: Wording("{}资金申请报告", "现就下列项目申请资金，资料齐备，请予审核。", 3),
    Type.FUNDING: Wording(
        "关于下达{}资金的通知", "现下达项目资金，请专款专用、及时支付。", 2, True
    ),
    Type.TENDER: Wording("{}中标通知书", "经评审确定中标人，请按期签订合同。", 15),
    Type.CONTRACT: Wording("{}施工合同", "双方就项目施工订立本合同，主要内容见下表。", 8, True),
    Type.PERMIT: Wording("{}施工许可", "项目具备施工条件，准予施工。", 3, True),
    Type.START: Wording("{}开工报告", "施工准备已经完成，报请开工。", 6),
    Type.COMPLETION: Wording("{}完工报告", "合同约定的内容已全部完成，报请验收。", 1),
    Type.ACCEPTANCE: Wording("{}竣工验收报告", "经验收，项目符合设计和合同要求，验收合格。", 1),
}


@dataclass(frozen=True)
class Paper:
    """One page; `serial` counts the papers of the demo."""

    project: object
    type: str
    day: date
    serial: int

    @property
    def wording(self):
        return WORDINGS[self.type]

    @property
    def title(self):
        return f"{self.wording.title.format(self.project.name)}（示例）"

    @property
    def number(self):
        return f"示例〔{self.day.year}〕{self.serial}号" if self.wording.is_numbered else ""

    @property
    def says(self):
        return self.wording.says

    @property
    def facts(self):
        project = self.project
        wan = project.investment_wan
        return (
            ("项目名称", project.name),
            ("建设地点", project.place),
            ("建设内容", project.content),
            ("总投资", f"{wan:,.2f} 万元" if wan is not None else "未公开"),
            ("资料类型", Type(self.type).label),
        )


def pages_of(papers):
    """The PDF of each paper, in order: all are laid out at once, and then taken apart."""
    # Both take a while to load: not for those who seed nothing to wait for.
    import pypdfium2
    from weasyprint import HTML

    html = render_to_string("reports/examples.html", {"papers": papers})
    laid = HTML(string=html, url_fetcher=refuse).render(stylesheets=[stylesheet()])
    whole = pypdfium2.PdfDocument(laid.write_pdf())
    try:
        return [page_of(whole, place) for place, _ in zip(range(len(whole)), papers, strict=True)]
    finally:
        whole.close()


def page_of(whole, place):
    import pypdfium2

    file = BytesIO()
    page = pypdfium2.PdfDocument.new()
    page.import_pages(whole, [place])
    page.save(file)
    page.close()
    return file.getvalue()


@cache
def stylesheet():
    from weasyprint import CSS

    return CSS(string=Path(__file__).with_name("documents.css").read_text(encoding="utf-8"))
