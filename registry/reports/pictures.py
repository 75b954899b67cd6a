"""Small maps for paper, as vectors: a project's shapes, a district's projects."""

import math
from dataclasses import dataclass, field

from django.contrib.gis.db.models import Collect, Extent, PointField
from django.contrib.gis.db.models.functions import Centroid
from django.contrib.gis.geos import Point, Polygon
from django.db.models import Count, Func, Value

from registry.kinds import KINDS
from registry.kinds.symbols import MEDIA
from registry.models import District, ProjectTotal
from registry.reports.frames import BAR_MM, Frame
from registry.reports.signs import sign_path

INDICATIVE_NOTE = "示意边界：仅供参考，不作为划界和权属依据"
#: More shapes than this are no longer told apart on a sheet.
MOST_SHAPES = 4000
POINT_MM = 1.1
#: Projects nearer to each other than this become one circle.
CELL_MM = 6
LARGEST_MM, SMALLEST_MM = 3.4, 1.3
WEB_SRID = 3857
#: A district is named where it fills so much of the view; all of it, from WHOLE on.
LEAST_SHARE, WHOLE = 0.03, 0.995
CORNER_MM, EDGE_MM = (3, 5.5), 8
LOCATOR_MM = (27, 27)


@dataclass(frozen=True)
class LegendLook:
    label: str
    color: str
    dash: str = ""
    width_mm: float = 0.6
    sign: str = ""

    @property
    def sample(self):
        """The sign of a legend's row, around the middle of a box of 8 by 4 mm."""
        return sign_path(self.sign, 4, 2, 1.3) if self.sign else ""


@dataclass(frozen=True)
class Locator:
    """The whole city in a corner: outlines, whether each is the one looked at, and the place."""

    frame: Frame
    outlines: list
    place: tuple


@dataclass
class Picture:
    """What the template draws, everything in millimetres."""

    frame: Frame
    outlines: list = field(default_factory=list)
    areas: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    points: list = field(default_factory=list)
    circles: list = field(default_factory=list)
    names: list = field(default_factory=list)
    locator: "Locator | None" = None
    legend: list = field(default_factory=list)
    #: Of the projects that circles count, those outside the frame and those without a place.
    left_out: int = 0
    unplaced: int = 0
    is_indicative: bool = False


def project_picture(project, width_mm, height_mm):
    """None where nothing of the project has a place."""
    mapped = project.assets.filter(location__isnull=False)
    bounds = mapped.aggregate(all=Extent("location_web"))["all"]
    if bounds is None:
        return None
    outlined = list(District.objects.outlined())
    # Nothing of the project may lie under the locator and the scale bar.
    free_mm = (LOCATOR_MM[0] if outlined else 0, BAR_MM)
    picture = Picture(Frame.around(bounds, width_mm, height_mm, free_mm=free_mm))
    draw_outlines(picture, outlined)
    draw_names(picture, outlined)
    picture.locator = locator(picture, outlined)
    looks = {}
    for asset in mapped.order_by("id")[:MOST_SHAPES]:
        look = looks.setdefault((asset.kind, asset.medium), look_of(asset, project.sector))
        draw_asset(picture, asset.location_web, look)
    picture.legend = list(looks.values())
    picture.left_out = max(0, mapped.count() - MOST_SHAPES)
    return picture


def look_of(asset, sector):
    kind = KINDS[asset.kind]
    if kind.has_medium:
        symbol = MEDIA[asset.medium]
        label = asset.get_medium_display() or "未填介质"
        dash = " ".join(f"{part * 0.22:.2f}" for part in symbol.dash)
        return LegendLook(label, symbol.color, dash, symbol.width * 0.3)
    return LegendLook(kind.label, sector.color, sign=kind.sign)


def draw_asset(picture, shape, look):
    frame = picture.frame
    if "Point" in shape.geom_type:
        places = shape.coords if shape.geom_type == "MultiPoint" else [shape.coords]
        for x, y in places:
            d = sign_path(look.sign, *frame.place(x, y), POINT_MM)
            picture.points.append((d, look))
        return
    simple = shape.simplify(frame.per_mm / 12) or shape
    target = picture.areas if "Polygon" in shape.geom_type else picture.lines
    target.append((frame.path(shape if simple.empty else simple), look))


def draw_outlines(picture, districts, chosen=None):
    for district in districts:
        simple = district.outline_web.simplify(picture.frame.per_mm / 8, preserve_topology=True)
        picture.outlines.append((picture.frame.path(simple), district.pk == chosen))
        picture.is_indicative |= district.is_indicative


def draw_names(picture, districts):
    """Names of the districts in view: inside, or in a corner where all of it is one district."""
    frame = picture.frame
    view = Polygon.from_bbox(frame.bounds)
    view.srid = WEB_SRID
    for district in districts:
        seen = district.outline_web.intersection(view)
        share = seen.area / view.area
        if share >= WHOLE:
            picture.names.append((*CORNER_MM, "start", district.name))
        elif share >= LEAST_SHARE:
            x, y = frame.place(*seen.point_on_surface.coords)
            x = min(max(x, EDGE_MM), frame.width_mm - EDGE_MM)
            picture.names.append((x, y, "middle", district.name))


def locator(picture, districts):
    """Where in the city the frame lies; None where no outline is known."""
    bounds = gathered_bounds(district.outline_web.extent for district in districts)
    if bounds is None:
        return None
    frame = Frame.around(bounds, *LOCATOR_MM)
    west, south, east, north = picture.frame.bounds
    middle = Point((west + east) / 2, (south + north) / 2, srid=WEB_SRID)
    outlines = [
        (
            frame.path(each.outline_web.simplify(frame.per_mm / 6, preserve_topology=True)),
            each.outline_web.intersects(middle),
        )
        for each in districts
    ]
    return Locator(frame, outlines, frame.place(*middle.coords))


def gathered_bounds(extents):
    """The bounds of all; None of none."""
    if not (edges := list(zip(*extents, strict=True))):
        return None
    west, south, east, north = edges
    return min(west), min(south), max(east), max(north)


def district_picture(district, question, width_mm, height_mm):
    """The district's outline (or the whole city's) with its projects as circles."""
    outlined = District.objects.outlined()
    own = outlined.filter(pk=district.pk)
    bounds = extent(own, "outline_web") or extent(outlined, "outline_web")
    chosen = question.chosen(ProjectTotal)
    points = chosen.filter(point_web__isnull=False)
    bounds = bounds or extent(points, "point_web")
    if bounds is None:
        return None
    picture = Picture(Frame.around(bounds, width_mm, height_mm, free_mm=(0, BAR_MM)))
    draw_outlines(picture, outlined, chosen=district.pk)
    picture.circles, picture.left_out = circles(picture.frame, points)
    picture.unplaced = chosen.filter(point_web__isnull=True).count()
    return picture


def extent(rows, shape):
    return rows.aggregate(all=Extent(shape))["all"]


def circles(frame, points):
    """(x, y, radius, count) of projects, and how many lie outside.

    What is near to each other is one circle, in the midst of its projects.
    """
    cell = Func(
        "point_web",
        Value(frame.per_mm * CELL_MM),
        function="ST_SnapToGrid",
        output_field=PointField(srid=3857),
    )
    groups = points.order_by().annotate(cell=cell).values("cell")
    groups = groups.annotate(n=Count("pk"), midst=Centroid(Collect("point_web")))
    found, outside = [], 0
    for midst, count in groups.values_list("midst", "n"):
        x, y = frame.place(*midst.coords)
        if 0 <= x <= frame.width_mm and 0 <= y <= frame.height_mm:
            found.append((x, y, count))
        else:
            outside += count
    made = [
        (round(x, 2), round(y, 2), round(radius_of(count), 2), count)
        for x, y, count in apart(sorted(found, key=lambda circle: -circle[2]))
    ]
    return made, outside


def radius_of(count):
    return min(LARGEST_MM, SMALLEST_MM + 0.55 * math.log2(count))


def apart(circles):
    """The same with none that hides another's middle: those are one, where their weight lies."""
    kept = []
    for circle in circles:
        near = next((other for other in kept if hides(circle, other)), None)
        if near is None:
            kept.append(circle)
            continue
        kept.remove(near)
        return apart([*kept, joined(circle, near), *circles[circles.index(circle) + 1 :]])
    return kept


def hides(one, other):
    return math.dist(one[:2], other[:2]) < max(radius_of(one[2]), radius_of(other[2]))


def joined(one, other):
    whole = one[2] + other[2]
    x, y = ((a * one[2] + b * other[2]) / whole for a, b in zip(one[:2], other[:2], strict=True))
    return x, y, whole
