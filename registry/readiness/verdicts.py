"""Verdicts of batches on projects: judged by the database, kept, and asked for by questions."""

from collections import Counter
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import BooleanField, Count, Q, Value

from registry.choices import READY, READY_LABEL, Fault
from registry.models import DeclarationBatch, Project, Verdict, VerdictDue
from registry.readiness.comparisons import holds
from registry.readiness.conditions import read_condition

#: The column of `Verdict` that tells each fault.
COLUMNS = {
    Fault.FUNDING: "lacks_funding",
    Fault.PAPERS: "lacks_papers",
    Fault.UNFIT: "is_unfit",
}
CODES = (READY, *Fault)
#: Kept verdicts written at a time.
CHUNK = 2000
#: Held by whoever judges, or changes what is judged by: see `take_turn`.
JUDGES = 0x5EA1


def labels(batch):
    """Its verdicts in words, wherever they stand; outside its time no project can be declared."""
    ready = f"条件满足，{batch.out_of_time}" if batch.out_of_time else READY_LABEL
    return {READY: ready, **dict(Fault.choices)}


def columns(batch):
    """The verdict's columns as expressions over `Project`; hints decide nothing."""
    failing = {column: [] for column in COLUMNS.values()}
    for rule in batch.rules.all():
        if rule.blocks:
            failing[COLUMNS[rule.fault]].append(~Q(read_condition(rule.condition).met()))
    return {column: any_of(parts) for column, parts in failing.items()}


def any_of(parts):
    return holds(reduce(or_, parts)) if parts else Value(False, output_field=BooleanField())


def within(batch, projects):
    """Those of the projects that the batch takes."""
    sectors = [sector.pk for sector in batch.sectors.all()]
    return projects.filter(sector__in=sectors) if sectors else projects


def judged(batch, projects):
    """The projects that the batch takes, with its verdict on each, found now."""
    return within(batch, projects).annotate(**columns(batch))


@transaction.atomic
def judge(batch):
    """Keep the verdicts of the whole batch."""
    take_turn()
    batch.verdicts.all().delete()
    if batch.is_published:
        write(batch, Project.objects.present())


@transaction.atomic
def judge_due():
    """Judge anew what has changed; says how many projects that were.

    What commits later than these rows are taken has rows of its own, for the next turn.
    """
    take_turn()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_verdictdue RETURNING project_id")
        due = sorted({pk for (pk,) in cursor.fetchall()})
    if due:
        Verdict.objects.filter(project__in=due).delete()
        for batch in batches():
            write(batch, Project.objects.present().filter(pk__in=due))
    return len(due)


def take_turn():
    """Wait until nobody else judges or changes rules, before any row is locked.

    An older judgement never overwrites a newer one; and as a verdict locks the row of its batch,
    who held that row and waited for his turn would wait for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [JUDGES])


def write(batch, projects):
    names = tuple(COLUMNS.values())
    found = judged(batch, projects.order_by()).values_list("pk", *names)
    kept = [
        Verdict(batch=batch, project_id=pk, **dict(zip(names, said, strict=True)))
        for pk, *said in found
    ]
    Verdict.objects.bulk_create(kept, batch_size=CHUNK)


def batches():
    """All that hold, whoever asks: the verdicts of all are kept."""
    return DeclarationBatch.objects.published().prefetch_related("rules", "sectors")


def offered(user):
    """What a person's question may ask for: `3.ready`, with words for it."""
    seen = DeclarationBatch.objects.published().seen_by(user)
    return [
        (f"{batch.pk}.{code}", f"{batch}：{label}")
        for batch in seen
        for code, label in labels(batch).items()
    ]


def chosen(asked, key="pk"):
    """Rows whose project (`key`) has an asked verdict (`3.ready`): kept, or due and judged here."""
    wanted = {}
    for code in asked:
        pk, _, meaning = code.partition(".")
        wanted[int(pk)] = wanted.get(int(pk), Q()) | Verdict.MEANINGS[meaning]
    due = VerdictDue.objects.values("project_id")
    is_due = VerdictDue.objects.exists()
    either = Q()
    for pk, meanings in wanted.items():
        kept = Verdict.objects.filter(meanings, batch=pk)
        kept = kept.exclude(project_id__in=due) if is_due else kept
        either |= Q(**{f"{key}__in": kept.values("project")})
    for batch in batches().filter(pk__in=wanted) if is_due else ():
        waiting = Project.objects.filter(pk__in=due).order_by()
        found = judged(batch, waiting).filter(wanted[batch.pk])
        either |= Q(**{f"{key}__in": found.values("pk")})
    return either


def spread(projects, batch_ids):
    """How many of the projects have each verdict (`3.ready`) of these batches."""
    names = tuple(COLUMNS.values())
    due = VerdictDue.objects.values("project_id")
    is_due = VerdictDue.objects.exists()
    kept = Verdict.objects.filter(batch__in=batch_ids, project__in=projects.values("pk"))
    cells = list(tallied(kept.exclude(project_id__in=due) if is_due else kept, "batch_id", *names))
    for batch in batches().filter(pk__in=batch_ids) if is_due else ():
        found = tallied(judged(batch, projects.filter(pk__in=due)), *names)
        cells += [(batch.pk, *cell) for cell in found]
    counted = Counter()
    for batch_id, *flags, count in cells:
        for code in meanings(dict(zip(names, flags, strict=True))):
            counted[f"{batch_id}.{code}"] += count
    return counted


def tallied(rows, *columns):
    return rows.order_by().values(*columns).annotate(n=Count("pk")).values_list(*columns, "n")


def counts(batch, user):
    """Each verdict as a question asks for it, its label, and how many projects it finds."""
    found = spread(Project.objects.visible_to(user).current(), [batch.pk])
    codes = [(f"{batch.pk}.{code}", label) for code, label in labels(batch).items()]
    return [(code, label, found[code]) for code, label in codes]


def meanings(flags):
    """The codes of a verdict, told from its columns."""
    if flags["is_unfit"]:
        return [Fault.UNFIT]
    return [code for code, column in COLUMNS.items() if flags[column]] or [READY]
