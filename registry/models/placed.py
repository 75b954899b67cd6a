"""Where a project stands in the reserve: what answers choose projects by.

Roll-ups carry a copy, so that a question that asks for nothing else is one scan of one
narrow table. Both are chosen by the same words: a filter or a right written for
projects holds for the roll-ups too.
"""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from registry.choices import LEFT_OUT
from registry.models.organisations import Organisation
from registry.models.places import District, LightQuerySet
from registry.models.reference import Sector


class PlacedQuerySet(LightQuerySet):
    #: The column that names the project, and what leads from here to its total.
    project_key, to_total = "project_id", ""

    def present(self):
        return self.filter(deleted_at__isnull=True)

    def visible_to(self, user):
        """What the user may look at; the first condition of every answer."""
        return self.present().filter(user.rights.visible())

    def funded_by(self, sources):
        """Rows of projects that have one of these sources, counted once."""
        either = (Q(funding_key__contains=f",{source},") for source in sources)
        return self.filter(reduce(or_, either))

    def current(self):
        return self.exclude(standing__in=LEFT_OUT)


def copied(model, **options):
    """The key of a row that the project itself already vouches for."""
    options = {"related_name": "+", "db_constraint": False, "db_index": False, **options}
    return models.ForeignKey(model, models.DO_NOTHING, **options)


class Placed(models.Model):
    """A roll-up row of a project, with the project's own place, written by triggers alone."""

    district = copied(District)
    sector = copied(Sector)
    lead = copied(Organisation)
    owner = copied(Organisation, null=True)
    stage = models.CharField(max_length=20)
    standing = models.CharField(max_length=20)
    deleted_at = models.DateTimeField(null=True)
    #: The project's sources between commas, `,bank-loan,county,`, to be searched and grouped by.
    funding_key = models.TextField(db_default="")

    objects = PlacedQuerySet.as_manager()

    class Meta:
        abstract = True


class OfWholeProjects(Placed):
    """A row that stands for whole projects: it knows what sorts of assets they hold.

    A sort is whether mapped, work, kind and medium, `yes/new/pipe/gas`, between commas as the
    sources are; see `registry.sorts`.
    """

    asset_key = models.TextField(db_default="")

    class Meta:
        abstract = True
