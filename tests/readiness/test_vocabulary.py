"""The vocabulary: the database's answer is the records' own, and nothing else can be written."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.choices import FundingStatus, Stage, Work
from registry.models import Organisation, Project
from registry.readiness.comparisons import BadTest
from registry.readiness.conditions import read_condition, read_test
from registry.readiness.facts import FACTS
from registry.readiness.parameters import PARAMETERS
from tests.factories import AssetFactory, AttachmentFactory, FundingLineFactory, ProjectFactory
from tests.readiness import oracle

SOURCES = ["county", "ultra-long-bond", "residents"]
DAYS = [date(2003, 12, 31), date(2004, 1, 1), date(2008, 12, 31), date(2024, 1, 1)]
AMOUNTS = ["0", "0.01", "5", "15", "33.33", "50", "100"]
KINDS, WORKS = ["pipe", "elevator"], ["replace", "renovate"]
GIVEN = {
    "sources": SOURCES,
    "statuses": FundingStatus.values[:3],
    "types": ["assessment", "photo", "permit"],
    "kinds": KINDS,
    "media": ["gas", "water"],
    "works": WORKS,
    "attribute": [
        *("elevator.registered_on", "elevator.unit_investment_wan", "elevator.assessment"),
        *("pipe.diameter_mm", "pipe.year_laid", "pipe.material", "pipe.medium"),
    ],
}


@st.composite
def written_tests(draw):
    fact = FACTS[draw(st.sampled_from(sorted(FACTS)))]
    test = {"fact": fact.code}
    for name in fact.parameters:
        options = st.sampled_from(GIVEN[name])
        if PARAMETERS[name].is_single:
            test[name] = draw(options)
        elif codes := draw(st.lists(options, unique=True, max_size=2)):
            test[name] = codes
    sort = fact.sort_for({name: test.get(name, []) for name in fact.parameters})
    test["is"] = draw(st.sampled_from(sorted(sort.comparisons)))
    takes = sort.comparisons[test["is"]].takes
    if takes == "several":
        options = sorted(sort.options)
        test["value"] = draw(st.lists(st.sampled_from(options), min_size=1, max_size=3))
    elif takes == "one":
        days = [day.isoformat() for day in DAYS]
        values = sorted(sort.options) or (days if sort.input_type == "date" else AMOUNTS)
        test["value"] = draw(st.sampled_from(values))
    return test


conditions = st.fixed_dictionaries(
    {
        "meet": st.sampled_from(["all", "any", "none"]),
        "tests": st.lists(written_tests(), min_size=1, max_size=3),
    }
)


@pytest.fixture
def reserve(db):
    """Projects of all sorts, empty ones among them; every value of the strategies occurs."""
    Organisation.objects.create(code="water-bureau", name="示例供水公司", type="unit")
    for i in range(24):
        project = ProjectFactory(
            stage=list(Stage)[i % 12],
            district_id=["510402", "510403", "510400"][i % 3],
            investment_wan=[None, Decimal(0), Decimal(100), Decimal("99.99")][i % 4],
            equipment_wan=Decimal(50) if i % 4 > 1 and i % 3 else None,
            actual_start=[None, *DAYS][i % 5],
            planned_start=DAYS[i % 4] if i % 2 else None,
            platform_code="2405-510402-04-01-123456" if i % 3 else "",
            takes_land=bool(i % 2),
            owner_id="water-bureau" if i % 5 == 4 else None,
        )
        when = datetime.combine(DAYS[i % 4], datetime.min.time(), ZoneInfo("Asia/Shanghai"))
        Project.objects.filter(pk=project.pk).update(created_at=when + timedelta(minutes=i))
        for j in range(i % 4):
            FundingLineFactory(
                project=project,
                source_id=SOURCES[(i + j) % 3],
                status=FundingStatus.values[j],
                amount_wan=Decimal(AMOUNTS[(i + j) % 7]),
            )
        for j in range(i % 3):
            pipe(project, i + j)
        for j in range((i + 1) % 3):
            lift(project, i + j)
        for j in range(i % 3):
            AttachmentFactory(
                project=project, type=["assessment", "permit"][j], deleted_at=gone(i + j)
            )


def gone(i):
    return datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")) if i % 5 == 0 else None


def pipe(project, i):
    AssetFactory(
        project=project,
        work=[*WORKS, ""][i % 3],
        medium=["gas", "water", ""][i % 3],
        year_laid=[None, 1999, 15][i % 2],
        attributes=[{}, {"diameter_mm": 15, "material": "PE"}, {"diameter_mm": 300}][i % 3],
        **({"location": None} if i % 2 else {}),
    )


def lift(project, i):
    AssetFactory(
        project=project,
        kind="elevator",
        work=[*WORKS, Work.OVERHAUL][i % 3],
        attributes={
            **({"registered_on": DAYS[i % 4].isoformat()} if i % 5 else {}),
            **({"unit_investment_wan": [5, 15, 33.33][i % 3]} if i % 4 else {}),
            **({"assessment": ["更新", "改造"][i % 2]} if i % 3 else {}),
        },
    )


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=conditions)
def test_the_database_agrees_with_the_records(reserve, told):
    condition = read_condition(told)
    answer = dict(Project.objects.annotate(met=condition.met()).values_list("pk", "met"))
    expected = {project.pk: oracle.meets(project, told) for project in Project.objects.all()}
    assert answer == expected, condition.sentence()


@given(told=conditions)
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_stored_reads_as_the_same_condition(db, told):
    condition = read_condition(told)
    again = read_condition(condition.as_json())
    assert again.as_json() == condition.as_json()
    assert again.sentence() == condition.sentence()


BAD = [
    None,
    [],
    "stage",
    {"fact": "password"},
    {"fact": ["stage"]},
    {"fact": {"fact": "stage"}},
    {"fact": "stage", "is": "from"},
    {"fact": "stage", "is": "from", "value": "heaven"},
    {"fact": "stage", "is": "at_least", "value": "3"},
    {"fact": "stage", "is": ["from"], "value": "started"},
    {"fact": "stage", "is": "from", "value": "started", "sql": "1=1"},
    {"fact": "investment_wan", "is": "at_least", "value": "1e999"},
    {"fact": "investment_wan", "is": "at_least", "value": "NaN"},
    {"fact": "investment_wan", "is": "at_least", "value": True},
    {"fact": "investment_wan", "is": "at_least", "value": {"a": 1}},
    {"fact": "investment_wan", "is": "at_least", "value": "1; DROP TABLE registry_project"},
    {"fact": "actual_start", "is": "before", "value": "2024-02-30"},
    {"fact": "actual_start", "is": "before", "value": "9999-01-01"},
    {"fact": "papers", "types": ["virus"], "is": "at_least", "value": "1"},
    {"fact": "papers", "types": [["photo"]], "is": "at_least", "value": "1"},
    {"fact": "funding_wan", "sources": ["../../etc"], "is": "at_least", "value": "1"},
    {"fact": "every_asset", "is": "before", "value": "2009-01-01"},
    {"fact": "every_asset", "attribute": "elevator.soul", "is": "filled"},
    {"fact": "every_asset", "attribute": "camera.device_code", "is": "filled"},
    {"fact": "assets", "kinds": ["camera"], "is": "at_least", "value": "1"},
    {"fact": "district", "is": "one_of", "value": []},
    {"fact": "district", "is": "one_of", "value": ["110000"]},
]


@pytest.mark.django_db
@pytest.mark.parametrize("raw", BAD, ids=str)
def test_what_the_vocabulary_does_not_have_is_refused_in_words(raw):
    with pytest.raises(BadTest, match=r"。$"):
        read_test(raw)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"meet": "all", "tests": []},
        {"meet": "some", "tests": [{"fact": "takes_land", "is": "no"}]},
        {"meet": "all", "tests": [{"fact": "takes_land", "is": "no"}], "more": 1},
        {"meet": "all", "tests": [{"fact": "takes_land", "is": "no"}] * 13},
        {"meet": "all", "tests": [{"meet": "all", "tests": []}]},
    ],
    ids=str,
)
def test_a_condition_that_is_none_is_refused_in_words(raw):
    with pytest.raises(BadTest, match=r"。$"):
        read_condition(raw)
