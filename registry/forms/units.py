"""Owner units: which are offered, and how one is found however its name was typed."""

from django.db.models import Exists, F, Func, OuterRef, Value

from registry.choices import OrganisationType
from registry.kinds.fields import as_text
from registry.models import Membership, Organisation, Project

MOST_OFFERED = 500


def units_offered(user):
    """Names of units that have people here or own a project the user may look at."""
    theirs = Project.objects.visible_to(user).filter(owner=OuterRef("pk"))
    people = Membership.objects.filter(organisation=OuterRef("pk"))
    units = Organisation.objects.filter(Exists(theirs) | Exists(people), type=OrganisationType.UNIT)
    return units.values_list("name", flat=True)[:MOST_OFFERED]


def organisation_named(name):
    """The organisation of this name; full-width brackets and blanks make no difference."""
    plain = Func(F("name"), template="normalize(%(expressions)s, NFKC)")
    plain = Func(plain, Value(r"\s"), Value(""), Value("g"), function="regexp_replace")
    named = Organisation.objects.alias(plain=plain).filter(plain="".join(as_text(name).split()))
    return min(named, key=lambda each: each.name != name, default=None)


def new_unit(name):
    """A unit by its name as typed; the other's one where another has just added it."""
    values = {"type": OrganisationType.UNIT}
    return Organisation.objects.get_or_create(name=name, defaults=values)[0]
