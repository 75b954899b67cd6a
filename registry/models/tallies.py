"""Tallies: what stands in the same place, added up; read by every answer about places and sorts.

Fifty thousand projects stand in a few thousand places (district, sector, lead, owner, stage,
standing and set of sources) and hold a few dozen sets of sorts of assets. Triggers on the
roll-ups append what a statement adds and takes away; nobody updates a row, so that writers never
wait for each other. Readers add up whatever is there, and `compact` adds up for good what has
gathered.
"""

from django.db import models

from registry.kinds import KIND_CHOICES
from registry.models.placed import OfWholeProjects, Placed
from registry.models.reference import FundingSource

#: A tile of this zoom is the least cell of the map's groups: a quarter of a tile of zoom 12.
CELL_ZOOM = 14


class ProjectTally(OfWholeProjects):
    """By cell of the map's grid, rows counted from the south; NULL for what lies nowhere.

    `easting_m` and `northing_m` add up the projects' points in EPSG:3857, each to the metre:
    whole numbers are the same in whatever order they are added and taken away.
    """

    cell_column = models.IntegerField(null=True)
    cell_row = models.IntegerField(null=True)
    easting_m = models.BigIntegerField()
    northing_m = models.BigIntegerField()
    project_count = models.IntegerField()
    investment_wan = models.DecimalField(max_digits=18, decimal_places=2)
    #: Of how many of them the investment is stated: it is not 0 where it is not.
    stated_count = models.IntegerField(db_default=0)
    paid_wan = models.DecimalField(max_digits=18, decimal_places=2, db_default=0)
    asset_count = models.IntegerField()
    unmapped_count = models.IntegerField()
    length_m = models.FloatField()


class AssetTally(Placed):
    kind = models.CharField(max_length=20, choices=KIND_CHOICES)
    medium = models.CharField(max_length=20, blank=True)
    work = models.CharField(max_length=20, blank=True)
    asset_count = models.IntegerField()
    unmapped_count = models.IntegerField()
    length_m = models.FloatField()


class FundingTally(OfWholeProjects):
    source = models.ForeignKey(
        FundingSource, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    project_count = models.IntegerField()
    amount_wan = models.DecimalField(max_digits=18, decimal_places=2)
