"""The job of a reference layer: its file becomes shapes, all of them or none."""

from django.db import transaction
from django.utils.module_loading import import_string

from registry.jobs.progress import Cancelled
from registry.models import ReferenceLayer

Status = ReferenceLayer.Status


@transaction.atomic
def run_layer(job, progress):
    """The layer itself is not locked while its file is read: it may be edited or deleted then."""
    layer = reading(job).first()
    if layer is None:
        return
    # pandas and GDAL are not for the pages to wait for.
    found = import_string("registry.exchange.overlays.read_layer")(layer, progress)
    # Now it is, until the shapes are there for all to see; only what was found is written.
    if not reading(job).select_for_update(no_key=True).exists():
        raise Cancelled
    reading(job).update(**found, status=Status.READY)


def reading(job):
    return ReferenceLayer.objects.filter(job=job, status=Status.READING)


def drop_layer(job, status):
    reading(job).update(status=status)
