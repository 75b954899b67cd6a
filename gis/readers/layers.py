"""Which of a file's layers is meant."""

from gis.errors import UnreadableFile


def choose_layer(
    name: str, layers: list[str], wanted: str | None, notes: dict[str, str] | None = None
) -> str:
    """Find the layer that is meant.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    layers : list of str
        The layers there are.
    wanted : str, optional
    notes : dict of str to str, optional
        What is to be known of some of them, for the one who has to choose.

    Returns
    -------
    str

    Raises
    ------
    UnreadableFile
        ``no_layer``, ``several_layers``, ``unknown_layer``.

    Examples
    --------
    >>> choose_layer("a.zip", ["管线"], None)
    '管线'
    """
    if not layers:
        raise UnreadableFile("no_layer", name=name)
    if wanted is None and len(layers) == 1:
        return layers[0]
    if wanted is None:
        told = {"layers": ", ".join(layers), "names": list(layers), "notes": notes or {}}
        raise UnreadableFile("several_layers", name=name, **told)
    if wanted not in layers:
        raise UnreadableFile("unknown_layer", name=name, layer=wanted, layers=", ".join(layers))
    return wanted


def only_layer(name: str, layer: str, wanted: str | None) -> str:
    """Take the one layer of a format that has no more than one.

    Parameters
    ----------
    name : str
        What to call the file in an error.
    layer : str
        What the layer is called: mostly the stem of the file.
    wanted : str, optional

    Returns
    -------
    str

    Raises
    ------
    UnreadableFile
        ``unknown_layer``.

    Examples
    --------
    >>> only_layer("站点.kml", "站点", None)
    '站点'
    """
    return choose_layer(name, [layer], wanted)
