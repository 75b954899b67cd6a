"""What the zone numbers in a file speak against a reading of it."""

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.crs.candidates import Candidate
from gis.crs.gauss_kruger import GK3
from gis.crs.naming import parse
from gis.crs.zones import zone_of, zones_of
from gis.errors import Remark


def zone_doubts(
    candidate: Candidate, numbers: NDArray[np.float64], missed: shapely.Geometry | None
) -> Iterator[Remark]:
    """Doubt a reading in a zone of Gauss-Krüger.

    Parameters
    ----------
    candidate : Candidate
    numbers : ndarray of float64, shape (n, 2)
        As the file writes them.
    missed : shapely.Geometry, optional
        In EPSG:4490: the area that the reading does not lead into, though it should.

    Yields
    ------
    Remark
        ``crs_mixed_zones``: other eastings bear another zone number, or none;
        ``crs_other_zone``: the area lies in another zone than the number says.
    """
    crs = parse(candidate.text)
    own = zone_of(crs)
    zones = zones_of(numbers[:, ::-1] if crs.swapped else numbers)
    others = int(((zones != own) & (zones != -1)).sum())
    if others:
        counts: dict[str, object] = {
            "numbered": int((zones > 0).sum()),
            "bare": int((zones == 0).sum()),
        }
        yield Remark(0, "geometry", "crs_mixed_zones", counts)
    if own and missed is not None and candidate.family == "gk3":
        west, _, east, _ = missed.bounds
        wanted = list(range(round(west / GK3.width), round(east / GK3.width) + 1))
        if own not in wanted:
            meridians = [zone * GK3.width for zone in wanted]
            params: dict[str, object] = {"zone": own, "wanted": wanted, "meridians": meridians}
            yield Remark(0, "geometry", "crs_other_zone", params)
