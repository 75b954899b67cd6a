"""How far a job is, told while its own transaction is still open."""

import time
from contextlib import contextmanager, suppress

from django.db import Error, connection, connections

TELL_EVERY_S = 0.25
TELL = """
    UPDATE registry_job SET done = %s, total = %s, text = %s WHERE id = %s
    RETURNING cancel_requested
"""
#: Advisory locks of this class are jobs that are being run.
RUNNING_JOB = 0x4A4F4253
#: And of this one, jobs whose rows and files are being written.
WORKING_ON_JOB = RUNNING_JOB + 1
#: The second number of a lock has 31 bits.
IDS = 2**31


def lock_of(job_class, pk):
    """The two numbers of an advisory lock."""
    return job_class, pk % IDS


class Cancelled(BaseException):
    """The person has asked to stop. No `Exception`, so that no row's error handling eats it."""


class Interrupted(BaseException):
    """The worker is being stopped; the job is to be begun again by the next one."""


class Progress:
    """`progress(done, total, text)` as often as one likes; written at most four times a second.

    It raises `Cancelled` or `Interrupted` where the work has to end: let them pass.
    """

    def __init__(self, side, pk, is_stopping):
        self.side, self.pk, self.is_stopping = side, pk, is_stopping
        self.next_at = 0.0

    def __call__(self, done, total=0, text=""):
        now = time.monotonic()
        if now < self.next_at:
            return
        self.next_at = now + TELL_EVERY_S
        total = max(done, total) if total else 0
        with self.side.cursor() as cursor:
            cursor.execute(TELL, (done, total, text[:200], self.pk))
            told = cursor.fetchone()
        if told is None or told[0]:
            raise Cancelled
        if self.is_stopping():
            raise Interrupted


@contextmanager
def side_connection():
    """A second connection in autocommit: what it writes is seen at once, whatever the work does."""
    side = connections["default"].copy()
    try:
        yield side
    finally:
        side.close()


@contextmanager
def alone(side, pk):
    """Whether nobody else runs this job; the lock ends with the connection, so with the process."""
    key = lock_of(RUNNING_JOB, pk)
    with side.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            release(side, key)


@contextmanager
def after_others(pk):
    """Wait until an attempt that this one has taken over from works no more.

    Its lock went with its side connection, but it hears so at its next word of progress only:
    until then two would write into one folder. This lock is held by the connection that works.
    """
    key = lock_of(WORKING_ON_JOB, pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        release(connection, key)


def release(holder, key):
    """A connection that is lost has let go already."""
    with suppress(Error), holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
