"""The job of a reference layer: its file becomes shapes, all of them or none."""

from django.db import transaction
from django.utils.module_loading import import_string

from registry.models import ReferenceLayer

Status = ReferenceLayer.Status


@transaction.atomic
def run_layer(job, progress):
    """The layer itself is not locked while its file is read: one may want to delete it."""
    layer = ReferenceLayer.objects.filter(job=job, status=Status.READING).first()
    if layer:
        # pandas and GDAL are not for the pages to wait for.
        import_string("registry.exchange.overlays.read_layer")(layer, progress)
        layer.status = Status.READY
        layer.save()


def drop_layer(job, status):
    ReferenceLayer.objects.filter(job=job, status=Status.READING).update(status=status)
