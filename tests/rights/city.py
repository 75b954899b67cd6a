"""A small city to knock in: every sort of person, and projects that each have a word of their own.

Whatever belongs to a project (asset, paper, comment, line of money, report) carries its word, and
investments are powers of two: a word or a sum in an answer says which projects are behind it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from gis.documents.looking import SCREEN, THUMB
from registry.choices import OrganisationType
from registry.models import (
    ApiToken,
    DeclarationBatch,
    DeclarationRule,
    FundingRule,
    ImportBatch,
    Job,
    Kiosk,
    Membership,
    Organisation,
    Project,
    ProjectEvent,
    ReferenceLayer,
    ReviewComment,
    SavedView,
    SignIn,
)
from registry.models.secrets import hashed
from registry.question import Question
from registry.reports.table import export_table
from registry.workflow import advance
from tests.factories import (
    AttachmentFactory,
    RoundFactory,
    RoundReportFactory,
    UserFactory,
    declarable,
    told,
)
from tests.rights.oracle import ORGANISATIONS, ROLES
from tests.visitors import signed_in

#: name: its word, where it lies for the oracle, and how far it has come.
THINGS = {
    "east": ("朝霞", "east", ()),
    "west": ("晚照", "west", ()),
    "cams": ("夜眸", "cams", ()),
    "first": ("竹影", "east", ("submit",)),
    "second": ("松涛", "east", ("submit", "pass_territory")),
    "third": ("兰溪", "east", ("submit", "pass_territory", "pass_lead")),
    "reserved": ("梅岭", "east", ("submit", "pass_territory", "pass_lead", "admit")),
    "built": ("菊园", "east", ()),
    "binned": ("枫桥", "east", ()),
    "binned cams": ("荷塘", "cams", ()),
    "filmed": ("星湖", "cams", ("submit",)),
}
LIES = {
    "east": {"district_id": "510402", "sector_id": "A03", "lead_id": "housing"},
    "west": {"district_id": "510403", "sector_id": "A06", "lead_id": "urban-management"},
    "cams": {"district_id": "510402", "sector_id": "A11", "lead_id": "public-security"},
}
OWNERS = {"east": "water", "west": "gas", "cams": "water"}
#: Who made the moves before the test; nobody who knocks.
MOVERS = {
    "submit": {"east": ("dongqu", "reporter"), "cams": ("public-security", "reporter")},
    "pass_territory": {"east": ("dongqu", "reviewer")},
    "pass_lead": {"east": ("housing", "reviewer")},
    "admit": {"east": ("taskforce", "reviewer")},
}


@dataclass
class Thing:
    """A project with one of everything that belongs to it."""

    name: str
    word: str
    lies: str
    project: Any
    parts: dict = field(default_factory=dict)

    @property
    def is_binned(self):
        return self.project.deleted_at is not None

    @property
    def is_judged(self):
        return self.name in ("first", "second", "third", "filmed")

    @property
    def bit(self):
        return int(self.project.investment_wan)

    def at(self, rest):
        """An address below the project's; one that begins with / is no project's."""
        keys = {name: part.pk for name, part in self.parts.items()}
        start = "" if rest.startswith("/") else f"/projects/{self.project.number}/"
        return (start + rest).format(number=self.project.number, **keys)


@dataclass
class Person:
    name: str
    memberships: tuple = ()
    user: Any = None
    client: Client = field(default_factory=Client)
    is_screen: bool = False

    @property
    def is_superuser(self):
        return bool(self.user and self.user.is_superuser)

    @property
    def is_nobody(self):
        """Neither signed in nor told apart: sent to the sign-in page."""
        return self.user is None


class City:
    def __init__(self):
        owners = {code: self._unit(code, name) for code, name in UNITS}
        self.things = {
            name: self._thing(name, 2**place, owners, *row)
            for place, (name, row) in enumerate(THINGS.items())
        }
        self.people = list(people())
        self.round = self._round()
        self.batch, self.view = self._file_of("dongqu reporter"), self._view_of("dongqu reporter")
        self.own = self._own_of("dongqu reporter")
        self.tables = {
            name: self._table_of(name) for name in ("dongqu reporter", "public-security reporter")
        }

    @property
    def present(self):
        return [thing for thing in self.things.values() if not thing.is_binned]

    def person(self, name):
        return next(person for person in self.people if person.name == name)

    @staticmethod
    def _unit(code, name):
        return Organisation.objects.create(code=code, name=name, type=OrganisationType.UNIT)

    def _thing(self, name, wan, owners, word, lies, moves):
        project = declarable(
            name=f"{word}改造",
            place=f"{word}路",
            owner=owners[OWNERS[lies]],
            investment_wan=Decimal(wan),
            platform_code=f"2405-510402-04-01-{wan:06}",
            **LIES[lies],
        )
        thing = Thing(name, word, lies, project)
        change = self._moved(thing, moves)
        self._furnish(thing, change)
        Project.objects.filter(pk=project.pk).update(note=f"{word}备注")
        if name.startswith("binned"):
            Project.objects.filter(pk=project.pk).update(deleted_at=timezone.now())
        project.refresh_from_db()
        thing.parts["event"] = ProjectEvent.objects.filter(pgh_obj_id=project.pk).latest("pgh_id")
        return thing

    @staticmethod
    def _moved(thing, moves):
        """The way so far; a note of it carries the word."""
        if thing.name == "built":
            Project.objects.filter(pk=thing.project.pk).update(stage="accepted")
            told(thing.project, ("accepted", date(2026, 1, 1)))
        else:
            told(thing.project, ("planned", date(2026, 1, 1)))
        for move in moves:
            organisation, role = MOVERS[move][thing.lies]
            mover = UserFactory(organisation=organisation, role=role)
            advance(thing.project, move, by=mover, note=f"{thing.word}办理")
        return thing.project.stage_changes.last()

    @staticmethod
    def _furnish(thing, change):
        project, word = thing.project, thing.word
        asset, line = project.assets.get(), project.funding_lines.get()
        asset.name, line.document_number = f"{word}段", f"{word}文号"
        for record in (asset, line):
            record.save()
            record.refresh_from_db()
        photo, dropped = (
            AttachmentFactory(
                project=project,
                type="photo",
                format="jpg",
                previews=1,
                file_name=f"{word}{name}.jpg",
                location=Point(101.7, 26.58, srid=4490),
                placed_by="hand",
                deleted_at=gone,
            )
            for name, gone in (("照片", None), ("旧照", timezone.now()))
        )
        photo.folder.mkdir(parents=True)
        for name in ("original.jpg", THUMB, SCREEN.format(page=1)):
            (photo.folder / name).write_bytes(f"{word}的图".encode())
        comment = ReviewComment.objects.create(
            project=project,
            change=change,
            text=f"{word}意见",
            point=Point(101.7, 26.58, srid=4490),
        )
        thing.parts |= {"asset": asset, "line": line, "photo": photo, "dropped": dropped}
        thing.parts |= {"comment": comment, "change": change}

    def _round(self):
        opened = RoundFactory(name="例行调度")
        for thing in self.present:
            thing.parts["round"] = opened
            thing.parts["report"] = RoundReportFactory(
                round=opened, project=thing.project, told=None, text=f"{thing.word}进展"
            )
        return opened

    def _file_of(self, name):
        """An import that was written into `east`."""
        owner = self.person(name).user
        batch = ImportBatch.objects.create(
            file_name="管段清单.csv",
            sha256="0" * 64,
            stored="imports/list.csv",
            rejects="imports/list.csv",
            status=ImportBatch.Status.WRITTEN,
            imported_by=owner,
            written_at=timezone.now(),
        )
        batch.path.parent.mkdir(parents=True, exist_ok=True)
        batch.path.write_text("朝霞的清单")
        return batch

    def _own_of(self, name):
        """Keys of what belongs to one person, and of a declaration batch that all may read."""
        user, today = self.person(name).user, timezone.localdate()
        rules = DeclarationBatch.objects.create(name="示例批次", is_published=True)
        rule = DeclarationRule.objects.create(batch=rules, text="有项目代码", condition=CODED)
        token = ApiToken.objects.create(user=user, name="脚本", hash="0" * 64, expires_on=today)
        sign_in = SignIn.objects.create(user=user, session_key="elsewhere")
        job = Job.objects.create(kind=Job.Kind.CHECK, subject="管段清单.csv", created_by=user)
        found = {"rules": rules, "rule": rule, "token": token, "sign_in": sign_in, "job": job}
        found["layer"] = ReferenceLayer.objects.create(name="路网", file_name="a", sha256="a" * 64)
        found["money_rule"] = FundingRule.objects.create(text="不超过八成", limit=80)
        other = self.person("transport leader").user
        found |= {"person": other, "membership": other.memberships.get()}
        found |= {"batch": self.batch, "view": self.view}
        return {name: record.pk for name, record in found.items()}

    def _view_of(self, name):
        owner = self.person(name).user
        return SavedView.objects.create(
            owner=owner, name="常看的", page="register", query="q=改造", organisation_id="dongqu"
        )

    def _table_of(self, name):
        """The register's table as this person has taken it out."""
        user = self.person(name).user
        question = Question(QueryDict(), user)
        return export_table(question, QueryDict(), ["number", "name"], user=user)


CODED = {"meet": "all", "tests": [{"fact": "platform_code", "is": "filled"}]}
UNITS = (("water", "示例自来水公司"), ("gas", "示例燃气公司"))


def member(name, *memberships, **facts):
    user = UserFactory(display_name=f"示例{name}", **facts)
    for organisation, role in memberships:
        Membership.objects.create(user=user, organisation_id=organisation, role=role)
    return Person(name, memberships, user, signed_in(user))


def people():
    """One of each role in each organisation, and who fits none of that."""
    for organisation in ORGANISATIONS:
        for role in ROLES:
            yield member(f"{organisation} {role}", (organisation, role))
    yield member("two hats", ("dongqu", "reporter"), ("public-security", "leader"))
    yield member("none")
    yield member("superuser", is_superuser=True)
    yield Person("not signed in")
    for organisation in ("dongqu", "public-security", "taskforce"):
        yield screen(organisation)


def screen(organisation):
    """A wall screen that was opened; for all that it may not read it is nobody."""
    secret = f"secret of {organisation}"
    Kiosk.objects.create(
        name="大厅屏",
        organisation_id=organisation,
        granted_by=UserFactory(),
        cookie_hash=hashed(secret),
    )
    person = Person(f"screen of {organisation}", ((organisation, "screen"),), is_screen=True)
    person.client.cookies["kiosk"] = secret
    return person


def programs(person):
    """One program for each scope of a person's tokens."""
    for scope in ("read", "export", "write"):
        secret = f"atlas_{person.name}_{scope}"
        day = timezone.localdate()
        ApiToken.objects.create(
            user=person.user, name=scope, hash=hashed(secret), scope=scope, expires_on=day
        )
        client = Client(headers={"Authorization": f"Bearer {secret}"}, enforce_csrf_checks=True)
        yield scope, Person(f"{scope} token", person.memberships, person.user, client)
