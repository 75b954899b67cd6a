"""Small maps for paper, as vectors: a project's shapes, a district's projects."""

import math
from dataclasses import dataclass, field

from django.contrib.gis.db.models import Extent, PointField
from django.db.models import Count, Func, Value

from registry.kinds import KINDS
from registry.kinds.symbols import MEDIA
from registry.models import District, ProjectTotal
from registry.reports.frames import Frame
from registry.reports.signs import sign_path

INDICATIVE_NOTE = "示意边界：仅供参考，不作为划界和权属依据"
#: More shapes than this are no longer told apart on a sheet.
MOST_SHAPES = 4000
POINT_MM = 1.1
#: Projects nearer to each other than this become one circle.
CELL_MM = 9
LARGEST_MM, SMALLEST_MM = 4.6, 1.5


@dataclass(frozen=True)
class Look:
    label: str
    color: str
    dash: str = ""
    width_mm: float = 0.6
    sign: str = ""

    @property
    def sample(self):
        """The sign of a legend's row, around the middle of a box of 8 by 4 mm."""
        return sign_path(self.sign, 4, 2, 1.3) if self.sign else ""


@dataclass
class Picture:
    """What the template draws, everything in millimetres."""

    frame: Frame
    outlines: list = field(default_factory=list)
    areas: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    points: list = field(default_factory=list)
    circles: list = field(default_factory=list)
    legend: list = field(default_factory=list)
    left_out: int = 0
    is_indicative: bool = False


def project_picture(project, width_mm, height_mm):
    """None where nothing of the project has a place."""
    mapped = project.assets.filter(location__isnull=False)
    bounds = mapped.aggregate(all=Extent("location_web"))["all"]
    if bounds is None:
        return None
    picture = Picture(Frame.around(bounds, width_mm, height_mm))
    draw_outlines(picture, District.objects.outlined())
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
        return Look(label, symbol.color, dash, symbol.width * 0.3)
    return Look(kind.label, sector.color, sign=kind.sign)


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


def district_picture(district, question, width_mm, height_mm):
    """The district's outline (or the whole city's) with its projects as circles."""
    outlined = District.objects.outlined()
    own = outlined.filter(pk=district.pk) if district.outline else outlined
    bounds = own.aggregate(all=Extent("outline_web"))["all"]
    points = question.chosen(ProjectTotal)
    points = points.filter(point_web__isnull=False)
    bounds = bounds or points.aggregate(all=Extent("point_web"))["all"]
    if bounds is None:
        return None
    picture = Picture(Frame.around(bounds, width_mm, height_mm))
    draw_outlines(picture, outlined, chosen=district.pk)
    picture.circles, picture.left_out = circles(picture.frame, points)
    return picture


def circles(frame, points):
    """(x, y, radius, count) of projects gathered on a grid, and how many lie outside."""
    cell = Func(
        "point_web",
        Value(frame.per_mm * CELL_MM),
        function="ST_SnapToGrid",
        output_field=PointField(srid=3857),
    )
    made, outside = [], 0
    grid = points.order_by().annotate(cell=cell).values("cell").annotate(n=Count("pk"))
    for where, count in sorted(grid.values_list("cell", "n"), key=lambda row: -row[1]):
        x, y = frame.place(*where.coords)
        if 0 <= x <= frame.width_mm and 0 <= y <= frame.height_mm:
            radius = min(LARGEST_MM, SMALLEST_MM + 0.9 * math.log2(count))
            made.append((round(x, 2), round(y, 2), round(radius, 2), count))
        else:
            outside += count
    return made, outside
