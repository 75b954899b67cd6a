"""What holds for the sectors that it names, and for all where it names none."""

from django.db import models
from django.db.models import Q


class SectoredQuerySet(models.QuerySet):
    """Of a model with `sectors`, a relation to many."""

    def concerning(self, sector):
        """Those that name the sector, and those that name none."""
        return self.filter(Q(pk__in=self._naming(sector=sector)) | ~Q(pk__in=self._naming()))

    def seen_by(self, user):
        """One that names a sector closed to the user is not told of, nor is the sector."""
        return self.exclude(pk__in=self._naming(sector__in=user.rights.closed))

    def _naming(self, **which):
        # As a list of keys: joined, a row of several sectors would come several times.
        sectors = self.model._meta.get_field("sectors")
        return sectors.remote_field.through.objects.filter(**which).values(sectors.m2m_field_name())
