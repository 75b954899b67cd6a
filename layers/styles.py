"""One source of style for the map, its legend and the charts, derived from the declarations."""

from dataclasses import asdict

from registry.choices import Medium, Stage
from registry.kinds import KINDS
from registry.kinds.symbols import BESIDE, MEDIA, PAIR, SHADES, STAGES, Symbol


def describe(code, label, symbol: Symbol):
    return {
        "code": code,
        "label": label,
        "color": symbol.color,
        "dash": list(symbol.dash),
        "width": symbol.width,
    }


def styles(sectors):
    """The whole style of the map; `sectors` are those that the user may see."""
    return {
        "media": [describe(m, m.label, MEDIA[m]) for m in Medium],
        "stages": [describe(s, s.label, STAGES[s]) for s in Stage],
        "sectors": [{"code": s.code, "label": s.name, "color": s.color} for s in sectors],
        "beside": asdict(BESIDE),
        "shades": list(SHADES),
        "pair": list(PAIR),
        "kinds": [{"code": k.code, "label": k.label, "sign": k.sign} for k in KINDS.values()],
    }
