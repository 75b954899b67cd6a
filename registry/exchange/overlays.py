"""A file becomes a reference layer: read in the import readers' own process, shapes alone."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction

from gis.crs import to_storage
from gis.errors import GisError
from gis.faults import faults
from gis.geometry import force_2d, repair
from gis.readers.sandbox import Limits
from gis.readers.staging import stage
from registry.exchange import messages
from registry.exchange.systems import system_of
from registry.models import ReferenceLayer, ReferenceShape
from registry.refusals import Refusal

#: The page waits for the reading.
LIMITS = Limits(rows=100_000, wall_seconds=60, cpu_seconds=60)
AT_ONCE = 2000
#: A shape that has one of these stays away even after repair.
HOPELESS = ("null", "empty", "not_finite", "out_of_range")


def add_layer(layer, stored, *, by, crs=""):
    """Save the layer with the file's shapes; refuses in words what cannot be read."""
    path = Path(settings.MEDIA_ROOT) / stored.stored
    try:
        with TemporaryDirectory(prefix="atlas-layer-") as folder:
            staged = stage(path, Path(folder) / "staged", limits=LIMITS)
            system = system_of(staged, crs, stored.file_name)
            return write(layer, stored, staged, system, by)
    except GisError as error:
        sentence = messages.of_error(error).replace(path.name, stored.file_name)
        raise Refusal(sentence) from error


@transaction.atomic
def write(layer, stored, staged, system, by):
    layer.file_name, layer.sha256 = stored.file_name, stored.sha256
    layer.crs, layer.uploaded_by = system.text[:60], by
    layer.save()
    for batch in staged.batches():
        add_shapes(layer, to_storage(force_2d(batch.geometries), system))
    if not layer.shape_count:
        raise Refusal("文件里没有可以显示的图形。")
    ReferenceLayer.objects.filter(pk=layer.pk).update(
        shape_count=layer.shape_count, left_out=layer.left_out
    )
    return layer


def add_shapes(layer, shapes):
    good = usable(shapes)
    layer.shape_count += len(good)
    layer.left_out += len(shapes) - len(good)
    ReferenceShape.objects.bulk_create(
        (
            ReferenceShape(layer=layer, location=GEOSGeometry(memoryview(wkb), srid=4490))
            for wkb in shapely.to_wkb(good)
        ),
        batch_size=AT_ONCE,
    )


def usable(shapes):
    """What can be stored and drawn, repaired where it was invalid."""
    flags = faults(shapes)
    hopeless = np.logical_or.reduce([flags[code] for code in HOPELESS if code in flags])
    kept = repair(shapes[~hopeless])
    return kept[shapely.is_valid(kept) & ~shapely.is_empty(kept) & ~shapely.is_missing(kept)]
