"""A file to trace from: read like an import, shown on the map, and gone."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from gis.crs import to_storage
from gis.geometry import force_2d
from gis.readers.sandbox import Limits
from gis.readers.staging import stage
from registry.drawing import limits
from registry.exchange.georeference import city_area, system_for, touches_city
from registry.exchange.mapping import read_as_ours
from registry.exchange.systems import has_shapes
from registry.refusals import Refusal
from registry.systems import system_words
from registry.uploads import accepted, pack, plain_name, pour, shapefile_of

#: Somebody waits for the answer: much less than an import may take.
COST = Limits(memory_bytes=2**30, cpu_seconds=60, wall_seconds=60, rows=500_000)
#: Of a name that has to be one on the disk, too.
LONGEST_STEM_BYTES = 200
NO_SHAPES = "文件里没有图形，不能作底图。"
UNMARKED = "{crs}：没有公开的转换参数，位置可能相差几十米，只供参考"
ELSEWHERE = "图形都不在本市范围内，请核对坐标系"


class TooBig(Refusal):
    """A file that is more than a picture behind a drawing."""


def traced(files, crs="", encoding=""):
    """What the map shows of uploaded files; nothing of them is left afterwards."""
    with TemporaryDirectory(prefix="atlas-tracing-") as name:
        # Apart, or a file could take the name of the reader's own folder.
        upload, work = Path(name) / "upload", Path(name) / "staged"
        upload.mkdir()
        work.mkdir()
        path = laid_down(files, upload)
        wish = {"layer": None, "encoding": encoding or None, "table": read_as_ours()}
        staged = stage(path, work, limits=COST, **wish)
        if not has_shapes(staged):
            raise Refusal(NO_SHAPES)
        system, how = system_for(staged, crs, path.name, takes_guess=True)
        told = {"crs": system.text, "words": system_words(system.text), "how": how}
        return {"name": path.name, **told, **features(staged, system)}


def laid_down(files, folder):
    """One file as it is, several as the parts of one shapefile, zipped."""
    files = accepted(files)
    if sum(file.size or 0 for file in files) > limits.TRACED_BYTES:
        raise TooBig(f"底图文件最大 {limits.TRACED_BYTES // 2**20} MB，请裁剪后再打开。")
    if len(files) == 1:
        path = folder / on_disk(plain_name(files[0].name))
        with path.open("wb") as target:
            pour(files[0].chunks(), target)
        return path
    name, parts = shapefile_of(files)
    path = folder / on_disk(name)
    with path.open("wb") as target:
        pack(parts, target)
    return path


def on_disk(name):
    """The name as far as a folder takes it: 255 characters may be 765 bytes."""
    suffix = Path(name).suffix[-12:]
    stem = name.removesuffix(suffix).encode()[:LONGEST_STEM_BYTES].decode(errors="ignore")
    return stem + suffix


def features(staged, system):
    """GeoJSON of all shapes, as far as a browser can show them."""
    told, vertices, left_out, is_near = [], 0, 0, False
    area = city_area()
    for batch in staged.batches():
        shapes = to_storage(force_2d(batch.geometries), system)
        sound = ~shapely.is_missing(shapes) & np.isfinite(shapely.bounds(shapes)).all(axis=1)
        left_out += int((~sound).sum())
        is_near = is_near or touches_city(shapes[sound], area)
        for row, shape in zip(batch.rows[sound], shapes[sound], strict=True):
            count = shapely.get_num_coordinates(shape)
            if vertices + count > limits.TRACED_VERTICES:
                left_out += 1
                continue
            vertices += count
            geometry = json.loads(shapely.to_geojson(shape))
            properties = {"id": f"{staged.layer}-{row}"}
            told.append({"type": "Feature", "properties": properties, "geometry": geometry})
    warnings = [UNMARKED.format(crs=system_words(system.text))] if system.unconverted else []
    warnings += [] if is_near else [ELSEWHERE]
    collection = {"type": "FeatureCollection", "features": told}
    return {"features": collection, "left_out": left_out, "warnings": warnings}
