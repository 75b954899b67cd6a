"""The machine's Chromium, as tests and the bench start it."""

import shutil
import subprocess
from functools import cache

#: The names under which setup.sh looks for it; the first opens no window around each page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIETLY = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


def launch_options():
    """The machine's own, or Playwright's where there is none."""
    return {"executable_path": find_chromium(), "args": list(QUIETLY)}


@cache
def find_chromium():
    """Ubuntu's chromium-browser only says that a snap is wanted: what has no version is none."""
    return next(filter(answers, filter(None, map(shutil.which, NAMES))), None)


def answers(path):
    asked = subprocess.run([path, "--version"], capture_output=True, check=False)  # noqa: S603
    return asked.returncode == 0
