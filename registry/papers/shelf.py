"""How a project's papers lie: counted by type, photos by the spot that they show."""

from dataclasses import dataclass, field
from itertools import groupby

from django.contrib.gis.geos import Point
from django.db.models import Count, Max

from registry.choices import AttachmentType, Moment
from registry.models import Attachment
from registry.models.disclosure import since_opened
from registry.workflow.moves import moves_beyond, moves_from
from registry.workflow.needs import Dossier
from registry.workflow.states import State

#: A card shows so many photos, a strip so many.
ON_CARD, ON_STRIP = 3, 12


@dataclass(frozen=True)
class Pair:
    """One spot: its photos by moment, in the moments' order."""

    spot: str
    moments: list = field(default_factory=list)


def on_shelf(project, reader):
    """The project's papers and photos that the reader may know."""
    return project.attachments.present().told_to(reader)


def deleted_from(project, reader):
    return project.attachments.deleted().told_to(reader).order_by("-deleted_at")


def counts_of(project, reader):
    """`[(type, label, count, last day)]` of the types that the project has.

    A count is 0 where the reader may know none of them: no move asks him for the paper again.
    """
    told = since_opened(reader.rights.closed, "uploaded_at")
    rows = (
        project.attachments.present()
        .values_list("type")
        .annotate(count=Count("pk", filter=told), day=Max("dated_on", filter=told))
    )
    found = {code: counted for code, *counted in rows}
    return [(code, label, *found[code]) for code, label in AttachmentType.choices if code in found]


def known(counts):
    return [row for row in counts if row[2]]


def wanted_of(project, reader, counts):
    """`[(move, [labels])]`: papers that the next moves ask for and that are not there; no query."""
    onward = [move for move in moves_from(State.of(project)) if move.is_forward]
    return _wanted(onward, project, reader, counts)


def wanted_later(project, reader, counts):
    """The same of the first later move that lacks any: a review itself asks for no papers."""
    return _wanted(moves_beyond(project.stage), project, reader, counts)[:1]


def _wanted(moves, project, reader, counts):
    dossier = Dossier(project, reader)
    dossier.papers = {code for code, *_ in counts}
    wanted = [(move.label, move.lacking_papers(dossier)) for move in moves]
    return [(label, [paper.label for paper in papers]) for label, papers in wanted if papers]


def papers_of(project, reader):
    """Papers by type, in the order in which a project comes to have them."""
    order = list(AttachmentType.values)
    papers = on_shelf(project, reader).papers().select_related("uploaded_by")
    return sorted(papers, key=lambda paper: (order.index(paper.type), paper.pk))


def pairs_of(project, reader):
    """The spots that photos name, each with its photos before, during and after."""
    photos = on_shelf(project, reader).photos().exclude(spot="").order_by("spot", "pk")
    return [pair_of(spot, list(found)) for spot, found in groupby(photos, lambda p: p.spot)]


def pair_of(spot, photos):
    moments = [(label, [p for p in photos if p.moment == code]) for code, label in Moment.choices]
    if others := [photo for photo in photos if not photo.moment]:
        moments.append(("未注明", others))
    return Pair(spot, moments)


def loose_photos_of(project, reader):
    """Photos that name no spot, the newest first."""
    return on_shelf(project, reader).photos().filter(spot="").order_by("-pk")


def spots_of(project, reader):
    photos = on_shelf(project, reader).photos().exclude(spot="")
    return list(photos.order_by("spot").values_list("spot", flat=True).distinct())


def newest_photos(attachments, reader, most):
    pictures = attachments.told_to(reader).pictures().select_related("project")
    return pictures.order_by("-uploaded_at", "-id")[:most]


def photos_of_question(question, most=ON_STRIP):
    """The newest photos of the projects that a question finds."""
    found = Attachment.objects.filter(project__in=question.projects().order_by())
    return newest_photos(found, question.filter.user, most)


def photo_features(project, reader):
    """Photos that have a place, as GeoJSON features; `url` is left to who knows addresses."""
    photos = on_shelf(project, reader).photos().mapped().order_by("pk")
    return [(photo, feature_of(photo)) for photo in photos]


def feature_of(photo):
    location: Point = photo.location
    told = (photo.spot, photo.get_moment_display(), photo.note)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(location.coords)},
        "properties": {
            "id": photo.pk,
            "name": " · ".join(filter(None, told)) or photo.file_name,
            "day": str(photo.dated_on or ""),
        },
    }
