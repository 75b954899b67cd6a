"""The parts of a DXF around its entities, made by ezdxf."""

import codecs
import io
import re
from collections.abc import Iterable

from ezdxf import colors
from ezdxf.document import Drawing
from ezdxf.filemanagement import new

from gis.printable import LACKING
from gis.writers.rows import Sign

ENTITIES = "  0\nSECTION\n  2\nENTITIES\n"
# The last one whose text is in the code page that its header names: later ones are UTF-8 whatever
# they name, and GDAL, with QGIS on it, reads them by the name.
VERSION, ENCODING, ESCAPED = "R2004", "gbk", "dxf-escaped"
# What a drawing has no way to write.
BEYOND = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
METRES = 6
# AutoCAD's own dots are hardly seen: a circle with a cross, of so many percent of the screen.
POINT_LOOK, POINT_PERCENT = 34, 1.5
# What is seen at first is so much larger than all that there is; a lone point is looked at from
# this near, in metres or degrees.
MARGIN, WIDEST_SCREEN = 1.1, 1.34
NEAREST_M, NEAREST_DEGREES = 100.0, 0.001
# Entities are numbered from here on: the drawing around them never has so many parts.
FIRST_HANDLE = 0x100000
HANDLE_SEED = re.compile(r"(\$HANDSEED\s+5\s+)[0-9A-F]+")
# AutoCAD's number of the colour that is black on white and white on black.
AUTOMATIC = 7
# Layers whose colour nobody says.
PALETTE = ("#236b89", "#c2571a", "#2f7d4f", "#7a431d", "#e0489a", "#b07d2b", "#5b4636", "#1b8fd6")


def _escape(error: UnicodeError) -> tuple[str, int]:
    r"""Write what the code page lacks as \U+7BA1; that has no words for characters beyond FFFF."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(LACKING if BEYOND.match(c) else f"\\U+{ord(c):04X}" for c in lacking), error.end


codecs.register_error(ESCAPED, _escape)


class Frame:
    """A drawing without entities.

    Parameters
    ----------
    in_metres : bool

    Attributes
    ----------
    owner : str
        Handle of the model space.
    """

    def __init__(self, *, in_metres: bool) -> None:
        self._drawing = new(VERSION)
        self._drawing.encoding = ENCODING
        header = self._drawing.header
        header["$INSUNITS"] = METRES if in_metres else 0
        header["$PDMODE"], header["$PDSIZE"] = POINT_LOOK, -POINT_PERCENT
        self._nearest = NEAREST_M if in_metres else NEAREST_DEGREES
        self.owner: str = self._drawing.modelspace().layout_key

    def tell(self, title: Iterable[str]) -> None:
        """Say of the drawing what it is, among its properties (DWGPROPS shows them).

        Parameters
        ----------
        title : iterable of str
            Without control characters.
        """
        for number, line in enumerate(title, start=1):
            self._drawing.header.custom_vars.append(f"说明{number}", line)

    def look_at(self, bounds: Iterable[float]) -> None:
        """Let the drawing open where its entities are: empty ones of AutoCAD lie about 0, 0.

        Parameters
        ----------
        bounds : iterable of float
            Of all entities: the least x and y, the largest x and y.
        """
        left, bottom, right, top = bounds
        self._drawing.header["$EXTMIN"] = (left, bottom, 0.0)
        self._drawing.header["$EXTMAX"] = (right, top, 0.0)
        space = self._drawing.modelspace().dxf
        space.extmin, space.extmax = (left, bottom, 0.0), (right, top, 0.0)
        height = MARGIN * max(top - bottom, (right - left) / WIDEST_SCREEN)
        middle = ((left + right) / 2, (bottom + top) / 2)
        self._drawing.set_modelspace_vport(max(height, self._nearest), center=middle)

    def around(
        self, layers: dict[str, str | None], applications: Iterable[str], next_handle: int
    ) -> tuple[str, str]:
        """Give what stands before and after the entities.

        Parameters
        ----------
        layers : dict of str to str
            Their colours by legal name, ``"#rrggbb"``; None for any.
        applications : iterable of str
            Legal names.
        next_handle : int
            The first that no entity has.

        Returns
        -------
        head, foot : str
        """
        for place, (name, color) in enumerate(layers.items()):
            _add_layer(self._drawing, name, color or PALETTE[place % len(PALETTE)])
        for name in dict.fromkeys(applications):
            if not self._drawing.appids.has_entry(name):
                self._drawing.appids.new(name)
        text = io.StringIO()
        self._drawing.write(text)
        seeded = HANDLE_SEED.sub(rf"\g<1>{next_handle:X}", text.getvalue(), count=1)
        head, entities, foot = seeded.partition(ENTITIES)
        return head + entities, foot


def _add_layer(drawing: Drawing, name: str, color: str) -> None:
    layer = drawing.layers.get(name) if drawing.layers.has_entry(name) else drawing.layers.add(name)
    layer.color = nearest_index(color)  # programs without true colours see this one
    layer.rgb = _parts(color)


def true_color(sign: Sign) -> int:
    """Give the colour of a sign as a DXF writes it.

    Parameters
    ----------
    sign : Sign

    Returns
    -------
    int
    """
    return colors.rgb2int(_parts(sign.color))


def nearest_index(color: str) -> int:
    """Give AutoCAD's number of the colour most like one.

    Parameters
    ----------
    color : str
        ``"#rrggbb"``

    Returns
    -------
    int
        1 to 255, never 7, which is black or white as the background wants it.

    Examples
    --------
    >>> nearest_index("#ff0000"), nearest_index("#00ffff")
    (1, 4)
    """
    wanted = _parts(color)

    def away(index: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(wanted, colors.aci2rgb(index), strict=True))

    return min((index for index in range(1, 256) if index != AUTOMATIC), key=away)


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
