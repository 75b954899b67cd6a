"""Who may do what, drawn from the table that decides it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from registry.access import ACTION_LABELS, ACTIONS, HELD_IN_REVIEW, ONLY_IN, POWERS, REACH
from registry.choices import OrganisationType, Role


@require_safe
def rights_page(request):
    rights = request.user.rights
    context = {
        "mine": [(label, rights.may(action)) for action, label in ACTION_LABELS.items()],
        "powers": [(power.label, rights.may_use(name)) for name, power in POWERS.items()],
        "memberships": request.user.memberships.select_related("organisation"),
        "held_in_review": "、".join(
            label for action, label in ACTION_LABELS.items() if action in HELD_IN_REVIEW
        ),
        "actions": list(ACTION_LABELS.values()),
        "rows": [(role.label, [cell(role, action) for action in ACTION_LABELS]) for role in Role],
        "held": [
            (power, [Role(role).label for role in sorted(power.roles)]) for power in POWERS.values()
        ],
        "reach": REACH.items(),
    }
    return render(request, "registry/rights.html", context)


def cell(role, action):
    """Nothing, “可以”, or the sorts of organisations in which the role may."""
    if action not in ACTIONS[role]:
        return ""
    where = ONLY_IN.get(action)
    return "、".join(kind.label for kind in OrganisationType if kind in where) if where else "可以"
