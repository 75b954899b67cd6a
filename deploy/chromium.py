"""The machine's Chromium, as tests and the bench start it."""

import shutil

#: The names under which setup.sh looks for it.
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIETLY = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


def launch_options():
    """The machine's own, or Playwright's where there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    return {"executable_path": path, "args": list(QUIETLY)}
