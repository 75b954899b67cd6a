"""Which coordinate system a staged file is read in."""

from django.conf import settings

from gis.crs import STORAGE, SevenParameters, from_wkt, parse
from gis.errors import GisError, Remark, UnknownCrs


def own_parameters():
    """The administrator's own seven parameters of 北京54 and 西安80, by name."""
    given = settings.SEVEN_PARAMETERS
    return {name: SevenParameters(name=name, **values) for name, values in given.items()}


def system_of(staged, given, name):
    """As ordered, else as the file says; a file that says nothing cannot be read."""
    if given:
        return parse(given, parameters=own_parameters())
    if staged.crs is None and not has_shapes(staged):
        return STORAGE
    if staged.crs is None:
        raise UnknownCrs("crs_missing", name=name)
    return declared(staged.crs)


def is_placed(staged):
    """Whether a system means something: the file states one, or has shapes in one."""
    return not staged.is_unplaced and (staged.crs is not None or has_shapes(staged))


def has_shapes(staged):
    """Whether any row has one: a plain table needs no coordinate system."""
    shapes = (batch.arrow.column("shape") for batch in staged.batches())
    return any(column.null_count < len(column) for column in shapes)


def declared(text):
    """What a file says, as a system that can be converted."""
    return parse(text) if text.upper().startswith("EPSG:") else from_wkt(text)


def contradiction(staged, crs, given):
    """A remark where the order says otherwise than the file; None where it does not."""
    # GCJ-02 and BD-09 have no name in any format, so files label them WGS 84: no contradiction.
    if not given or crs.offset or not staged.crs or staged.crs_from == "format":
        return None
    try:
        found = declared(staged.crs).text
    except GisError as error:
        found = str(error.params["crs"])
    if found == crs.text:
        return None
    return Remark(0, "geometry", "crs_overridden", {"found": found, "given": crs.text})
