"""The records. Reference rows, projects with assets and money, roll-ups, history, files."""

from registry.models.accounts import ApiToken, FormerPassword, SignIn, TokenScope
from registry.models.assets import Asset
from registry.models.attachments import Attachment
from registry.models.audit import AuditRecord, AuditSeal
from registry.models.changes import Change
from registry.models.declarations import (
    DeclarationBatch,
    DeclarationRule,
    Verdict,
    VerdictDue,
)
from registry.models.editors import Editor
from registry.models.exports import ExportRecord
from registry.models.history import (
    AssetEvent,
    AttachmentEvent,
    FundingLineEvent,
    ProjectEvent,
    RoundReportEvent,
)
from registry.models.imports import ImportBatch
from registry.models.jobs import Job
from registry.models.kiosks import Kiosk
from registry.models.memories import ColumnMemory
from registry.models.money import FundingLine
from registry.models.money_rules import FundingRule
from registry.models.organisations import Organisation
from registry.models.overlays import ReferenceLayer, ReferenceShape
from registry.models.people import Membership, User
from registry.models.places import District
from registry.models.projects import Project
from registry.models.reference import FundingSource, Sector
from registry.models.reviews import ReviewComment
from registry.models.rounds import Round, RoundPhoto, RoundReminder, RoundReport
from registry.models.saved_views import SavedView
from registry.models.stages import StageChange
from registry.models.tallies import AssetTally, FundingTally, ProjectTally
from registry.models.totals import AssetTotal, FundingTotal, ProjectTotal

__all__ = [
    "ApiToken",
    "Asset",
    "AssetEvent",
    "AssetTally",
    "AssetTotal",
    "Attachment",
    "AttachmentEvent",
    "AuditRecord",
    "AuditSeal",
    "Change",
    "ColumnMemory",
    "DeclarationBatch",
    "DeclarationRule",
    "District",
    "Editor",
    "ExportRecord",
    "FormerPassword",
    "FundingLine",
    "FundingLineEvent",
    "FundingRule",
    "FundingSource",
    "FundingTally",
    "FundingTotal",
    "ImportBatch",
    "Job",
    "Kiosk",
    "Membership",
    "Organisation",
    "Project",
    "ProjectEvent",
    "ProjectTally",
    "ProjectTotal",
    "ReferenceLayer",
    "ReferenceShape",
    "ReviewComment",
    "Round",
    "RoundPhoto",
    "RoundReminder",
    "RoundReport",
    "RoundReportEvent",
    "SavedView",
    "Sector",
    "SignIn",
    "StageChange",
    "TokenScope",
    "User",
    "Verdict",
    "VerdictDue",
]
