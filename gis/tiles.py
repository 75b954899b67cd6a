"""The web-map tile grid (XYZ, EPSG:3857): bounds of tiles and of the cells within."""

import math
from dataclasses import dataclass

#: Half the width of the projected world: π × 6 378 137 m (EPSG:3857).
HALF_WORLD_M = 20037508.342789244
DEEPEST_ZOOM = 22
#: Pixels across a tile on the screen.
TILE_PX = 256


@dataclass(frozen=True)
class Tile:
    """One tile of the grid; y counts from the north.

    Parameters
    ----------
    z, x, y : int
        Zoom from 0 to 22, column and row from 0 to 2**z - 1.

    Examples
    --------
    >>> Tile(1, 1, 0).bounds[0]
    0.0
    """

    z: int
    x: int
    y: int

    @classmethod
    def holding(cls, x_m: float, y_m: float, zoom: int) -> "Tile":
        """Return the tile of a zoom in which a place lies.

        Parameters
        ----------
        x_m, y_m : float
            Easting and northing in EPSG:3857 metres; a place on a tile's west or north
            side belongs to it.
        zoom : int
            Zoom from 0 to 22.

        Returns
        -------
        Tile
            One that does not exist where the place lies outside the world.

        Examples
        --------
        >>> Tile.holding(1.0, 1.0, 1)
        Tile(z=1, x=1, y=0)
        """
        across, down = (
            math.floor((HALF_WORLD_M + each) / (2 * HALF_WORLD_M) * 2**zoom) for each in (x_m, -y_m)
        )
        return cls(zoom, across, down)

    @property
    def exists(self) -> bool:
        """Whether the tile lies in the world."""
        return 0 <= self.z <= DEEPEST_ZOOM and all(0 <= n < 2**self.z for n in (self.x, self.y))

    @property
    def size_m(self) -> float:
        """Side of the tile in EPSG:3857 metres (not metres on the ground)."""
        return float(2 * HALF_WORLD_M / 2**self.z)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:3857 metres.

        Neighbours share exactly the same float at their common side, so half-open
        tiles partition the plane.
        """
        return (
            edge_m(self.x, self.z),
            -edge_m(self.y + 1, self.z),
            edge_m(self.x + 1, self.z),
            -edge_m(self.y, self.z),
        )

    def buffered(self, margin: float) -> tuple[float, float, float, float]:
        """Return the bounds widened on every side by `margin` tiles."""
        west, south, east, north = self.bounds
        edge = margin * self.size_m
        return west - edge, south - edge, east + edge, north + edge


def edge_m(index: int, zoom: int) -> float:
    """Return the distance of grid line `index` from the world's centre, in EPSG:3857 metres."""
    return float(index / 2**zoom * 2 * HALF_WORLD_M - HALF_WORLD_M)


def degrees_of(
    bounds: tuple[float, float, float, float],
) -> tuple[float, float, float, float]:
    """Return the same box in degrees: the web map's axes are the meridians and parallels.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north in EPSG:3857 metres.

    Returns
    -------
    tuple of float
        West, south, east, north in EPSG:4490 degrees; beyond ±180 where the box is.

    Examples
    --------
    >>> west, south, east, north = degrees_of(Tile(0, 0, 0).bounds)
    >>> round(west), round(south, 4), round(east), round(north, 4)
    (-180, -85.0511, 180, 85.0511)
    """
    west, south, east, north = (each / HALF_WORLD_M for each in bounds)
    return west * 180, _latitude(south), east * 180, _latitude(north)


def zoom_showing(
    extent: tuple[float, float, float, float], window_px: tuple[int, int], deepest: int
) -> int:
    """Return the deepest zoom at which a window shows the whole of a box.

    Parameters
    ----------
    extent : tuple of float
        West, south, east, north in EPSG:4490 degrees.
    window_px : tuple of int
        Width and height of the window in pixels.
    deepest : int
        What a point is shown at.

    Returns
    -------
    int

    Examples
    --------
    >>> zoom_showing((-180, -85, 180, 85), (512, 512), 17)
    1
    >>> zoom_showing((101.7, 26.58, 101.7, 26.58), (900, 500), 17)
    17
    """
    west, south, east, north = extent
    shares = ((east - west) / 360, _share(north) - _share(south))
    zooms = [
        math.floor(math.log2(pixels / TILE_PX / share))
        for pixels, share in zip(window_px, shares, strict=True)
        if share > 0
    ]
    return max(0, min([deepest, *zooms]))


def _share(latitude: float) -> float:
    """Return how far north of the equator, as a share of the side of the world."""
    return math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)


def _latitude(share: float) -> float:
    return math.degrees(math.atan(math.sinh(share * math.pi)))
