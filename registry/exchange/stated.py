"""经度 and 纬度 that our own workbook states beside its WKT: the shape is the WKT, and who has
edited the two is told.
"""

import numpy as np
import pyarrow as pa
import shapely

from gis.geometry import geodesic_length_m
from gis.readers.tables.coordinates import coordinate
from gis.readers.tables.exported import last_called
from gis.sameness import HAIR_DEG
from registry.exchange import mapping
from registry.exchange.staged import Sheet, plain_list

LON, LAT = "经度", "纬度"


class StatedPlaces:
    """Holds what the two columns state against the place that each row comes to have."""

    def __init__(self, staged, report):
        self.sheet, self.report = Sheet(staged), report
        self.columns = stated_columns(staged)
        self.has_told, self.has_more_than_points = False, False

    def check(self, batch, shapes, registered, judged):
        """`shapes` are the file's, `registered` what rows without one keep; of the rows that are
        not `judged` the shape is refused anyway.
        """
        if not self.columns:
            return
        is_written = ~shapely.is_missing(shapes)
        places = np.where(is_written, shapes, registered)
        types = shapely.get_type_id(places)
        self.has_more_than_points |= bool(np.isin(types, (-1, 0), invert=True).any())
        lon, lat = (self._numbers(batch, name) for name in self.columns)
        asked = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat) & judged)
        points = shapely.points(lon[asked], lat[asked])
        # A line or an area is stated by some point of it; what has no place is near to nothing.
        is_there = shapely.distance(places[asked], points) <= HAIR_DEG
        for spot in np.flatnonzero(~is_there):
            self._tell(batch, asked[spot], places, points[spot], is_written)

    def _numbers(self, batch, name):
        values = self.sheet.values(batch, name)
        if isinstance(values, pa.Array) and pa.types.is_floating(values.type):
            return values.to_numpy(zero_copy_only=False)
        found = map(coordinate, plain_list(values))
        return np.array([np.nan if number is None else number for number in found])

    def _tell(self, batch, place, places, point, is_written):
        self.has_told = True
        row = int(batch.rows[place])
        if is_written[place]:
            between = shapely.shortest_line(places[place], point)
            metres = float(geodesic_length_m([between])[0])
            far = f"{metres:,.1f}" if metres >= 1 else f"{metres:.3f}"
            self.report.warn(row, "geometry", "place_differs", metres=far)
        else:
            kept = "仍未上图" if places[place] is None else "位置不变"
            self.report.warn(row, "geometry", "place_not_taken", kept=kept)

    def finish(self):
        """Say once what to do so that the two are taken."""
        if not self.has_told:
            return
        if self.has_more_than_points:
            self.report.warn(0, "geometry", "place_by_wkt")
        else:
            x, y = self.columns
            self.report.warn(0, "geometry", "place_by_columns", x=x, y=y, crs="EPSG:4490")


def stated_columns(staged):
    """The two columns, where our own workbook is read by its WKT; nothing elsewhere.

    A source file's own columns of these names stand before the WKT, and an export as text has no
    others.
    """
    tables = staged.tables or {}
    names = [column.name for column in staged.columns]
    if not tables.get("wkt") or mapping.column_called(mapping.IDENTITY, names) is None:
        return ()
    order = list(tables["columns"])
    if LON not in mapping.added_by(staged.driver):
        order = order[order.index(tables["wkt"]) :]
    found = [last_called(label, order) for label in (LON, LAT)]
    return tuple(found) if all(found) else ()
