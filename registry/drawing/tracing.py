"""A file to trace from: read like an import, shown on the map, and gone."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from gis.crs import to_storage
from gis.crs.deduce import deduce
from gis.errors import UnknownCrs
from gis.geometry import force_2d
from gis.readers.staging import stage
from registry.drawing import limits
from registry.exchange.diagnosis import city_area
from registry.exchange.surveying import sample_of
from registry.exchange.systems import has_shapes, system_of
from registry.refusals import Refusal
from registry.uploads import pack, plain_name, pour, require_size

NO_SHAPES = "文件里没有图形，不能作底图。"
UNMARKED = "坐标系 {crs} 没有公开的转换参数，位置可能相差几十米，只供参考。"


def traced(files, crs="", encoding=""):
    """What the map shows of uploaded files; nothing of them is left afterwards."""
    with TemporaryDirectory(prefix="atlas-tracing-") as name:
        folder = Path(name)
        path = laid_down(files, folder)
        (folder / "staged").mkdir()
        wish = {"layer": None, "encoding": encoding or None, "table": None}
        staged = stage(path, folder / "staged", **wish)
        if not has_shapes(staged):
            raise Refusal(NO_SHAPES)
        system, how = system_for(staged, crs, path.name)
        return {"name": path.name, "crs": system.text, "how": how, **features(staged, system)}


def laid_down(files, folder):
    """One file as it is, several as the parts of one shapefile, zipped."""
    files = list(files)
    if not files:
        raise Refusal("没有选择文件。")
    require_size(sum(file.size or 0 for file in files))
    names = [plain_name(file.name) for file in files]
    if len(files) == 1:
        with (folder / names[0]).open("wb") as target:
            pour(files[0].chunks(), target)
        return folder / names[0]
    path = folder / f"{Path(names[0]).stem}.zip"
    with path.open("wb") as target:
        pack(list(zip(names, files, strict=True)), target)
    return path


def system_for(staged, crs, name):
    if crs or staged.crs:
        return system_of(staged, crs, name), "given" if crs else "file"
    readings = deduce(sample_of(staged), city_area())
    if not readings:
        raise UnknownCrs("crs_missing", name=name)
    return readings[0].crs, "deduced"


def features(staged, system):
    """GeoJSON of all shapes, as far as a browser can show them."""
    told, vertices, left_out = [], 0, 0
    for batch in staged.batches():
        shapes = to_storage(force_2d(batch.geometries), system)
        sound = ~shapely.is_missing(shapes) & np.isfinite(shapely.bounds(shapes)).all(axis=1)
        left_out += int((~sound).sum())
        for row, shape in zip(batch.rows[sound], shapes[sound], strict=True):
            vertices += shapely.get_num_coordinates(shape)
            if vertices > limits.TRACED_VERTICES:
                left_out += 1
                continue
            geometry = json.loads(shapely.to_geojson(shape))
            properties = {"id": f"{staged.layer}-{row}"}
            told.append({"type": "Feature", "properties": properties, "geometry": geometry})
    warnings = [UNMARKED.format(crs=system.text)] if system.unconverted else []
    collection = {"type": "FeatureCollection", "features": told}
    return {"features": collection, "left_out": left_out, "warnings": warnings}
