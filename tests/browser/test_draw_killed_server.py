"""The server is killed in the middle of a save, started again, and asked again: fifty, not more."""

import os
import signal
import socket
import subprocess
import sys
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect

from tests.browser.drawing import Drawing
from tests.browser.test_draw_lines import COUNT, ends
from tests.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server in a process of its own, on the tests' database."""

    def __init__(self, folder):
        self.folder, self.port, self.process = folder, free_port(), None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        database = connection.settings_dict
        address = f"postgis://{database['USER']}@{database['HOST'].replace('/', '%2F')}"
        environment = {
            **os.environ,
            "DATABASE_URL": f"{address}/{database['NAME']}",
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "DEBUG": "1",
        }
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        until(self.answers)

    def answers(self):
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == HTTPStatus.OK
        except OSError:
            return False

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(tmp_path, city):
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


def somebody_waits():
    """Whether the save has come to the project's row, which the test holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()"
        )
        return cursor.fetchone()[0]


def test_a_save_cut_off_by_a_killed_server_is_repeated_and_nothing_is_doubled(
    server, project, sign_in, watch, centre, chain
):
    watch.origin = "http://127.0.0.1"
    watch.provoke("ERR_")
    page = sign_in("demo-dongqu")
    drawing = Drawing(page, project, centre)
    longitude, latitude = centre
    page.goto(f"{server.url}/projects/{project.number}/draw/#18/{latitude:.5f}/{longitude:.5f}")
    drawing.rest()
    drawing.press("l", "d")
    for place in chain(COUNT):
        drawing.click(place)
    drawing.press("Escape")
    drawing.expect_unsaved(COUNT)
    parameters = {**connection.get_connection_params()}
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    with psycopg.connect(**parameters) as keeper:
        keeper.execute("SELECT 1 FROM registry_project WHERE id = %s FOR UPDATE", [project.pk])
        drawing.save()
        until(somebody_waits)
        server.kill()
    expect(drawing.notices).to_contain_text("连不上服务器")
    assert not project.assets.exists()
    drawing.expect_unsaved(COUNT)
    server.start()
    drawing.save_all()
    assets = list(project.assets.order_by("pk"))
    assert len(assets) == COUNT
    assert all(ends(a)[1] == ends(b)[0] for a, b in pairwise(assets))
