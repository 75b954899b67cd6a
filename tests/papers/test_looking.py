"""Each paper is looked at in a process of its own, which has to start at once."""

import subprocess
import sys

from gis.readers.sandbox import ROOT


def test_looking_at_a_paper_loads_no_reader_of_maps():
    told = "import sys, gis.confined, gis.documents.looking; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, check=True)
    assert not {"pandas", "pyogrio", "pyproj"}.intersection(done.stdout.decode().split())
