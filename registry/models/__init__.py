"""The records. Reference rows, projects with assets and money, roll-ups, history."""

from registry.models.assets import Asset
from registry.models.history import AssetEvent, FundingLineEvent, ProjectEvent
from registry.models.imports import ImportBatch
from registry.models.money import FundingLine
from registry.models.organisations import Organisation
from registry.models.people import Membership, User
from registry.models.places import District
from registry.models.projects import Project
from registry.models.reference import FundingSource, Sector
from registry.models.stages import StageChange
from registry.models.totals import AssetTotal, FundingTotal, ProjectTotal

__all__ = [
    "Asset",
    "AssetEvent",
    "AssetTotal",
    "District",
    "FundingLine",
    "FundingLineEvent",
    "FundingSource",
    "FundingTotal",
    "ImportBatch",
    "Membership",
    "Organisation",
    "Project",
    "ProjectEvent",
    "ProjectTotal",
    "Sector",
    "StageChange",
    "User",
]
