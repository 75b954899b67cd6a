"""Records for tests; reference rows (districts, sectors, organisations) come from migrations."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.contrib.gis.geos import LineString, Point
from django.utils import timezone

from registry.choices import AttachmentType, Awaiting, OrganisationType, Role, Stage, Standing
from registry.models import (
    Asset,
    Attachment,
    FundingLine,
    Membership,
    Organisation,
    Project,
    Round,
    RoundReport,
    StageChange,
    User,
)
from registry.seed.chronicle import ASIDE, ENTRIES


class ProjectFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Project
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"示例供水管网更新改造项目{n}")
    sector_id = "A03"
    lead_id = "housing"
    district_id = "510402"
    investment_wan = Decimal("100.00")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        project = super()._create(model_class, *args, **kwargs)
        project.refresh_from_db(fields=["number"])
        return project


class AssetFactory(factory.django.DjangoModelFactory):
    """A gas pipe of about 996.9 m unless told otherwise; `location=None` leaves it unmapped."""

    class Meta:
        model = Asset

    project = factory.SubFactory(ProjectFactory)
    kind = "pipe"
    medium = factory.LazyAttribute(lambda asset: "gas" if asset.kind == "pipe" else "")
    location = factory.LazyAttribute(lambda asset: place(asset.kind))


def place(kind, longitude=101.70, latitude=26.58):
    """A line for pipes, a point for the rest, in 东区."""
    if kind == "pipe":
        return LineString((longitude, latitude), (longitude + 0.01, latitude), srid=4490)
    return Point(longitude, latitude, srid=4490)


class FundingLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundingLine

    project = factory.SubFactory(ProjectFactory)
    source_id = "county"
    year = 2025
    amount_wan = Decimal("100.00")


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A paper's row without its file on the disk; `type="photo", format="jpg"` is a photo's."""

    class Meta:
        model = Attachment

    project = factory.SubFactory(ProjectFactory)
    type = AttachmentType.APPROVAL
    file_name = factory.Sequence(lambda n: f"示例文件{n}.pdf")
    format = "pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class RoundFactory(factory.django.DjangoModelFactory):
    """An open round of last month, without reports."""

    class Meta:
        model = Round

    name = factory.Sequence(lambda n: f"示例调度{n}")
    month = date(2026, 10, 1)
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    opened_by = factory.SubFactory("tests.factories.UserFactory")


class RoundReportFactory(factory.django.DjangoModelFactory):
    """Not told yet; `told=(40, "120.00")` tells progress and payment to date."""

    class Meta:
        model = RoundReport

    class Params:
        told = None

    round = factory.SubFactory(RoundFactory)
    project = factory.SubFactory(ProjectFactory)
    name = factory.SelfAttribute("project.name")
    district_id = factory.SelfAttribute("project.district_id")
    sector_id = factory.SelfAttribute("project.sector_id")
    lead_id = factory.SelfAttribute("project.lead_id")
    stage = factory.SelfAttribute("project.stage")
    standing = factory.SelfAttribute("project.standing")
    progress = factory.LazyAttribute(lambda report: report.told and report.told[0])
    paid_wan = factory.LazyAttribute(lambda report: report.told and Decimal(report.told[1]))
    reported_at = factory.LazyAttribute(lambda report: timezone.now() if report.told else None)
    reported_by = factory.LazyAttribute(lambda r: UserFactory() if r.told else None)


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(organisation="dongqu", role="reporter")`; without them a stranger."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        organisation = None
        role = Role.REPORTER

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = factory.LazyAttribute(lambda user: f"示例人员 {user.username}")

    @classmethod
    def create(cls, organisation=None, role=Role.REPORTER, **kwargs):
        user = super().create(**kwargs)
        if organisation:
            Membership.objects.create(user=user, organisation_id=organisation, role=role)
        return user


def declarable(**values):
    """A project that lacks nothing which a declaration asks for; its money closes."""
    owner, _ = Organisation.objects.get_or_create(
        code="demo-water", defaults={"name": "示例供水公司", "type": OrganisationType.UNIT}
    )
    facts = {
        "owner": owner,
        "place": "大渡口",
        "content": "更换老旧管道",
        "planned_start": date(2026, 3, 1),
        "planned_finish": date(2026, 12, 1),
    }
    project = ProjectFactory(**facts | values)
    AssetFactory(
        project=project,
        medium="water",
        year_laid=1998,
        attributes={"diameter_mm": 300, "material": "灰口铸铁"},
    )
    FundingLineFactory(project=project, amount_wan=project.investment_wan)
    return project


def waiting(n):
    """Of a varied city's projects every third waits for somebody, each for another in turn."""
    levels = ({"awaiting": code, "standing": Standing.ACTIVE} for code in Awaiting.values if code)
    turns = [*levels, {"standing": Standing.RETURNED}]
    return {"stage": Stage.DECLARED} | turns[n // 3 % len(turns)] if n % 3 == 2 else {}


def give_papers(project, *types):
    for type_ in types:
        AttachmentFactory(project=project, type=type_)


def told(project, *changes):
    """Stage changes in the order in which they were written down: (stage, day[, standing])."""
    for stage, day, *standing in changes:
        aside = standing[0] if standing else Standing.ACTIVE
        StageChange.objects.create(
            project=project,
            move=ASIDE.get(aside, ENTRIES[stage]),
            stage=stage,
            effective_on=day,
            standing=aside,
        )
    return project
