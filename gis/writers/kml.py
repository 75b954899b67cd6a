"""KML 2.2, row by row: folders, a style for each sign, typed extended data."""

from collections.abc import Iterator
from typing import Any, TextIO
from xml.sax.saxutils import escape, quoteattr

import pyarrow as pa
import shapely

from gis.errors import UnwritableData
from gis.formats import FORMATS
from gis.printable import printable
from gis.writers.plaintext import Remarks
from gis.writers.rows import Rows, Sign
from gis.writers.task import Task, shapes_of
from gis.writers.typed import text_of
from gis.writers.unmapped import Unmapped
from gis.writers.written import Written

TYPES = {"whole": "int", "real": "double", "truth": "bool"}
#: A reader of XML takes a bare one for the end of a line.
ENTITIES = {"\r": "&#13;"}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
OPAQUE, PALE = "ff", "5a"


def write(task: Task) -> Written:
    """Write placemarks, in a folder for each run of rows of one group.

    Parameters
    ----------
    task : Task
        In EPSG:4326; its rows in the order of their groups.

    Returns
    -------
    Written
        Rows without a shape are in a workbook beside it.

    Raises
    ------
    UnwritableData
        ``crs_not_writable``, ``encoding_fixed``, ``nothing_mapped``.
    """
    if not FORMATS["kml"].writes(task.crs.text):
        raise UnwritableData("crs_not_writable", format="kml", crs=task.crs.text)
    if task.encoding != "utf-8":
        raise UnwritableData("encoding_fixed", format="kml")
    with (
        task.path.open("w", encoding="utf-8", newline="\n") as file,
        Unmapped(task) as unmapped,
    ):
        placemarks = _Placemarks(task.rows)
        placemarks.head(file, task.layer)
        for batch in task.batches():
            for text in placemarks.of(batch):
                file.write(text)
            unmapped.add(batch.filter(batch.columns[-1].is_null()))
        placemarks.foot(file)
        if not placemarks.rows:
            raise UnwritableData("nothing_mapped", rows=unmapped.rows)
    remarks = placemarks.remarks
    return Written(
        task.path,
        placemarks.rows,
        [task.path, *unmapped.files],
        unmapped=unmapped.rows,
        replaced=remarks.replaced,
        replaced_count=remarks.replaced_count,
    )


class _Placemarks:
    """Turns batches into text, and knows which folder is open."""

    def __init__(self, rows: Rows) -> None:
        self.remarks, self.rows = Remarks(), 0
        self._columns, self._told = rows.columns, rows.told
        self._group, self._style = rows.place_of(rows.group), rows.place_of(rows.styled_by)
        self._heading = [
            place for name in rows.heading if (place := rows.place_of(name)) is not None
        ]
        self._signs = rows.signs
        self._styles = {value: f"s{number}" for number, value in enumerate(rows.signs)}
        self._open: str | None = None
        self._passed = 0

    def head(self, file: TextIO, name: str) -> None:
        file.write(f"{HEAD}<Document><name>{escape(name)}</name>\n")
        if self._told:
            file.write(f"<description>{escape(printable(self._told))}</description>\n")
        for value, sign in self._signs.items():
            file.write(_style(self._styles[value], sign))
        file.write('<Schema name="assets" id="assets">\n')
        for column in self._columns:
            kind = TYPES.get(column.type, "string")
            file.write(f'<SimpleField type="{kind}" name={_attribute(column.name)}/>\n')
        file.write("</Schema>\n")

    def foot(self, file: TextIO) -> None:
        file.write("</Folder>\n" * (self._open is not None) + "</Document></kml>\n")

    def of(self, batch: pa.RecordBatch) -> Iterator[str]:
        columns = [self._texts(place, batch.columns[place]) for place in range(len(self._columns))]
        for place, shape in enumerate(shapes_of(batch)):
            if shape is not None:
                values = [column[place] for column in columns]
                yield self._folder(values) + self._placemark(values, shape)
                self.rows += 1
        self._passed += batch.num_rows

    def _texts(self, place: int, values: pa.Array) -> list[str | None]:
        column = self._columns[place]
        return [
            None
            if value is None
            else escape(self.remarks.xml_text(_written(value), row, column.name, "kml"), ENTITIES)
            for row, value in enumerate(values.to_pylist(), start=self._passed + 1)
        ]

    def _folder(self, values: list[str | None]) -> str:
        if self._group is None:
            return ""
        name = values[self._group] or ""
        if name == self._open:
            return ""
        closing = "</Folder>\n" * (self._open is not None)
        self._open = name
        return f"{closing}<Folder><name>{name}</name>\n"

    def _placemark(self, values: list[str | None], shape: Any) -> str:
        style = values[self._style] or "" if self._style is not None else ""
        url = self._styles.get(style, self._styles.get(""))
        said = [value for place in self._heading if (value := values[place])]
        named = zip(self._columns, values, strict=True)
        filled = [(column.name, value) for column, value in named if value is not None]
        data = "".join(
            f"<SimpleData name={_attribute(name)}>{value}</SimpleData>" for name, value in filled
        )
        return (
            "<Placemark>"
            + (f"<name>{said[0]}</name><Snippet>{'，'.join(said)}</Snippet>" if said else "")
            + _balloon(filled)
            + (f"<styleUrl>#{url}</styleUrl>" if url else "")
            + f'<ExtendedData><SchemaData schemaUrl="#assets">{data}</SchemaData></ExtendedData>'
            + f"{geometry(shape)}</Placemark>\n"
        )


def geometry(shape: Any) -> str:
    """Write a shape as KML; shells of polygons run counter-clockwise.

    Parameters
    ----------
    shape : shapely.Geometry
        Longitude and latitude on WGS 84.

    Returns
    -------
    str

    Examples
    --------
    >>> geometry(shapely.Point(101.7, 26.5))
    '<Point><coordinates>101.7,26.5</coordinates></Point>'
    """
    if hasattr(shape, "geoms"):
        return f"<MultiGeometry>{''.join(map(geometry, shape.geoms))}</MultiGeometry>"
    if shape.geom_type != "Polygon":
        return f"<{shape.geom_type}>{_coordinates(shape)}</{shape.geom_type}>"
    shape = shapely.orient_polygons(shape)
    rings = [("outer", shape.exterior), *(("inner", ring) for ring in shape.interiors)]
    borders = "".join(
        f"<{side}BoundaryIs><LinearRing>{_coordinates(ring)}</LinearRing></{side}BoundaryIs>"
        for side, ring in rings
    )
    return f"<Polygon>{borders}</Polygon>"


def _coordinates(shape: Any) -> str:
    points = shapely.get_coordinates(shape).tolist()
    return f"<coordinates>{' '.join(f'{x!r},{y!r}' for x, y in points)}</coordinates>"


def _style(name: str, sign: Sign) -> str:
    color = sign.color[5:7] + sign.color[3:5] + sign.color[1:3]
    return (
        f'<Style id="{name}">'
        f"<IconStyle><color>{OPAQUE}{color}</color><scale>0.7</scale></IconStyle>"
        f"<LineStyle><color>{OPAQUE}{color}</color><width>{sign.width}</width></LineStyle>"
        f"<PolyStyle><color>{PALE}{color}</color></PolyStyle></Style>\n"
    )


def _balloon(filled: list[tuple[str, str]]) -> str:
    """Write what a touch on the placemark shows: 奥维 shows no extended data, Google Earth none
    beside a description. Values are markup already, of which HTML has the same signs.
    """
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{value}</td></tr>" for name, value in filled)
    return f"<description><![CDATA[<table>{rows}</table>]]></description>" if filled else ""


def _attribute(text: str) -> str:
    return quoteattr(text)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return text_of(value)
