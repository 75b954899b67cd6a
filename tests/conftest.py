"""Who comes to the door: one logged-in client for each kind of person."""

import gc
from contextlib import nullcontext

import pytest
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, Point
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from registry.choices import Role
from registry.jobs.running import run_job
from registry.models import District, Job
from tests.factories import UserFactory
from tests.template import put_city_in_place, put_in_place, template
from tests.visitors import signed_in

# How long an example takes is the machine's affair: no test is about time.
hypothesis_settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("patient")


def pytest_collection_finish():
    """What is loaded by now stays: Python need not search it for rubbish again and again.

    Looking through half a million objects, every few seconds, was a quarter of the tests' time.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Pages render without collected, hashed files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True, scope="session")
def media(tmp_path_factory):
    """Files of tests, and of a city that many of them share, stay out of the instance's folder."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.getbasetemp() / "media"):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    with override_settings(PASSWORD_HASHERS=["tests.hashing.QuickArgon2"]):
        yield


@pytest.fixture(autouse=True)
def seals(settings, tmp_path):
    """The copies of the audit log's seals are each test's own."""
    settings.AUDIT_SEALS = tmp_path / "audit-seals.txt"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """The audit log lets itself be emptied only where a connection says that it is a test's."""
    connection.settings_dict["OPTIONS"]["options"] = "-c registry.is_for_tests=on"
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template(connection)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What the site remembers of one test's records is not true of the next one's."""
    cache.clear()


@pytest.fixture
def run_waiting(monkeypatch):
    """`run_waiting()` does what the worker would, in the test's own transaction."""
    monkeypatch.setattr("registry.jobs.running.side_connection", lambda: nullcontext(connection))

    def run():
        waiting = Job.objects.filter(status=Job.Status.WAITING)
        for pk in list(waiting.order_by("id").values_list("pk", flat=True)):
            run_job(pk)

    return run


@pytest.fixture
def spatial_reference():
    """GeoDjango reads `spatial_ref_sys` once a process, at a moment of its own choosing."""
    Point(101.7, 26.6, srid=4490).transform(3857)


@pytest.fixture
def outline(db):
    """Give a district a rectangle as its outline."""

    def draw(code, west, south, east, north):
        box = shapely.multipolygons([shapely.box(west, south, east, north)])
        District.objects.filter(pk=code).update(outline=GEOSGeometry(box.wkt, srid=4490))

    return draw


@pytest.fixture(scope="session")
def start_afresh(django_db_setup):
    """`start_afresh()` leaves nothing in the database but what migrations wrote."""
    with pytest.MonkeyPatch.context() as patch:

        def afresh(*_):
            put_in_place(connection, connection.settings_dict["TEST"]["TEMPLATE"])

        # Django would empty every table, and what migrations wrote would be gone.
        patch.setattr(TransactionTestCase, "_fixture_teardown", afresh)
        yield afresh


@pytest.fixture(scope="module")
def demo_city(start_afresh, django_db_blocker):
    """The demo city, before all tests of a file that begins with it."""
    with django_db_blocker.unblock():
        put_city_in_place(connection, settings.MEDIA_ROOT)
        yield
        start_afresh()


@pytest.fixture
def committed_db(start_afresh, transactional_db):
    """A database whose changes other connections and the live server see."""


def person(organisation, role):
    @pytest.fixture
    def user(db):
        return UserFactory(organisation=organisation, role=role)

    return user


reporter = person("dongqu", Role.REPORTER)
neighbour = person("xiqu", Role.REPORTER)
reviewer = person("housing", Role.REVIEWER)
analyst = person("dongqu", Role.ANALYST)
leader = person("taskforce", Role.LEADER)
police = person("public-security", Role.REPORTER)
sysadmin = person("taskforce", Role.SYSADMIN)
secadmin = person("taskforce", Role.SECADMIN)
stranger = person(None, None)


@pytest.fixture
def admin(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def login():
    """`login(user)` is a client in whose session the user is logged in."""

    return signed_in
