"""The file as it was sent, kept with its SHA-256 for as long as its rows speak of it."""

from django.db.models import Exists, OuterRef

from gis.readers.shapefiles.shapefile import PARTS
from registry.files import fingerprint
from registry.models import Asset, AssetEvent, ImportBatch
from registry.uploads import chunks_of, keep_file, pack, store

LAYER_NAME = ImportBatch._meta.get_field("layer").max_length


def keep_original(path):
    """What a batch says of its file; a shapefile's parts are kept together as one zip."""
    if path.suffix.lower() != ".shp":
        return keep_file(path)
    parts = sorted(
        part for part in path.parent.iterdir() if part.stem == path.stem and is_part(part)
    )
    chunked = [(part.name, chunks_of(part)) for part in parts]
    return store(f"{path.stem}.zip", lambda draft: pack(chunked, draft, limited=False))


def is_part(path):
    return path.suffix.lower() in PARTS and path.is_file()


def written_before(sha256, layer, order, projects):
    """The latest import of the same layer of the same file that one of the projects holds rows of,
    where they would be made again; a row that was updated since bears another batch.
    """
    if not sha256 or order.updates:
        return None
    of_batch = {"batch": OuterRef("pk")}
    now = Asset.objects.filter(project__in=projects, **of_batch)
    then = AssetEvent.objects.filter(pgh_obj__project__in=projects, **of_batch)
    batches = ImportBatch.objects.written().filter(sha256=sha256, layer=layer[:LAYER_NAME])
    return batches.filter(Exists(now) | Exists(then)).first()


__all__ = ["fingerprint", "keep_original", "written_before"]
