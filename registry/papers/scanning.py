"""The virus scanner: a command of the administrator's, by default none.

`SCAN_COMMAND` is given the file's path as its last argument, such as `clamdscan --no-summary
--fdpass`, and answers as ClamAV does: 0 is clean, 1 is infected, anything else is no answer.
"""

import logging
import shlex
import subprocess

from django.conf import settings

from registry.choices import Scan

logger = logging.getLogger(__name__)
ANSWERS = {0: Scan.CLEAN, 1: Scan.INFECTED}


def scan(path):
    """What the scanner says; a scanner that gives no answer is asked again later."""
    if not settings.SCAN_COMMAND:
        return Scan.OFF
    try:
        done = subprocess.run(  # noqa: S603 (the administrator's own command, no shell)
            [*shlex.split(settings.SCAN_COMMAND), str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=settings.SCAN_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        logger.error("the virus scanner did not answer: %s", error)
        return Scan.WAITING
    if done.returncode not in ANSWERS:
        logger.error("the virus scanner failed with %s: %s", done.returncode, done.stderr[-500:])
    return ANSWERS.get(done.returncode, Scan.WAITING)
