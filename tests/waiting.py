"""Waiting for what another process does, as long as it may take and no longer."""

import time

LONGEST_S = 30


def until(condition):
    """What `condition()` gives once it gives something."""
    deadline = time.monotonic() + LONGEST_S
    while not (found := condition()):
        assert time.monotonic() < deadline, condition
        time.sleep(0.02)
    return found
