"""The look of a layer as QGIS keeps it (QML)."""

from xml.etree.ElementTree import Element, SubElement, tostring

from gis.writers.rows import Column, Rows, Sign

KINDS = {"Point": ("marker", "SimpleMarker"), "LineString": ("line", "SimpleLine")}
AREA = ("fill", "SimpleFill")
# QML counts in millimetres, signs in pixels of 1/96 inch.
MM = 25.4 / 96


def style(rows: Rows, shape: str) -> str:
    """Give a style with a sign for each value of the column that `Rows.styled_by` names.

    Parameters
    ----------
    rows : Rows
    shape : str
        ``"LineString"`` and the like: what the layer holds.

    Returns
    -------
    str
        A QML document; it also names the fields in full.
    """
    qgis = Element("qgis", version="3.22", styleCategories="Symbology|Fields|Forms")
    renderer = SubElement(
        qgis, "renderer-v2", type="categorizedSymbol", attr=rows.styled_by or "", symbollevels="0"
    )
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, (value, sign) in enumerate(rows.signs.items()):
        SubElement(
            categories, "category", symbol=str(number), value=value, label=sign.label, render="true"
        )
        _add_symbol(symbols, str(number), sign, shape.removeprefix("Multi"))
    _add_aliases(qgis, rows.columns)
    document: str = tostring(qgis, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{document}"


def _add_symbol(symbols: Element, name: str, sign: Sign, shape: str) -> None:
    kind, layer_class = KINDS.get(shape, AREA)
    symbol = SubElement(symbols, "symbol", type=kind, name=name, alpha="1")
    layer = SubElement(symbol, "layer", {"class": layer_class, "enabled": "1", "pass": "0"})
    options = SubElement(layer, "Option", type="Map")
    for key, value in _options(kind, sign).items():
        SubElement(options, "Option", name=key, type="QString", value=value)


def _options(kind: str, sign: Sign) -> dict[str, str]:
    red, green, blue = (int(sign.color[place : place + 2], 16) for place in (1, 3, 5))
    color, width = f"{red},{green},{blue},255", f"{sign.width * MM:.2f}"
    if kind == "marker":
        return {"name": "circle", "color": color, "size": "2.4", "outline_color": "255,255,255,255"}
    if kind == "fill":
        return {"color": f"{red},{green},{blue},90", "outline_color": color, "outline_width": width}
    dashes = ";".join(f"{length * MM:.2f}" for length in sign.dash)
    return {
        "line_color": color,
        "line_width": width,
        "line_width_unit": "MM",
        "capstyle": "round",
        "use_custom_dash": str(int(bool(dashes))),
        "customdash": dashes or "5;2",
        "customdash_unit": "MM",
    }


def _add_aliases(qgis: Element, columns: tuple[Column, ...]) -> None:
    aliases = SubElement(qgis, "aliases")
    for place, column in enumerate(columns):
        SubElement(aliases, "alias", field=column.name, index=str(place + 1), name=column.name)
