"""How a file was read the last time, for the next one with the same header."""

import hashlib
from dataclasses import replace

from django.db.models import F
from django.utils import timezone

from registry.exchange.mapping import REASON, plain
from registry.exchange.noted_units import speaks_of
from registry.models import ColumnMemory

#: What of an order is about the header, and so remembered.
REMEMBERED = ("kind", "columns", "constants", "units", "values", "table")
#: Where a table's header stands is known by what it was taken for before someone said it: rows that
#: were refused come back without the title above it.
HEADER_ROWS = "header_rows"
#: How sure one is of what is recalled: who said it, if anyone has.
OWN, COLLEAGUE_S, USED = RECALLED = ("recalled_own", "recalled", "recalled_used")


def header_of(staged):
    """Every column of a file, those included that became places, but for our reasons of refusal."""
    sheet = (staged.tables or {}).get("columns") or ()
    names = dict.fromkeys([*sheet, *(column.name for column in staged.columns)])
    return [name for name in names if plain(name) != plain(REASON)]


def header_fingerprint(names):
    """The same for the same columns in whatever order, width and case."""
    text = "\n".join(sorted(map(plain, names)))
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def remembered(names, user, part="columns"):
    """What this person, else a colleague, last said about such a header; empty if nobody has.

    Some have said all about its columns, some only that the header stands elsewhere: `part` is
    what the answer has to speak of.
    """
    return known_by(header_fingerprint(names), user, part)


def known_by(fingerprint, user, part="columns"):
    """The same by the header's fingerprint; `is_own` where it was this person."""
    if user is None:
        return {}
    known = ColumnMemory.objects.known_to(user).filter(fingerprint=fingerprint)
    found = known.filter(mapping__has_key=part).first()
    return found.mapping | {"is_own": found.user_id == user.pk} if found else {}


def remember(order, staged, *, hinted, misread, readings=()):
    """Keep what was said about the columns of a file that has been written, the medium that its
    own names hinted at, and what it does not say itself: its system, and where its header stands.

    `readings` are the systems that were proposed for it, the first of which was set.
    """
    if order.user is None:
        return
    fingerprint = header_fingerprint(header_of(staged))
    content = {name: order.as_json()[name] for name in REMEMBERED} | {"hinted": hinted}
    content["units"] = unnoted(content["units"], staged, order.kind)
    if staged.crs is None and order.crs:
        content |= {"crs": order.crs, "is_crs_chosen": is_chosen(order.crs, readings)}
    rows = (order.table or {}).get(HEADER_ROWS)
    if rows and misread == fingerprint:
        content[HEADER_ROWS] = None  # it stands where it was found, whatever was said before
    keep(order.user, fingerprint, content)
    if rows and misread and misread != fingerprint:
        keep(order.user, misread, {HEADER_ROWS: rows, "header": fingerprint})


def is_chosen(system, readings):
    """Whether the person chose it, now or the last time, and did not just leave what was set.

    Where the numbers allow several alike, none is set.
    """
    first = readings[0] if readings else {}
    return first.get("crs") != system or first["certainty"] in ("possible", OWN)


def keep(user, fingerprint, content):
    """What was kept of the same header before stays, where this does not speak of it."""
    memory, is_new = ColumnMemory.objects.get_or_create(
        fingerprint=fingerprint, user=user, defaults={"mapping": content}
    )
    if not is_new:
        ColumnMemory.objects.filter(pk=memory.pk).update(
            mapping=memory.mapping | content, used_at=timezone.now(), times=F("times") + 1
        )


def whose(memory):
    """How sure one is of what is recalled: the person said it, or a colleague."""
    return OWN if memory["is_own"] else COLLEAGUE_S


def whose_system(memory):
    """The same of the system, which may have been nobody's choice."""
    return whose(memory) if memory.get("is_crs_chosen") else USED


def table_in(memory, staged):
    """Which columns make the shapes, as someone chose; None where nobody did, or not of these.

    That there are no places is not taken over: a file would lose them unsaid.
    """
    told = memory.get("table") or {}
    table = {name: said for name, said in told.items() if name != HEADER_ROWS}
    columns = {said for name, said in table.items() if name != "shape" and said}
    known = (staged.tables or {}).get("columns") or ()
    return table if columns and columns <= set(known) and table.get("shape") != "none" else None


def as_hinted(memory, hints):
    """Without the medium of the last file where the names in this one tell another than its did:
    one template serves all media.
    """
    if not hints.medium or hints.medium == memory.get("hinted"):
        return memory
    constants = memory.get("constants") or ()
    return {**memory, "constants": [each for each in constants if each[0] != "medium"]}


def is_about(memory, kind):
    return bool(memory and kind) and memory.get("kind") in (None, kind.code)


def with_memory(order, memory, kind, staged):
    """The order with what was said of such a header, where it says nothing else itself, nor the
    file: the next one may say another unit above its table.
    """
    if not is_about(memory, kind):
        return order
    told = {(name, raw) for name, raw, _ in order.values}
    own = {
        part: [tuple(each) for each in memory.get(part) or () if each[0] in kind.fields]
        for part in ("constants", "units", "values")
    }
    values = [each for each in own["values"] if each[:2] not in told]
    units = unnoted(own["units"], staged, kind.code)
    return replace(
        order,
        constants=order.constants or tuple(own["constants"]),
        units=order.units or tuple(units),
        values=(*order.values, *values),
    )


def unnoted(units, staged, kind):
    """Those units that no words above the table may have said: these speak for one file."""
    return [each for each in units if not speaks_of(staged, each[0], kind)]
