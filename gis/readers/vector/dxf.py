"""DXF drawings: what stands in model space, one row an entity.

Layers are values of a column, as a drawing mixes them; closed polylines stay lines, with the
column 闭合 (closed) saying so, because a drawing does not tell a site's border from a pipe that
runs in a ring: only our own exports note which are areas. Blocks are not opened: in drawings of
networks a block is the symbol of a manhole or a valve, and its place and attributes are what
counts. What is not read is counted by type.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from ezdxf.document import Drawing
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.lldxf.const import DXFError

from gis.errors import Remark, UnreadableFile
from gis.formats import LAYERS_BETWEEN
from gis.readers.layers import choose_layer
from gis.readers.source import Contents
from gis.readers.vector.curves import MAX_POINTS, TOLERANCE, TooManyPointsError
from gis.readers.vector.dxf_drawing import model_space, open_drawing
from gis.readers.vector.dxf_parts import whole
from gis.readers.vector.dxf_shapes import is_closed, is_curve, is_read, shape
from gis.readers.vector.records import columns_of_rows

DRIVER = "DXF"
CARETED = re.compile(r"\^([ @-_])")
BY_LAYER = 256
# Columns of every drawing: what a block or an application calls so is another thing.
OWN = frozenset({"图层", "类型", "句柄", "颜色", "线型", "闭合", "文字", "块名", "旋转角"})
# Applications note their own codes at entities; AutoCAD's own say nothing of the thing drawn.
OWN_APPLICATIONS = ("ACAD", "AcDb", "AcAec", "EZDXF")
TEXT_CODE = 1000


def read(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Read a drawing.

    Parameters
    ----------
    path : Path
    folder : Path
        Not needed: nothing is copied.
    layer : str, optional
        Of the drawing: only what lies on it; several with ``,`` between, which no layer's name may
        hold. Without it all layers that are to be seen: what is frozen or off in the drawing is
        left out, unless there is nothing else.
    encoding : str, optional
        Overrides what the file says; of no use for a binary one.

    Returns
    -------
    Contents
        Rows are counted in the order of model space, with gaps for what is not read. Columns
        图层, 类型, 句柄, 颜色 (AutoCAD's number, the layer's where it is so), 线型, and where there
        are any 闭合, 文字, 块名, 旋转角, the attributes of blocks and the texts that applications
        note, in columns called after these, 类型_2 where that is a column's name already. Arcs
        and splines are lines that are off by at most `gis.readers.vector.curves.TOLERANCE`. No
        coordinate system: the format has none.

    Raises
    ------
    UnreadableFile
        ``wrong_content``, ``dwg_not_read``, ``file_too_large``, ``damaged``, ``unknown_layer``.
    UnknownEncoding
    """
    drawing, used, doubts = open_drawing(path, encoding)
    space = model_space(drawing, path.name)
    there = list(dict.fromkeys(entity.dxf.layer for entity in space if is_read(entity)))
    wanted = _wanted(path.name, there, layer)
    notes = _hidden(drawing, there)
    shown = [each for each in there if each not in notes]
    leaves_out = wanted is None and notes and shown
    entities = Entities(drawing, space, shown if leaves_out else wanted)
    if leaves_out:
        doubts = [*doubts, Remark(0, "", "layers_hidden", {"layers": list(notes)})]
    columns, remarks = columns_of_rows(entities.said)
    geometries = np.full(len(entities.shapes), None, dtype=object)
    geometries[:] = entities.shapes
    return Contents(
        driver=DRIVER,
        layer="、".join(wanted or [path.stem]),
        layers=entities.layers,
        encoding=used,
        crs=None,
        crs_from="file",
        rows=np.array(entities.rows, dtype=np.int64),
        geometries=geometries,
        undecodable=np.array(entities.undecodable, dtype=bool),
        columns=columns,
        warnings=[*doubts, *remarks, *entities.warnings()],
        rejects=entities.rejects,
        layer_notes=notes,
    )


def refuse_dwg(path: Path, folder: Path, layer: str | None, encoding: str | None) -> Contents:
    """Say what to do with a .dwg.

    Parameters
    ----------
    path, folder : Path
    layer, encoding : str, optional

    Raises
    ------
    UnreadableFile
        ``dwg_not_read``.
    """
    raise UnreadableFile("dwg_not_read", name=path.name)


class Entities:
    """What stands in the model space of a drawing.

    Parameters
    ----------
    drawing : Drawing
    space : iterable of DXFGraphic
        Its model space.
    wanted : list of str, optional
        Only what lies on these layers.

    Attributes
    ----------
    layers : list of str
        All that something readable lies on.
    rows : list of int
    shapes : list of shapely.Geometry or None
    undecodable : list of bool
    said : list of dict
        The values of each row by column.
    rejects : list of Remark
        ``too_many_points``.
    """

    def __init__(
        self, drawing: Drawing, space: Iterable[DXFGraphic], wanted: list[str] | None
    ) -> None:
        self.rows: list[int] = []
        self.shapes: list[shapely.Geometry | None] = []
        self.undecodable: list[bool] = []
        self.said: list[dict[str, Any]] = []
        self.rejects: list[Remark] = []
        self._drawing = drawing
        self._left_out: Counter[str] = Counter()
        self._curves = self._blocks = 0
        layers: dict[str, None] = {}
        for row, entity in enumerate(space, start=1):
            if not is_read(entity):
                self._left_out[entity.dxftype()] += 1
                continue
            layers[entity.dxf.layer] = None
            if wanted is None or entity.dxf.layer in wanted:
                self._add(row, entity)
        self.layers = list(layers)
        self._join()

    def warnings(self) -> list[Remark]:
        """Say what was changed or left out.

        Returns
        -------
        list of Remark
            ``curves_flattened``, ``blocks_as_points``, ``column_renamed``, ``left_out``.
        """
        paper = [space for space in self._drawing.layouts if not space.is_modelspace]
        left_out = self._left_out.copy()
        left_out["paper space"] = sum(
            entity.dxftype() != "VIEWPORT" for space in paper for entity in space
        )
        flattened: dict[str, object] = {"count": self._curves, "tolerance": TOLERANCE}
        remarks = [Remark(0, "geometry", "curves_flattened", flattened)] if self._curves else []
        if self._blocks:
            remarks.append(Remark(0, "geometry", "blocks_as_points", {"count": self._blocks}))
        found = {name for said in self.said for name in said}
        remarks += [
            Remark(0, called, "column_renamed", {"original": name})
            for name in sorted(OWN)
            if (called := _apart(name)) in found
        ]
        return remarks + [
            Remark(0, "", "left_out", {"type": kind, "count": count})
            for kind, count in sorted(left_out.items())
            if count
        ]

    def _join(self) -> None:
        rows = whole(self.said, self.shapes)
        firsts = [run.start for run, _ in rows]
        self.shapes = [shape for _, shape in rows]
        self.rows = [self.rows[place] for place in firsts]
        self.undecodable = [self.undecodable[place] for place in firsts]
        self.said = [self.said[place] for place in firsts]

    def _add(self, row: int, entity: DXFGraphic) -> None:
        geometry, undecodable = None, False
        try:
            geometry = shape(entity)
        except TooManyPointsError:
            self.rejects.append(Remark(row, "geometry", "too_many_points", {"limit": MAX_POINTS}))
        except (ValueError, TypeError, IndexError, ArithmeticError, RecursionError, DXFError):
            undecodable = True
        else:
            self._curves += is_curve(entity)
        if entity.dxftype() == "INSERT":
            self._blocks += 1
            copies = entity.mcount - 1  # type: ignore[attr-defined]
            self._left_out["MINSERT"] += max(0, copies)
        self.rows.append(row)
        self.shapes.append(geometry)
        self.undecodable.append(undecodable)
        self.said.append(self._values(entity))

    def _values(self, entity: DXFGraphic) -> dict[str, Any]:
        dxf = entity.dxf
        known = self._drawing.layers
        layer = known.get(dxf.layer) if known.has_entry(dxf.layer) else None
        colour, linetype = dxf.get("color", BY_LAYER), dxf.get("linetype", "BYLAYER")
        if layer is not None:
            colour = layer.color if colour == BY_LAYER else colour
            linetype = layer.dxf.linetype if linetype.upper() == "BYLAYER" else linetype
        closed = is_closed(entity)
        return {
            "图层": dxf.layer,
            "类型": entity.dxftype(),
            "句柄": dxf.handle,
            "颜色": colour,
            "线型": linetype,
            **({} if closed is None else {"闭合": closed}),
            **_written(entity),
            **{_apart(name): text for name, text in (_attributes(entity) | _noted(entity)).items()},
        }


def _written(entity: DXFGraphic) -> dict[str, Any]:
    kind = entity.dxftype()
    if kind in ("TEXT", "MTEXT"):
        return {"文字": entity.plain_text()}  # type: ignore[attr-defined]
    if kind != "INSERT":
        return {}
    return {"块名": entity.dxf.name, "旋转角": float(entity.dxf.rotation)}


def _attributes(entity: DXFGraphic) -> dict[str, str]:
    return {
        attribute.dxf.tag: attribute.plain_text()
        for attribute in getattr(entity, "attribs", ())
        if attribute.plain_text()
    }


def _apart(name: str) -> str:
    return f"{name}_2" if name in OWN else name


def _noted(entity: DXFGraphic) -> dict[str, str]:
    notes = entity.xdata.data if entity.xdata else {}
    return {
        application: text
        for application, tags in notes.items()
        if not application.startswith(OWN_APPLICATIONS)
        and (text := ";".join(_uncareted(str(tag.value)) for tag in tags if tag.code == TEXT_CODE))
    }


def _uncareted(text: str) -> str:
    """Read control characters, which a drawing writes with a caret: ^J, and "^ " for itself."""
    return CARETED.sub(lambda found: "^" if found[1] == " " else chr(ord(found[1]) - 64), text)


def _hidden(drawing: Drawing, there: Iterable[str]) -> dict[str, str]:
    """Say of layers that whoever drew them does not see how they are hidden."""
    known = {name: drawing.layers.get(name) for name in there if drawing.layers.has_entry(name)}
    return {
        name: "frozen" if layer.is_frozen() else "off"
        for name, layer in known.items()
        if layer.is_frozen() or layer.is_off()
    }


def _wanted(name: str, there: list[str], layer: str | None) -> list[str] | None:
    """List the layers that are meant, in the order of the drawing; None for all."""
    if layer is None:
        return None
    # A program that minds no rules may have put a comma into a name.
    named = [layer] if layer in there else layer.split(LAYERS_BETWEEN)
    chosen = {choose_layer(name, there, each) for each in named}
    return [each for each in there if each in chosen]
