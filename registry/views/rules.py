"""What the pages of rules agree on, of declaration and of money: one at a time, and in the log."""

from functools import wraps

from django.db import transaction

from registry import audit
from registry.choices import AuditAction
from registry.readiness.verdicts import take_turn
from registry.views.posting import said


def in_turn(view):
    """Who changes rules finds nobody between what he compares with and what he saves.

    Few change rules, and seldom: one turn for them all, and for the judging that follows.
    """

    @wraps(view)
    @transaction.atomic
    def alone(request, *args, **kwargs):
        if request.method == "POST":
            take_turn()
        return view(request, *args, **kwargs)

    return alone


def note(request, subject, act):
    audit.write(AuditAction.RULES_CHANGED, request=request, subject=subject, detail={"act": act})


def do(request, verb, *, subject, act, told):
    """Do it, note it and say so; what refuses is said instead."""
    if said(request, verb, told):
        note(request, subject, act)


def is_kept(request, form, record, *, subject):
    """Whether a form that was sent has saved its record; it is shown again where not."""
    act = "change" if record.pk else "add"
    if request.method != "POST" or not form.submit():
        return False
    note(request, f"{subject} {record.pk}", act)
    return True
