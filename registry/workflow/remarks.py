"""Comments of the review: made with a decision, answered before the project comes back."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.choices import MoveCode
from registry.history.plans import last_change
from registry.models import Project, ReviewComment
from registry.workflow.door import MoveRefused, Overtaken, advance, still_last
from registry.workflow.door import last_change as last_move

#: What a comment may be about besides a field of the project.
PARTS = {
    "": ("整体", "project"),
    "funding": ("资金", "project_money"),
    "assets": ("设备设施", "project"),
    "papers": ("资料", "papers"),
}
#: Fields of the project's form, in its order; `owner` is typed there by name.
FIELDS = (
    *("name", "sector", "district", "lead", "owner", "platform_code", "place", "content"),
    *("planned_start", "planned_finish", "actual_start", "actual_finish", "investment_wan"),
    *("equipment_wan", "contact", "phone", "is_key", "takes_land", "by_commitment", "note"),
)
FORM_NAMES = {"owner": "owner_name"}


def label_of(field):
    if field in PARTS:
        return PARTS[field][0]
    return Project._meta.get_field(field).verbose_name if field in FIELDS else field


def subjects():
    """`(code, label)` of all that a comment may be about."""
    parts = [(code, label) for code, (label, _) in PARTS.items()]
    return parts[:1] + [(name, label_of(name)) for name in FIELDS] + parts[1:]


def url_of(comment, project):
    """Where what the comment is about is mended."""
    name, place = PARTS.get(comment.field, ("", "project_edit"))[1], ""
    if comment.field in FIELDS:
        place = f"#id_{FORM_NAMES.get(comment.field, comment.field)}"
    return reverse(f"registry:{name}", args=(project.number,)) + place


@transaction.atomic
def decide(project, code, *, by, looked_at, after=None, comments=(), note="", **order):
    """A move of the review with its comments: all of it or nothing.

    `looked_at` is the last recorded change that the reviewer saw: nothing is passed unseen.
    """
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    still_last(project, after, code, by)  # a move is told by its name, and a repeated one as such
    if looked_at != last_change(project):
        raise Overtaken("您打开页面之后，项目又有修改，请核对下面的最新内容后再办。")
    if comments and code == MoveCode.RETURN and not note.strip():
        note = f"见审核意见 {len(comments)} 条"
    change = advance(project, code, by=by, after=after, note=note, **order)
    ReviewComment.objects.bulk_create(
        ReviewComment(project=project, change=change, by=by, **comment) for comment in comments
    )
    return change


def are_made(project, comments, by):
    """Whether all of these were made by the person with the project's last change."""
    made = project.review_comments.filter(change=last_move(project), by=by)
    texts = set(made.values_list("field", "text"))
    return all((comment["field"], comment["text"]) in texts for comment in comments)


@transaction.atomic
def answer(comment, text, *, by):
    """Say what was done about a comment; the first answer stands."""
    locked = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if locked.answered_at:
        raise MoveRefused(f"这条意见已由{locked.answered_by or '别人'}答复：{locked.answer}")
    locked.answer, locked.answered_by, locked.answered_at = text, by, timezone.now()
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    return locked


NO_SHAPES = '{"type":"FeatureCollection","features":[]}'


@dataclass(frozen=True)
class Remark:
    """A comment as a page shows it; `number` is its pin on the map."""

    comment: ReviewComment
    number: int
    label: str
    url: str


def listed(project, reader):
    """All comments that stand, with what they are about and where that is mended."""
    return [
        Remark(comment, number, label_of(comment.field), url_of(comment, project))
        for number, comment in enumerate(standing(project, reader), start=1)
    ]


def waiting(project, reader):
    """Those that nobody has answered yet."""
    return [remark for remark in listed(project, reader) if remark.comment.answered_at is None]


def points(project, reader):
    """Pins of the comments that name a place, as GeoJSON."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": remark.comment.point.coords},
            "properties": {
                "id": remark.comment.pk,
                "number": remark.number,
                "text": remark.comment.text,
                "is_open": remark.comment.answered_at is None,
            },
        }
        for remark in listed(project, reader)
        if remark.comment.point
    ]
    return {"type": "FeatureCollection", "features": features}


def by_field(project, reader):
    """Open comments by the name of the form's field that they are about."""
    found = {}
    for comment in standing(project, reader).open():
        found.setdefault(FORM_NAMES.get(comment.field, comment.field), []).append(comment)
    return found


def standing(project, reader):
    """Comments that the reader may know, of decisions that were not taken back."""
    comments = project.review_comments.told_to(reader).standing()
    return comments.select_related("by", "answered_by")
