"""What is done to a project, one row each: at which door, with what, and how one tells that it was.

A deed is told by what is in the database afterwards, not by what the page says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.utils import timezone

from registry.history.plans import last_change
from registry.models import Asset, Attachment, Editor, Project, StageChange
from tests.asset_forms import filled
from tests.papers.files import picture, sent
from tests.sheets import sheet, typed

EVERYWHERE = ("east", "west", "cams", "first", "filmed")
CHANGED = "改过了"


@dataclass(frozen=True)
class Deed:
    name: str
    right: str
    address: str
    body: Callable
    is_done: Callable
    things: tuple[str, ...] = EVERYWHERE
    is_json: bool = False
    before: Callable = lambda thing, person: None


def nothing(thing):
    return {}


def now(thing, part=None):
    record = thing.parts[part] if part else thing.project
    return type(record).objects.filter(pk=record.pk).first()


def form(thing):
    project = thing.project
    kept = {"name": project.name, "sector": project.sector_id, "district": project.district_id}
    edition = {"owner_name": project.owner.name, "edition": project.version, "note": CHANGED}
    return sheet(**kept, **edition, place=project.place)


def new_form(thing):
    return {**form(thing), "name": CHANGED, "place": CHANGED, "edition": ""}


def asset_form(thing):
    asset = thing.parts["asset"]
    return filled(name=CHANGED, medium="water", version=asset.version)


def drawn(thing):
    asset = thing.parts["asset"]
    deletion = {"op": "delete", "client_id": str(asset.client_id), "version": asset.version}
    return {"changes": [deletion]}


def money(thing):
    line = thing.parts["line"]
    lines = [typed(line, amount_wan="1", document_number=CHANGED)]
    return {"opened": {str(line.pk): line.version}, "lines": lines, "reason": CHANGED}


def paper_form(thing):
    photo = thing.parts["photo"]
    place = dict(zip(("longitude", "latitude"), photo.location.coords, strict=True))
    return {"type": "photo", "note": CHANGED, "version": photo.version, **place}


def old_value(thing):
    event = thing.parts["event"].pk
    return {
        "recorded": "project",
        "event": event,
        "version": thing.project.version,
        "field": "note",
    }


def report_form(thing):
    report = thing.parts["report"]
    facts = {"progress": "5", "paid_wan": "0", "text": CHANGED, "version": report.version}
    return {f"r{report.pk}-{name}": value for name, value in facts.items()}


def order(move, thing):
    return {
        "move": move,
        "effective_on": timezone.localdate().isoformat(),
        "note": "理由",
        "after": thing.parts["change"].pk,
        "planned_finish": "2030-01-01",
    }


def order_for_many(thing):
    seen = f"{thing.project.pk}:{thing.parts['change'].pk}"
    return {**order("submit", thing), "project": [thing.project.number], "seen": seen}


def decision(thing):
    rows = {"comment-TOTAL_FORMS": "0", "comment-INITIAL_FORMS": "0"}
    return {**order("pass_territory", thing), "looked_at": last_change(thing.project), **rows}


def has_moved(thing):
    later = StageChange.objects.filter(project=thing.project, pk__gt=thing.parts["change"].pk)
    return later.exists()


def moved(move, right, *things, address="move/"):
    name = f"{move} of {things[0]}"
    return Deed(name, right, address, lambda thing: order(move, thing), has_moved, things)


def by_whoever_asks(thing, person):
    """As if he had made the last move himself, with the right that he had then."""
    StageChange.objects.filter(pk=thing.parts["change"].pk).update(by=person.user)


def taken_back(right, thing):
    return Deed(
        *(f"taking back the move of {thing}", right, "move/{change}/undo/", nothing),
        lambda thing: now(thing, "change").undone_at is not None,
        (thing,),
        before=by_whoever_asks,
    )


DEEDS = (
    Deed("form", "edit", "edit/", form, lambda t: now(t).note == CHANGED),
    Deed(
        *("new project", "create", "/projects/new/", new_form),
        lambda t: Project.objects.filter(name=CHANGED).exists(),
    ),
    Deed(
        *("copy", "create", "copy/", lambda t: {"name": CHANGED}),
        lambda t: Project.objects.filter(name=CHANGED).exists(),
    ),
    Deed("bin", "delete", "delete/", nothing, lambda t: now(t).deleted_at is not None),
    Deed(
        *("out of the bin", "delete", "restore/", nothing, lambda t: now(t).deleted_at is None),
        ("binned", "binned cams"),
    ),
    Deed(
        *("new asset", "edit", "assets/new/?kind=pipe", lambda t: filled(medium="water")),
        lambda t: t.project.assets.count() == 2,
    ),
    Deed(
        *("form of an asset", "edit", "assets/{asset}/edit/", asset_form),
        lambda t: now(t, "asset").name == CHANGED,
    ),
    Deed(
        *("asset away", "edit", "assets/{asset}/delete/", nothing),
        lambda t: now(t, "asset") is None,
    ),
    Deed(
        *("drawing", "edit", "/api/projects/{number}/changes", drawn),
        lambda t: not Asset.objects.filter(pk=t.parts["asset"].pk).exists(),
        is_json=True,
    ),
    Deed(
        *("presence", "edit", "/api/projects/{number}/editors", lambda t: {"tab": str(uuid4())}),
        lambda t: Editor.objects.filter(project=t.project).exists(),
        is_json=True,
    ),
    Deed(
        *("money", "edit", "/api/projects/{number}/money", money),
        lambda t: now(t, "line").document_number == CHANGED,
        is_json=True,
    ),
    Deed(
        *("paper sent in", "edit", "papers/", lambda t: {"files": sent("a.jpg", picture())}),
        lambda t: Attachment.objects.filter(project=t.project, file_name="a.jpg").exists(),
        ("east", "first"),  # each is looked at by a process of its own
    ),
    Deed(
        *("form of a paper", "edit", "papers/{photo}/", paper_form),
        lambda t: now(t, "photo").note == CHANGED,
    ),
    Deed(
        *("paper away", "delete", "papers/{photo}/delete/", nothing),
        lambda t: now(t, "photo").deleted_at is not None,
    ),
    Deed(
        *("paper back", "delete", "papers/{dropped}/restore/", nothing),
        lambda t: now(t, "dropped").deleted_at is None,
    ),
    Deed(
        *("answer", "edit", "comments/{comment}/answer/", lambda t: {"text": CHANGED}),
        lambda t: now(t, "comment").answer == CHANGED,
    ),
    Deed(
        *("old value", "edit", "history/restore/", old_value),
        lambda t: now(t).note == "",
    ),
    Deed(
        *("report of a round", "report", "/rounds/{round}/reports/{report}/", report_form),
        lambda t: now(t, "report").text == CHANGED,
    ),
    moved("submit", "submit", "east"),
    moved("pass_territory", "first", "first"),
    moved("return", "first", "first"),
    moved("pass_lead", "second", "second", "filmed"),
    moved("return", "second", "second", "filmed"),
    moved("admit", "third", "third"),
    moved("return", "third", "third"),
    moved("prepare", "submit", "reserved"),
    moved("carry", "submit", "reserved"),
    moved("suspend", "suspend", "reserved"),
    moved("withdraw", "withdraw", "reserved"),
    moved("terminate", "withdraw", "reserved"),
    moved("close", "close", "built"),
    Deed("moves of many", "submit", "/projects/moves/", order_for_many, has_moved, ("east",)),
    Deed("page of review", "first", "review/", decision, has_moved, ("first",)),
    taken_back("submit", "first"),
    taken_back("first", "second"),
    taken_back("second", "third"),
    taken_back("third", "reserved"),
)
