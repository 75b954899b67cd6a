"""What jobs do with a batch: check its file, write its rows, take them back."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from gis.errors import GisError
from gis.readers.staging import Staged
from registry.exchange import messages
from registry.exchange.diagnosis import diagnose
from registry.exchange.importing import check, describe, stage_order, write
from registry.exchange.loading import ChangedMeanwhile
from registry.exchange.memory import (
    HEADER_ROWS,
    header_fingerprint,
    header_of,
    remember,
    remembered,
    table_in,
)
from registry.exchange.order import ImportOrder
from registry.exchange.originals import LAYER_NAME
from registry.exchange.ready import Ready
from registry.exchange.rejects import suffix_for, write_rejects
from registry.exchange.report import Report, UnusableOrder
from registry.exchange.retaining import choices_in, retained
from registry.exchange.undoing import undo
from registry.files import media
from registry.kinds import COLUMNS
from registry.refusals import Refusal

#: What of the order a file is read by: with another, it has to be read again.
READ_BY = ("layer", "encoding", "table", "keep_codes")
#: Words of a column whose proposed meanings are listed; the page shows all.
NAMED = 20
STAGED_BY = "staged_by.json"
NO_LONGER = "发起人的账号已停用，不再继续。"


def order_of(batch):
    """Asked by a person: without one it would be the system's, which may do everything."""
    person = required(batch.imported_by)
    return ImportOrder.from_json(batch.order, path=batch.path, user=person)


def required(person):
    if person is None or not person.is_active:
        raise Refusal(NO_LONGER)
    return person


def check_batch(batch, progress):
    """Read the file, say what was found, and where a target is given, check every row."""
    order = order_of(batch)
    folder = media("staging", str(batch.pk), "x").parent
    try:
        order, staged, misread = read(batch, order, folder, progress)
    except GisError as error:
        keep_layers(batch, error)
        raise
    report, before = Report(), batch.diagnosis
    lost = []
    if batch.order.get("rereads"):
        order, lost = retained(order, staged)
        batch.order = {**batch.order, **choices_in(order)}
    batch.diagnosis = diagnose(staged, order, misread=misread, progress=progress) | {"lost": lost}
    batch.layer, batch.encoding = staged.layer[:LAYER_NAME], staged.encoding
    batch.rows, batch.rejects = staged.row_count, ""
    if order.has_target:
        order = with_meanings(batch, order, before, report)
        try:
            check(staged, order, folder, report, batch.sha256, progress)
        except (GisError, UnusableOrder) as error:
            report.give_up(error)
        batch.report = report.as_dict()
        if report.readable:
            if report.refused_rows - {0}:
                batch.rejects = reject(staged, folder, report)
            describe(batch, report)
            batch.report = report.as_dict()
    batch.save()


def read(batch, order, folder, progress):
    """The order, what is staged for it, and the header's fingerprint unless anyone told of it."""
    staged = staged_of(order, folder, progress)
    misread = header_unless_told(batch, order, staged)
    order, staged = read_as_before(batch, order, staged, progress)
    return order, named(staged, batch), misread


def read_as_before(batch, order, staged, progress):
    """A file that is looked at for the first time is read as the last one with such a header."""
    if "columns" in batch.diagnosis or order.table:
        return order, staged
    order, staged = with_header_recalled(order, staged, progress)
    if table := table_in(remembered(header_of(staged), order.user), staged):
        order = replace(order, table={**(order.table or {}), **table})
        staged = staged_of(order, staged.folder, progress)
    if order.table:
        batch.order = {**batch.order, "table": order.table}
    return order, staged


def with_header_recalled(order, staged, progress):
    """With the header in the rows that someone found it in, where it is the same again."""
    memory = remembered(header_of(staged), order.user, HEADER_ROWS)
    if not memory.get(HEADER_ROWS):
        return order, staged
    told = replace(order, table={HEADER_ROWS: memory[HEADER_ROWS]})
    with suppress(GisError):
        again = staged_of(told, staged.folder, progress)
        if header_fingerprint(header_of(again)) == memory["header"]:
            return told, again
    return order, staged_of(order, staged.folder, progress)


def header_unless_told(batch, order, staged):
    """The fingerprint of the header as it is found where nobody says in which rows it stands."""
    if (order.table or {}).get(HEADER_ROWS):
        return batch.diagnosis.get("misread", "")
    return header_fingerprint(header_of(staged))


def with_meanings(batch, order, before, report):
    """What the words of a column likely mean is taken where it is a field only now, by hand: the
    person has not seen the words yet, and is asked.
    """
    known = {(c["field_name"], c["name"]) for c in (before.get("columns") or {}).get("found") or ()}
    fresh = {field: column for field, column in order.columns if (field, column) not in known}
    told = {tuple(entry) for entry in order.values}
    proposed = [tuple(entry) for entry in batch.diagnosis["proposal"]["values"]]
    taken = [each for each in proposed if each not in told and each[0] in fresh]
    for field in dict.fromkeys(field for field, _, _ in taken):
        words = [f"{raw} → {meaning(field, value)}" for name, raw, value in taken if name == field]
        shown = [*words[:NAMED], *["……"] * (len(words) > NAMED)]
        told_of = {"column": fresh[field], "count": len(words), "meanings": shown}
        report.warn(0, field, "meanings_proposed", **told_of)
    if taken:
        order = replace(order, values=(*order.values, *taken))
        batch.order = {**batch.order, "values": order.values}
    return order


def meaning(field, value):
    return COLUMNS[field].show(value) if value else "留空"


def keep_layers(batch, error):
    """Where one of several layers has to be chosen first, the page offers them."""
    if error.code == "several_layers":
        told = {"layers": error.params["names"], "layer_notes": error.params["notes"]}
        batch.diagnosis = {"format": told}
        batch.save(update_fields=["diagnosis"])


def staged_of(order, folder, progress):
    """Read once: what was staged serves until the file is to be read otherwise."""
    wish = repr([getattr(order, name) for name in READ_BY])
    mark = folder / STAGED_BY
    if mark.exists() and mark.read_text(encoding="utf-8") == wish:
        return Staged.open(folder)
    mark.unlink(missing_ok=True)
    staged = stage_order(order, folder, progress)
    mark.write_text(wish, encoding="utf-8")
    return staged


def named(staged, batch):
    """Where the file's name is the layer's: as it was sent, not what it is kept under."""
    kept_as = {batch.path.name.partition(".")[0], batch.path.stem}
    if staged.layer not in kept_as:
        return staged
    layer = Path(batch.file_name).stem
    layers = [layer if name == staged.layer else name for name in staged.layers]
    return replace(staged, layer=layer, layers=layers)


def reject(staged, folder, report):
    path = folder / f"rejects{suffix_for(staged)}"
    write_rejects(staged, Ready(folder), path, report)
    return str(path.relative_to(settings.MEDIA_ROOT))


def write_batch(batch, progress):
    """Write what was checked, if the order is still the one that it was checked for."""
    order, ready = order_of(batch), Ready(batch.folder)
    kept = ready.report()
    asked = {**batch.order, **answers(kept["order"])}
    if ImportOrder.from_json(kept["order"], path=order.path) != ImportOrder.from_json(
        asked, path=order.path
    ):
        raise Refusal("检查之后又改了设置，请重新检查文件。")
    report = Report.reopened(kept["report"], *ready.verdict())
    # They were written down after what is kept.
    report.reject_sheets = batch.report.get("reject_sheets", 0)
    if not report.stands(order):
        raise Refusal("文件中有错误或未确认的警告，不能写入。")
    try:
        write(batch, order, batch.folder, report, progress)
    except ChangedMeanwhile as error:
        raise Refusal(messages.own("changed_meanwhile", vars(error))) from None
    hinted = (batch.diagnosis.get("hints") or {}).get("medium", "")
    misread = batch.diagnosis.get("misread", "")
    readings = (batch.diagnosis.get("crs") or {}).get("readings") or ()
    staged = Staged.open(batch.folder)
    remember(order, staged, hinted=hinted, misread=misread, readings=readings)


def answers(order):
    """What may be answered after the check: it changes no row."""
    return {name: order[name] for name in ("accept_warnings", "accepted", "good_rows_only")}


def undo_batch(batch, progress):
    """Take the rows back; whether what was changed since may be lost stands in the order."""
    asked = batch.order.get("undo") or {}
    by = required(batch.job.created_by if batch.job else batch.imported_by)
    undo(batch, by=by, confirmed=bool(asked.get("confirmed")), progress=progress)
    batch.refresh_from_db()
