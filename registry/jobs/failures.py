"""Why a job failed, as a sentence that the person can act on."""

import errno
import logging

from django.db import IntegrityError

from gis.errors import GisError
from registry.exchange import messages
from registry.files import FULL
from registry.models import Asset
from registry.question import BadQuestion
from registry.refusals import Refusal
from registry.refusals import sentence as of_database

logger = logging.getLogger(__name__)

UNKNOWN = "系统内部出错，已记入日志（任务 {pk}）。请重试；仍不行时请联系系统管理员。"


def sentence(error, job):
    """Always some: a job without would not end, and be begun again."""
    unknown = UNKNOWN.format(pk=job.pk)
    try:
        return words(error) or unknown
    except Exception:
        logger.exception("no words for the error of job %s", job.pk)
        return unknown


def words(error):
    """What the person can act on; None where it is for the log alone."""
    if isinstance(error, GisError):
        return messages.of_error(error)
    if isinstance(error, IntegrityError):
        return of_database(error, Asset)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return FULL
    if isinstance(error, spoken()):
        return str(error)
    return None


def spoken():
    """Errors whose text is already for people; those of the exchange are loaded with it."""
    from registry.exchange.exporting import NothingToExport
    from registry.exchange.report import UnusableOrder

    return BadQuestion, NothingToExport, Refusal, UnusableOrder
