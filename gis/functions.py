"""ORM expressions for PostGIS: generated columns, constraints and tiles.

All take geometries whose SRID is set; storage is EPSG:4490, longitude before
latitude, in degrees. Lengths and areas are geodesic on the GRS80 ellipsoid.
"""

from django.contrib.gis.db.models import GeometryField, PointField
from django.contrib.postgres.fields import ArrayField
from django.db.models import BinaryField, BooleanField, FloatField, Func, IntegerField, TextField

from gis.bounds import MAX_LAT, MAX_LON
from gis.tiles import HALF_WORLD_M, Tile


class GeodesicLength(Func):
    """Metres of a line along the ellipsoid; NULL for points, polygons and NULL.

    A plain `ST_Length` on EPSG:4490 would give degrees, and lengths in EPSG:3857
    overstate by 11.7 % at 26.6° N. By way of a geography it would cost a third more.
    Immutable, so fit for a stored generated column.
    """

    template = (
        "CASE WHEN ST_Dimension(%(expressions)s) = 1"
        " THEN ST_LengthSpheroid(%(expressions)s,"
        " 'SPHEROID[\"GRS 1980\",6378137,298.257222101]'::spheroid) END"
    )
    output_field = FloatField()


class GeodesicArea(Func):
    """Square metres of a polygon on the ellipsoid; NULL for points, lines and NULL."""

    template = (
        "CASE WHEN ST_Dimension(%(expressions)s) = 2 THEN ST_Area(%(expressions)s::geography) END"
    )
    output_field = FloatField()


class WebShape(Func):
    """The same geometry in EPSG:3857 (metres), for tiles only: never measure it."""

    template = "ST_Transform(%(expressions)s, 3857)"
    output_field = GeometryField(srid=3857)


class WebLabel(Func):
    """A point inside a polygon (EPSG:4490) in EPSG:3857, where its name stands; NULL for NULL.

    Of several parts it lies in one; an empty polygon has an empty point. Immutable.
    """

    template = "ST_Transform(ST_PointOnSurface(%(expressions)s), 3857)"
    output_field = PointField(srid=3857)


class WebCell(Func):
    """Where a point in EPSG:3857 lies among the tiles of a zoom, along one axis.

    `axis` is X (columns from the west) or Y (rows from the **south**, unlike the tiles' own);
    cells are half-open, [west, east) and [south, north). NULL for NULL.
    """

    template = "floor((ST_%(axis)s(%(expressions)s) + %(half)r) / %(size)r)::int"
    output_field = IntegerField()

    def __init__(self, point: str, *, axis: str, zoom: int) -> None:
        size_m = Tile(zoom, 0, 0).size_m
        super().__init__(point, axis=axis, half=HALF_WORLD_M, size=size_m)


class IsSound(Func):
    """True for a valid, non-empty geometry (NaN and infinite coordinates are invalid)."""

    template = "ST_IsValid(%(expressions)s)"
    output_field = BooleanField()


class IsEmpty(Func):
    """True for POINT EMPTY and its like."""

    function = "ST_IsEmpty"
    output_field = BooleanField()


class OnEarth(Func):
    """True where the bounding box lies within the bounds of `gis.bounds`."""

    template = (
        f"%(expressions)s @ ST_MakeEnvelope(-{MAX_LON}, -{MAX_LAT}, {MAX_LON}, {MAX_LAT}, 4490)"
    )
    output_field = BooleanField()


class IsShape(Func):
    """True where the geometry's type is one of `types`, a quoted SQL list.

    Build it with `IsShape.of("location", ("POINT", "POLYGON"))`.
    """

    template = "GeometryType(%(expressions)s) IN (%(types)s)"
    output_field = BooleanField()

    @classmethod
    def of(cls, column: str, types: tuple[str, ...]) -> "IsShape":
        """Return the test for a column; `types` are PostGIS names such as LINESTRING."""
        return cls(column, types=", ".join(f"'{name}'" for name in types))


class Coordinate(Func):
    """X or Y of a point, XMin, YMin, XMax or YMax of any geometry: in the unit of its system.

    X is east (longitude, in degrees, or easting, in metres). NULL for NULL and for nothing.
    """

    template = "ST_%(which)s(%(expressions)s)"
    output_field = FloatField()

    def __init__(self, which: str, shape: str) -> None:
        super().__init__(shape, which=which)


class Box(Func):
    """`[west, south, east, north]` of any geometry, in the unit of its system; NULL for NULL."""

    template = (
        "CASE WHEN %(expressions)s IS NOT NULL THEN"
        " ARRAY[ST_XMin(%(expressions)s), ST_YMin(%(expressions)s),"
        " ST_XMax(%(expressions)s), ST_YMax(%(expressions)s)] END"
    )
    output_field = ArrayField(FloatField())


class TextCode(Func):
    """Text of an integer id, zero-padded to six digits behind a prefix (`RA-000123`)."""

    template = (
        "'%(prefix)s' || CASE WHEN length(%(id)s::text) > 6 THEN %(id)s::text"
        " ELSE lpad(%(id)s::text, 6, '0') END"
    )
    output_field = TextField()

    def as_sql(self, compiler, connection, **context):  # type: ignore[no-untyped-def]
        """Compile the id once; it stands three times, so do its parameters."""
        number, params = compiler.compile(self.source_expressions[0])
        return self.template % {**self.extra, "id": number}, [*params] * 3


class TileShape(Func):
    """Geometry in EPSG:3857 → tile coordinates of `z, x, y`, clipped, as ST_AsMVT takes it.

    A shape too small for the tile's grid becomes its middle point instead of vanishing,
    so that every asset is drawn at every zoom. NULL where nothing lies in the tile.
    """

    template = (
        "COALESCE(ST_AsMVTGeom(%(shape)s, ST_TileEnvelope(%(z)d, %(x)d, %(y)d),"
        " %(extent)d, %(buffer)d),"
        " ST_AsMVTGeom(ST_PointOnSurface(%(shape)s), ST_TileEnvelope(%(z)d, %(x)d, %(y)d),"
        " %(extent)d, %(buffer)d))"
    )
    output_field = BinaryField()

    def as_sql(self, compiler, connection, **context):  # type: ignore[no-untyped-def]
        """Compile the column once and name it in each place of the template."""
        shape, params = compiler.compile(self.source_expressions[0])
        return self.template % {**self.extra, "shape": shape}, params


class TilePiece(Func):
    """The part of a geometry in EPSG:3857 that lies in tile `z, x, y`; empty where none does.

    What lies on the very edge belongs to both neighbours: the box is wider by one unit of the
    tile's grid of `extent` units.
    """

    template = (
        "ST_ClipByBox2D(%(expressions)s,"
        " ST_TileEnvelope(%(z)d, %(x)d, %(y)d, margin => 1.0 / %(extent)d))"
    )
    output_field = GeometryField(srid=3857)


class YearOf(Func):
    """The calendar year of a date as an integer; NULL for NULL.

    Django's ExtractYear gives a numeric, which takes three times as long to group by.
    """

    template = "date_part('year', %(expressions)s)::int"
    output_field = IntegerField()
