"""A project on one sheet, a district on one sheet."""

from collections import defaultdict
from decimal import Decimal
from operator import itemgetter

from django.conf import settings
from django.utils import timezone

from registry.choices import Classification, FundingStatus
from registry.exports import wording
from registry.funding import ON_PAPER, money_of
from registry.holdings import holdings_of
from registry.overview.answer import districts_of
from registry.overview.cover import covers
from registry.reports.codes import printed_code
from registry.reports.paper import one_page
from registry.reports.pictures import INDICATIVE_NOTE, district_picture, project_picture
from registry.summary import Summary
from registry.timeline import timeline_of

WIDE_MM = 184
TALL_MM = {"roomy": 84, "dense": 70, "densest": 46}
BRIEF_MM = (66, 74)
#: Rows of a table and characters of a text where everything else is dense already.
MOST_ROWS, MOST_TEXT = 7, 320
#: How many of the largest projects a brief tells of, as long as they fit.
LARGEST = (("roomy", 10), ("dense", 6), *(("densest", number) for number in (8, 6, 3, 0)))


def project_sheet(project, *, user, address):
    """PDF of the project as it stands; whether the user may see it is the caller's question."""
    money = money_of(project)
    context = {
        **about(user, address, project.assets),
        "project": project,
        "money": money,
        "granted_wan": money.reached_wan(FundingStatus.GRANTED),
        "paid_wan": money.reached_wan(FundingStatus.PAID),
        "timeline": timeline_of(project, user),
    }
    sources, holdings = by_source(money), holdings_of(project)

    def varying(density):
        rows = MOST_ROWS if density == "densest" else None
        return {
            "sources": sources[:rows],
            "more_sources": len(sources[rows:]) if rows else 0,
            "holdings": holdings[:rows],
            "more_holdings": len(holdings[rows:]) if rows else 0,
            "text_limit": MOST_TEXT if rows else len(project.content) + 1,
            "is_cut": bool(rows) and len(project.content) > MOST_TEXT,
            "picture": project_picture(project, WIDE_MM, TALL_MM[density]),
        }

    variants = ((density, varying(density)) for density in TALL_MM)
    return one_page("reports/project_sheet.html", context, variants)


def by_source(money):
    """(source, 万元, of it granted, per cent of the total investment), in their order."""
    planned, granted = defaultdict(Decimal), defaultdict(Decimal)
    for line in money.lines:
        planned[line.source] += line.amount_wan
        granted[line.source] += line.amount_wan if line.status in ON_PAPER else 0
    whole = money.investment_wan
    return [(source, wan, granted[source], percent(wan, whole)) for source, wan in planned.items()]


def district_brief(district, question, *, user, address):
    """PDF of a question within one district."""
    summary = Summary(question)
    answer = {
        name: [in_decimals(row) for row in rows]
        for name, rows in summary.as_json().items()
        if name in ("by_stage", "by_sector", "by_funding")
    }
    most = max((row["investment_wan"] for row in answer["by_stage"]), default=0)
    projects = question.projects()
    figures = districts_of(question, None)[district.pk]
    years, stated = figures.money_by_year, figures.total.stated
    context = {
        **about(user, address, question.assets()),
        "district": district,
        "wording": wording(question),
        "bounds": user.rights.bounds,
        "covers": covers(question),
        "total": summary.total,
        "figures": figures,
        "completion": percent(figures.total.done, figures.total.projects),
        "average_wan": stated and figures.total.investment_wan / stated,
        "unstated": figures.total.projects - stated,
        "paid_share": percent(figures.paid_wan, figures.planned_wan),
        "years": [(year, planned, paid) for year, (planned, paid, _) in years.items()],
        "stages": [(row, percent(row["investment_wan"], most) or 0) for row in answer["by_stage"]],
        "sectors": present(answer["by_sector"]),
        "funding": [
            (row, percent(row["investment_wan"], figures.planned_wan))
            for row in largest_first(present(answer["by_funding"]))
        ],
        "picture": district_picture(district, question, *BRIEF_MM),
        "is_example": projects.filter(is_example=True).exists(),
    }
    largest = projects.filter(investment_wan__isnull=False).select_related("sector")
    largest = list(largest.order_by("-investment_wan", "id")[: max(n for _, n in LARGEST)])
    variants = ((density, {"largest": largest[:number]}) for density, number in LARGEST)
    return one_page("reports/district_brief.html", context, variants)


def percent(part, whole):
    """None of nothing, which is not 0%."""
    return 100 * part / whole if whole else None


def in_decimals(row):
    return {**row, "investment_wan": Decimal(row["investment_wan"])}


def present(rows):
    return [row for row in rows if row["projects"]]


def largest_first(rows):
    """As the overview has them."""
    return sorted(rows, key=itemgetter("investment_wan"), reverse=True)


def about(user, address, assets):
    """What every sheet says of itself: who, when, how secret, where to look again."""
    return {
        "city_name": settings.CITY_NAME,
        "printed_by": str(user),
        "printed_at": timezone.localtime(),
        "classification": classification_of(assets),
        "boundary_note": INDICATIVE_NOTE,
        "code": printed_code(address),
    }


#: From the most secret down; a paper bears the highest of what is on it.
LEVELS = (Classification.INTERNAL, Classification.PUBLIC)


def classification_of(assets):
    """`密级：内部（含未标注的数据）`: asked by an index, one look a level, however many assets."""

    def has(level):
        return assets.filter(classification=level).order_by().exists()

    highest = next((level for level in LEVELS if has(level)), Classification.UNMARKED)
    is_mixed = highest != Classification.UNMARKED and has(Classification.UNMARKED)
    return f"密级：{highest.label}{'（含未标注的数据）' if is_mixed else ''}"
