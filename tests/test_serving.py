"""What gunicorn itself answers, before Django is asked."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import until

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Of a site served as `run.sh` serves it, by one worker."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "log").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        "PORT": str(port),
        "SECRET_KEY": "x" * 60,
        "DEBUG": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    said = folder / "said.txt"
    with said.open("w") as out:
        process = subprocess.Popen(
            [*command, "--workers", "1"], cwd=ROOT, env=environment, stdout=out
        )
    until(lambda: "焕新图已启动" in said.read_text())
    yield port
    process.send_signal(signal.SIGTERM)
    process.wait()


def answer(port, target):
    """Everything that comes back before the server closes; a reset is an error."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return b"".join(iter(lambda: client.recv(2**16), b"")).decode()


@pytest.mark.parametrize("corners", [600, 50_000])
def test_an_address_that_is_too_long_is_answered_in_words(port, corners):
    told = answer(port, "/?within=" + "101.712345,26.581234%20" * corners)
    head, _, page = told.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 414 ")
    assert f"Content-Length: {len(page.encode())}" in head
    assert "最多 300 个顶点" in page
    assert "Request Line" not in page


def test_what_is_no_request_at_all_is_refused_as_ever(port):
    assert answer(port, "/ a b").startswith("HTTP/1.1 400 ")
