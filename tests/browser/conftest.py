"""Chromium in front of a live server: the machine, the records, and who is looking."""

import os
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.contrib.gis.geos import LineString
from django.db import connection
from django.test import override_settings
from PIL import Image
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from deploy.chromium import launch_options
from registry.models import User
from tests.browser.atlas import Atlas
from tests.browser.drawing import Drawing, empty_place
from tests.browser.stage import Stage
from tests.browser.waiting import rest
from tests.browser.watching import Watch
from tests.factories import AssetFactory, ProjectFactory
from tests.template import SEND_AWAY, put_city_in_place

expect.set_options(timeout=15_000)

OFFICE_PC = {"viewport": {"width": 1366, "height": 768}}
#: What is put on paper: a question, and where one looks.
GAS = "sector=A06&stage=building#13/26.58/101.60"


#: Fixtures that put projects into the demo city, of which other tests count what they see.
PUT_IN = {"project", "stock", "pipes"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The browser comes last: what is quick fails first, and no other test meets its event loop."""
    items.sort(key=turn)


def turn(item):
    """In front of the demo city tests stand together, as it takes long to write.

    Those that only look at it come before those that put projects of their own into it.
    """
    if not item.get_closest_marker("browser"):
        return ()
    return True, "city" in item.fixturenames, not PUT_IN.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN"}


@pytest.fixture(scope="session")
def base_url(django_db_setup, django_db_blocker):
    """The site, served as long as the session lasts, on a database that outlasts it."""
    with pytest.MonkeyPatch.context() as patch, override_settings(WHITENOISE_AUTOREFRESH=True):
        # Playwright keeps an event loop in the thread in which the tests ask the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        # Whoever replaced the database may have hung up on this one, too.
        connection.close()
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            # Threads of the server that still hold a connection would keep the database alive.
            cursor.execute(SEND_AWAY, [connection.settings_dict["NAME"]])


@pytest.fixture(scope="session")
def stage(base_url, start_afresh, django_db_blocker):
    """What the server shows: it is committed, and outlasts the tests that want the same."""
    with django_db_blocker.unblock():
        yield Stage(start_afresh)
        start_afresh()


@pytest.fixture(scope="module")
def city(stage):
    """The demo city, its people let in."""
    stage.show("the demo city", build_city)


def build_city():
    put_city_in_place(connection, settings.MEDIA_ROOT)
    User.objects.update(is_active=True)
    return User.objects.all()


@pytest.fixture
def watch(base_url):
    watch = Watch(base_url)
    yield watch
    watch.check()


@pytest.fixture
def visit(watch, new_context):
    """`visit()` is a page for someone nobody knows yet, on a screen of its own."""

    def page(**screen):
        context = new_context(**{**OFFICE_PC, **screen})
        watch.look_at(context)
        return context.new_page()

    return page


@pytest.fixture
def sign_in(visit, stage, base_url):
    """`sign_in("demo-dongqu")` is a page for that person; the leader sees the most."""

    def page(username="demo-lingdao", **screen):
        page = visit(**screen)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": stage.keys[username]}
        page.context.add_cookies([{**cookie, "url": base_url}])
        return page

    return page


@pytest.fixture
def atlas(city, sign_in):
    """The map page in front of the leader, not yet opened."""
    return Atlas(sign_in())


@pytest.fixture
def centre(city, db):
    """Where a test draws."""
    return empty_place()


@pytest.fixture
def place(centre):
    """`place(east, north)`: steps of some 20 m from the middle of the screen."""
    return lambda east, north: (centre[0] + east * 2e-4, centre[1] + north * 2e-4)


@pytest.fixture
def chain(centre):
    """`chain(count)`: the places of a zigzag of so many segments, `columns` to a row."""

    def places(count, columns=10):
        for n in range(count + 1):
            row, column = divmod(n, columns)
            across = column if row % 2 == 0 else columns - 1 - column
            east, north = across - (columns - 1) / 2, (count / columns) / 2 - row
            yield centre[0] + east * 2.2e-4, centre[1] + north * 2.2e-4

    return lambda *args, **kwargs: list(places(*args, **kwargs))


@pytest.fixture
def project(city, stage):
    """An empty project of 东区 that everybody sees."""
    return stage.commit(ProjectFactory, name="试画项目", sector_id="A03")


@pytest.fixture
def other_project(city, stage):
    return stage.commit(ProjectFactory, name="别的项目", sector_id="A03")


@pytest.fixture
def drawing(project, sign_in, centre):
    """The drawing page in front of 东区's reporter."""
    return Drawing(sign_in("demo-dongqu"), project, centre).open()


@pytest.fixture
def pipe(stage, project, place):
    """`pipe(step, step, …)` is a pipe of the project that everybody sees."""

    def make(*steps, **facts):
        location = LineString([place(*step) for step in steps], srid=4490)
        return stage.commit(AssetFactory, project=project, location=location, **facts)

    return make


@pytest.fixture
def colleague(sign_in, project, centre):
    """Opens the same drawing before somebody of the lead department."""
    return lambda: Drawing(sign_in("demo-zhujian"), project, centre).open()


@pytest.fixture
def paper(city, sign_in):
    """`paper(view)`: the print page at rest."""

    def open(view=GAS, page=None):
        page = page or sign_in()
        page.goto(f"/print/?{view}")
        rest(page, "[data-print]")
        return page

    return open


@pytest.fixture
def picture(tmp_path):
    """`picture(page, name)`: the pixels of what the page keeps as a picture, and its file name."""

    def keep(page, name="picture"):
        with page.expect_download() as download:
            page.get_by_role("button", name="存为图片").click()
        file = Path(os.environ.get("PICTURES", tmp_path)) / f"{name}.png"
        download.value.save_as(file)
        pixels = np.asarray(Image.open(file).convert("RGB")).astype(int)
        return pixels, download.value.suggested_filename

    return keep
