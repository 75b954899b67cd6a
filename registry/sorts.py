"""Sorts of assets: whether mapped, and of what work, kind and medium, as `yes/new/pipe/gas`.

A roll-up row of whole projects bears the set of its sorts between commas, so that what is asked
of assets chooses projects like what is asked of their sources, counting each once.
"""

import re
from functools import reduce
from itertools import product
from math import prod
from operator import or_

from django.db.models import Q

from registry.kinds import KINDS

PARTS = ("mapped", "work", "kind", "medium")
MAPPED, UNMAPPED = "yes", "no"
#: So many texts are looked for one by one: each takes a seventh of what a regular expression does.
FEW = 7


def sorts_in(key):
    """The sorts that a key tells, each a tuple of `PARTS`."""
    return [tuple(sort.split("/")) for sort in key.split(",") if sort]


def holding(prefix="", **asked):
    """Whether one of the sorts has an asked value of each part that is asked for.

    What stands between two strokes is a work or a kind by its words alone, so that a run of parts
    is looked for as it is written.
    """
    asked = {part: values for part, values in asked.items() if values}
    if "medium" in asked:
        asked["kind"] = [code for code in asked.get("kind", KINDS) if KINDS[code].has_medium]
        if not asked["kind"]:
            return Q(pk__in=())
    if not asked:
        return Q()
    places = [place for place, part in enumerate(PARTS) if part in asked]
    run = [asked.get(part) for part in PARTS[places[0] : places[-1] + 1]]
    before = "/" if places[0] else ","
    after = "," if PARTS[places[-1]] == PARTS[-1] else "/"
    if all(run) and prod(map(len, run)) <= FEW:
        texts = (f"{before}{'/'.join(values)}{after}" for values in product(*run))
        return reduce(or_, (Q(**{f"{prefix}asset_key__contains": text}) for text in texts))
    parts = "/".join(one_of(values) for values in run)
    return Q(**{f"{prefix}asset_key__regex": f"{before}{parts}{after}"})


def one_of(values):
    """Any of these words; any word whatever where none is asked for."""
    return f"(?:{'|'.join(map(re.escape, values))})" if values else "[^/,]*"
