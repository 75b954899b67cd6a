"""Every broken file ends in rows or in a refusal; longer by hand: see tests/gis/fuzz."""

import subprocess
import sys
from pathlib import Path

import pytest

# For all formats together.
FUZZ_SECONDS = 120


@pytest.mark.slow
def test_broken_files_are_read_or_refused_and_nothing_else(tmp_path):
    command = [sys.executable, "-m", "tests.gis.fuzz", "--minutes", str(FUZZ_SECONDS / 60)]
    ended = subprocess.run(
        [*command, "--found", str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-2000:]
