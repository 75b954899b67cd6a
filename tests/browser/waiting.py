"""Waiting in the page itself: what `expect` asks twice a second is known here at once."""

from playwright.sync_api import TimeoutError as TooLate

PATIENCE_MS, STEP_MS = 15_000, 20
IS_THERE = "(selector) => document.querySelector(selector) !== null"


def wait_for(page, selector):
    """Until the page has such an element, also one that the next page brings."""
    try:
        page.wait_for_function(IS_THERE, arg=selector, polling=STEP_MS, timeout=PATIENCE_MS)
    except TooLate as error:
        raise AssertionError(f"{page.url} never had {selector}") from error


def rest(page, root):
    """Until nothing is under way in `root`, and nothing has failed."""
    wait_for(page, f"{root}[data-state=idle]")
