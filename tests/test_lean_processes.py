"""What a process does not load: papers are looked at at once, exports in little memory."""

import os
import subprocess
import sys

from gis.readers.sandbox import ROOT


def loaded_with(code):
    told = f"import sys; {code}; print(*sys.modules)"
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "deploy.settings"}
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, env=settings, capture_output=True, check=True
    )
    return set(done.stdout.decode().split())


def test_looking_at_a_paper_loads_no_reader_of_maps():
    loaded = loaded_with("import gis.confined, gis.documents.looking")
    assert not {"pandas", "pyogrio", "pyproj"} & loaded


def test_an_export_loads_no_format_that_is_not_wanted():
    """A drawing's library alone takes 20 MB, of the 300 that an export of a million rows may."""
    code = "import django; django.setup(); import registry.exchange.exporting"
    assert not {"ezdxf", "openpyxl", "python_calamine"} & loaded_with(code)
