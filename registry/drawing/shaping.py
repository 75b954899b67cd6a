"""Shapes as the browser sends them → shapes to be stored, judged by the rules of the import."""

import json

import numpy as np
import shapely

from gis.errors import Remark
from gis.faults import PROBLEMS, faults
from gis.geometry import invalid_reason
from gis.readers.vector.geojson_lines import is_shape
from registry.drawing import limits
from registry.exchange.messages import SHAPES, of_remark, own
from registry.exchange.placing import wanted_shape

EMPTY_PART = "图形里有一段没有点，请重新画这一项。"
UNREADABLE = "图形的格式不对，请重新画这一项。"
FLAT_ONLY = "坐标只能有经度和纬度，不能带高程。"


def read(geometries):
    """Shapely shapes of GeoJSON objects; None where there is none or it cannot be read."""
    texts = [text_of(each) for each in geometries]
    with np.errstate(over="ignore"):  # 1e400 becomes infinite, and is refused as that
        return shapely.from_geojson(np.array(texts, dtype=object), on_invalid="ignore")


def text_of(geometry):
    """JSON of a shape; None for what is none, or nested deeper than any shape."""
    try:
        return json.dumps(geometry) if is_shape(geometry) else None
    except RecursionError:
        return None


def refusals(geometries, shapes, kind):
    """For shapes of one kind a sentence each, None where nothing is wrong."""
    found = [
        fault_before(geometry, shape) for geometry, shape in zip(geometries, shapes, strict=True)
    ]
    flags = faults(shapes, wanted=wanted_shape(kind))
    for place, shape in enumerate(shapes):
        if found[place] is None and shape is not None:
            found[place] = fault_of(shape, place, flags) or wrong_shape(shape, kind)
    return found


def fault_before(geometry, shape):
    """What need not be looked at more closely."""
    if shape is None:
        return None if geometry is None else UNREADABLE
    count = shapely.get_num_coordinates(shape)
    if count > limits.VERTICES:
        return f"有 {count} 个折点，一项最多 {limits.VERTICES} 个，请打断成几段。"
    if not shapely.is_empty(shape) and shapely.is_empty(shapely.get_parts(shape)).any():
        return EMPTY_PART
    return FLAT_ONLY if shapely.has_z(shape) else None


def fault_of(shape, place, flags):
    code = next((code for code in PROBLEMS if flags[code][place]), None)
    if code is None:
        return None
    params = invalid_reason(shape) if code == "invalid" else {}
    return of_remark(Remark(0, "geometry", code, params))


def wrong_shape(shape, kind):
    name = shape.geom_type.upper()
    if name in kind.shapes:
        return None
    wanted = [SHAPES[each] for each in kind.shapes]
    found = SHAPES.get(name, name)
    return own("wrong_shape", {"kind": kind.label, "wanted": wanted, "found": found})
