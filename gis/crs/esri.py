"""The .prj text that ArcGIS knows."""

from gis.crs.systems import Crs
from gis.errors import UnknownCrs


def esri_wkt(crs: Crs) -> str:
    """Give the text of a .prj file, with the names ArcGIS itself uses.

    Parameters
    ----------
    crs : Crs
        No offset, no mark: these have no name in any file format.

    Returns
    -------
    str
        WKT 1 in ESRI's dialect, one line.

    Raises
    ------
    UnknownCrs
        ``crs_input_only``.

    Examples
    --------
    >>> from gis.crs import parse
    >>> esri_wkt(parse("EPSG:4543")).partition(",")[0]
    'PROJCS["CGCS2000_3_Degree_GK_CM_102E"'
    """
    if crs.offset or crs.input_only:
        raise UnknownCrs("crs_input_only", crs=crs.title)
    return crs.definition.to_wkt("WKT1_ESRI")
