"""What benches of the whole site share: the site served, someone signed in, a browser."""

import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from deploy.chromium import launch_options

ROOT = Path(__file__).resolve().parent.parent
PORT, LONGEST_START_S = 8765, 30
ADDRESS = f"http://127.0.0.1:{PORT}"
#: The table of a bench against its peer.
HEAD = ("| 项 | p50 ms | p95 ms | 限 ms | 对照 p50 ms | 倍数 |", "|---|---|---|---|---|---|")
#: Browser side: the time of each frame from now on.
COUNT_FRAMES = """() => {
  window.frameTimes = [];
  const note = (now) => { window.frameTimes.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


def row(label, ours, peers, bar_ms):
    middle, peer = statistics.median(ours), statistics.median(peers)
    p95 = statistics.quantiles(ours, n=20)[-1]
    return f"| {label} | {middle:.1f} | {p95:.1f} | {bar_ms} | {peer:.1f} | {middle / peer:.2f} |"


@contextmanager
def temporary_user():
    user = get_user_model().objects.create(username=f"bench-{uuid4().hex[:8]}", is_superuser=True)
    try:
        yield user
    finally:
        user.delete()


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def served():
    environment = {**os.environ, "PORT": str(PORT), "HOST": "127.0.0.1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command += ["--bind", f"127.0.0.1:{PORT}"]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:  # noqa: S603 (own)
        try:
            wait_for_server()
            yield
        finally:
            process.terminate()


def wait_for_server():
    deadline = time.monotonic() + LONGEST_START_S
    while time.monotonic() < deadline:
        try:
            urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=5).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("网站没有启动，详情见 log/gunicorn.log。")


@contextmanager
def browser_for(user):
    from playwright.sync_api import sync_playwright

    cookie = session_of(user)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        browser = play.chromium.launch(**launch_options())
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": ADDRESS}]
        )
        yield context.new_page()
        browser.close()
