"""Roll-ups, written by database triggers alone and read by every answer.

They hold what can be added up, so that no answer sums across a join. `rollups
rebuild` recomputes and `rollups verify` compares them with the truth.
"""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from gis.functions import WebCell
from registry.choices import Medium, Work
from registry.kinds import KIND_CHOICES
from registry.models.placed import OfWholeProjects, Placed
from registry.models.projects import Project
from registry.models.reference import FundingSource
from registry.models.tallies import CELL_ZOOM
from registry.models.triggers import append_to_tally


class ProjectTotal(OfWholeProjects):
    """One row a project: counts, extent, a representative point, its set of sources."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="total")
    asset_count = models.IntegerField(db_default=0)
    unmapped_count = models.IntegerField(db_default=0)
    length_m = models.FloatField(db_default=0)
    declared_m = models.DecimalField(max_digits=16, decimal_places=2, db_default=0)
    investment_wan = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    funded_wan = models.DecimalField(max_digits=16, decimal_places=2, db_default=0)
    paid_wan = models.DecimalField(max_digits=16, decimal_places=2, db_default=0)
    extent = models.PolygonField(srid=4490, null=True, spatial_index=False)
    point_web = models.PointField(srid=3857, null=True, spatial_index=False)
    #: Where the point lies on the grid of the low zooms, which the tally keeps apart.
    cell_column = models.GeneratedField(
        expression=WebCell("point_web", axis="X", zoom=CELL_ZOOM),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    cell_row = models.GeneratedField(
        expression=WebCell("point_web", axis="Y", zoom=CELL_ZOOM),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )

    class Meta:
        indexes = (
            GistIndex(fields=["point_web"], name="project_point_web"),
            GistIndex(fields=["extent"], name="project_extent"),
        )
        triggers = append_to_tally("project")


class AssetTotal(Placed):
    """Assets of a project by kind, medium and work."""

    # Stands while assets of the project do, and they hold it; found by `asset_total_once`.
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="asset_totals", db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    medium = models.CharField(max_length=20, choices=Medium, blank=True)
    work = models.CharField(max_length=20, choices=Work, blank=True)
    asset_count = models.IntegerField()
    unmapped_count = models.IntegerField()
    length_m = models.FloatField()
    declared_m = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "kind", "medium", "work"), name="asset_total_once"
            ),
        )
        triggers = append_to_tally("asset")


class FundingTotal(OfWholeProjects):
    """Money of a project by source."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="funding_totals")
    source = models.ForeignKey(FundingSource, models.PROTECT, related_name="+")
    amount_wan = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("project", "source"), name="funding_total_once"),
        )
        triggers = append_to_tally("funding")
