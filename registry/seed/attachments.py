"""Which projects of the demo have papers and photos, and of which days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, zip_longest

from registry.choices import AttachmentType, Moment, Stage, Standing
from registry.seed.chronicle import TODAY, moment
from registry.seed.documents import WORDINGS, Paper, pages_of
from registry.seed.pictures import photo_of, scene_of
from registry.seed.sending import Parcel, send
from registry.seed.writing import tell_when_sent
from registry.workflow.moves import MOVES
from registry.workflow.needs import Dossier

#: So many projects of each stage have all the papers that brought them there.
WITH_PAPERS = {
    Stage.APPLYING: 6,
    Stage.FUNDED: 6,
    Stage.TENDERING: 3,
    Stage.STARTED: 1,
    Stage.BUILDING: 2,
    Stage.COMPLETED: 1,
    Stage.ACCEPTED: 1,
}
#: So many projects have photos.
WITH_PHOTOS = 15
#: How often a spot is shown before, during and after the works; by turns.
UNDER_WORKS = ((1, 1, 0), (1, 2, 0))
FINISHED = ((1, 1, 1), (1, 2, 1), (1, 1, 1), (2, 2, 2))
#: Photos of one spot are taken a step apart (degrees, some two metres).
STEP_DEG = 2e-5


@dataclass(frozen=True)
class Shot:
    """When and where one picture was taken, and the seeds of what it shows: its spot's, its own."""

    moment: Moment
    at: datetime
    spot: tuple[float, float]
    seeds: tuple


def add_papers_and_photos(drafts, folders):
    active = [draft for draft in drafts if draft.project.standing == Standing.ACTIVE]
    pictured = chosen_for_photos(active)
    documented = chosen_for_papers(active, first=pictured)
    # The papers are laid out while the photos are drawn and looked at.
    tell_when_sent(send(chain(photos_of(pictured), papers_of(documented)), folders))


def chosen_for_papers(drafts, *, first):
    """Of each stage, from as many territories as there are, those with photos first."""
    known = {draft.project.pk for draft in first}
    for stage, count in WITH_PAPERS.items():
        found = [draft for draft in drafts if draft.project.stage == stage]
        found.sort(key=lambda draft: draft.project.pk not in known)
        yield from in_turn(found, lambda draft: draft.project.district_id)[:count]


def chosen_for_photos(drafts):
    """From every territory, and of each with as many scenes as there are."""
    shown = [draft for draft in drafts if Stage.BUILDING in draft.days and shown_of(draft)]
    various = in_turn(
        shown, lambda draft: (scene_of(shown_of(draft)), Stage.COMPLETED in draft.days)
    )
    return in_turn(various, lambda draft: draft.project.district_id)[:WITH_PHOTOS]


def in_turn(drafts, key):
    """The first of each key, then the second of each, and so on."""
    groups = defaultdict(list)
    for draft in drafts:
        groups[key(draft)].append(draft)
    return [draft for draft in chain(*zip_longest(*groups.values())) if draft]


def shown_of(draft):
    """The asset that the photos show."""
    return next((asset for asset in draft.assets if asset.location and scene_of(asset)), None)


def papers_of(drafts):
    serial, papers = 0, []
    for draft in drafts:
        for type_, asked_on in asked_of(draft):
            serial += 1
            day = asked_on - timedelta(days=WORDINGS[type_].days_before)
            papers.append(Paper(draft.project, type_, day, serial))
    for paper, content in zip(papers, pages_of(papers), strict=True):
        told = {"type": paper.type, "document_number": paper.number}
        yield parcel(paper.project, f"{paper.title}.pdf", lambda c=content: c, paper.day, told)


def asked_of(draft):
    """`(type, day)` of every paper that the project's moves asked for."""
    made = {change.move: change.effective_on for change in draft.changes}
    nothing = Dossier(draft.project, reader=None)
    nothing.papers = set()
    for move in MOVES:
        if move.code in made:
            for type_ in move.lacking_papers(nothing):
                yield type_, made[move.code]


def photos_of(drafts):
    for place, draft in enumerate(drafts):
        asset = shown_of(draft)
        spot = asset.attributes.get("road") or asset.name
        for number, shot in enumerate(shots_of(draft, asset, place), 1):
            label, day = shot.moment.label, shot.at.date()
            lines = (f"示例图片 · {label} · {day} · {spot}", draft.project.name)
            told = {"type": AttachmentType.PHOTO, "moment": shot.moment, "spot": spot}
            told["note"] = "示例图片"
            content = partial(photo_of, asset, shot, lines)
            yield parcel(draft.project, f"{spot}-{label}-{number}.jpg", content, day, told)


def shots_of(draft, asset, place):
    """From the first day of the works to their last; what is not finished has no after."""
    plans = FINISHED if Stage.COMPLETED in draft.days else UNDER_WORKS
    begun, ended = draft.days[Stage.STARTED], draft.days.get(Stage.COMPLETED, TODAY)
    longitude, latitude = asset.location.point_on_surface.coords
    number = 0
    for when, count in zip(Moment, plans[place % len(plans)], strict=True):
        for nth in range(count):
            number += 1
            share = {Moment.BEFORE: 0, Moment.DURING: (nth + 1) / (count + 1), Moment.AFTER: 1}
            day = begun + (ended - begun) * share[when]
            at = moment(day, 8 + number) + timedelta(minutes=7 * number)
            spot = (longitude + STEP_DEG * nth, latitude + STEP_DEG * (number % 3))
            yield Shot(when, at, spot, ((place,), (place, number)))


def parcel(project, name, content, day, told):
    """Sent in the evening of its day."""
    sent = moment(min(day, TODAY), 18)
    times = {"dated_on": day, "uploaded_at": sent, "updated_at": sent}
    return Parcel(project, name, content, told | times)
