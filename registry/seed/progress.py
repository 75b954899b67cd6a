"""How far the works of a project are on a day, and what has been paid for them by then."""

from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from registry.choices import Standing

#: Works that go on are neither at their very beginning nor quite done.
LEAST, MOST = 4, 95
USUAL_DAYS = timedelta(days=240)
#: Bills follow the works: so much of the progress is paid while they go on.
PAID_PER_PROGRESS = Decimal("0.7")
WHOLE = 100


def progress_on(project, day):
    """Per cent: along the plan between start and finish, standing still where it is suspended."""
    begun, ended = project.actual_start, project.actual_finish
    if begun is None or day < begun:
        return 0
    if ended and day >= ended:
        return WHOLE
    if project.standing == Standing.SUSPENDED:
        day = min(day, max(project.updated_at.date(), begun))
    planned = project.planned_finish or begun
    planned = planned if planned > begun else begun + USUAL_DAYS
    return min(max(int(WHOLE * (day - begun) / ((ended or planned) - begun)), LEAST), MOST)


def paid_of(amount_wan, progress):
    """Of one source's money, in whole 万元 until all of it is paid."""
    if progress == WHOLE:
        return amount_wan
    share = PAID_PER_PROGRESS * progress / WHOLE
    return (amount_wan * share).quantize(Decimal(1), ROUND_DOWN)
