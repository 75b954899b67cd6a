"""A file becomes a reference layer: read in the import readers' own process, shapes alone."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry

from gis.crs import to_storage
from gis.errors import GisError
from gis.faults import faults
from gis.geometry import force_2d, repair
from gis.readers.sandbox import Limits
from gis.readers.staging import stage
from registry.exchange import messages
from registry.exchange.georeference import city_area, system_for, touches_city
from registry.exchange.mapping import read_as_ours
from registry.models import ReferenceShape
from registry.refusals import Refusal
from registry.systems import system_words

LIMITS = Limits(rows=500_000, wall_seconds=600, cpu_seconds=600)
AT_ONCE = 2000
#: Nobody would ever see such a layer.
ELSEWHERE = "图形都不在本市范围内（按 {crs} 读取），请核对坐标系。"
#: A shape that has one of these stays away even after repair.
HOPELESS = ("null", "empty", "not_finite", "out_of_range")


def read_layer(layer, progress):
    """Put the file's shapes into the layer and tell what was found; refuses in words what cannot
    be read.
    """
    path = Path(settings.MEDIA_ROOT) / layer.stored
    try:
        with TemporaryDirectory(prefix="atlas-layer-") as folder:
            progress(0, 0, "正在读取文件")
            staged = stage(path, Path(folder) / "staged", table=read_as_ours(), limits=LIMITS)
            system, told = system_for(staged, layer.asked_crs, layer.file_name)
            found = write(layer, staged, system, progress)
            return {**found, "crs": system.text[:60], "is_deduced": told == "deduced"}
    except GisError as error:
        sentence = messages.of_error(error).replace(path.name, layer.file_name)
        raise Refusal(sentence) from error


def write(layer, staged, system, progress):
    good, done, is_near, area, dimensions = 0, 0, False, city_area(), set()
    for batch in staged.batches():
        shapes = usable(to_storage(force_2d(batch.geometries), system))
        is_near = is_near or touches_city(shapes, area)
        good += add_shapes(layer, shapes)
        dimensions.update(shapely.get_dimensions(shapely.get_parts(shapes)).tolist())
        done += len(batch.geometries)
        progress(done, staged.row_count, "正在写入图形")
    if not good:
        raise Refusal("文件里没有可以显示的图形。")
    if not is_near:
        raise Refusal(ELSEWHERE.format(crs=system_words(system.text)))
    return {"dimensions": sorted(dimensions), "shape_count": good, "left_out": done - good}


def add_shapes(layer, good):
    ReferenceShape.objects.bulk_create(
        (
            ReferenceShape(layer=layer, location=GEOSGeometry(memoryview(wkb), srid=4490))
            for wkb in shapely.to_wkb(good)
        ),
        batch_size=AT_ONCE,
    )
    return len(good)


def usable(shapes):
    """What can be stored and drawn, repaired where it was invalid."""
    flags = faults(shapes)
    hopeless = np.logical_or.reduce([flags[code] for code in HOPELESS if code in flags])
    kept = repair(shapes[~hopeless])
    return kept[shapely.is_valid(kept) & ~shapely.is_empty(kept) & ~shapely.is_missing(kept)]
