"""A reference layer that is edited or deleted while its file is read."""

import json

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from registry.choices import Role
from registry.exchange.overlays import read_layer
from registry.jobs.running import run_job
from registry.models import Job, ReferenceLayer, ReferenceShape
from registry.uploads import keep
from tests.factories import UserFactory
from tests.meanwhile import in_thread, wait_for_a_lock

ROAD = {"type": "LineString", "coordinates": [[101.70, 26.58], [101.72, 26.59]]}
FEATURE = {"type": "Feature", "properties": {}, "geometry": ROAD}


@pytest.fixture
def layer(committed_db):
    """To be read by a job that has no place in the queue."""
    content = json.dumps({"type": "FeatureCollection", "features": [FEATURE]}).encode()
    file = keep([SimpleUploadedFile("roads.geojson", content)])
    job = Job.objects.create(kind=Job.Kind.LAYER, subject="layer")
    kept = {"file_name": file.file_name, "stored": file.stored, "sha256": file.sha256}
    return ReferenceLayer.objects.create(name="现状道路", status="reading", job=job, **kept)


@pytest.fixture
def delete(committed_db, login):
    """`delete(layer)` as the administrator does it, from the page."""
    client = login(UserFactory(organisation="taskforce", role=Role.SYSADMIN))

    def run(layer):
        assert client.post(layer.delete_url).status_code == 302

    return run


@pytest.fixture
def read_while(layer, monkeypatch):
    """`read_while(act)` has the worker read the file, and another `act` when its shapes are
    written and not yet to be seen; the job comes back.
    """

    def run(act):
        def read(*asked):
            found = read_layer(*asked)
            thread, refused = in_thread(act)
            thread.join()
            assert not refused
            return found

        monkeypatch.setattr("registry.exchange.overlays.read_layer", read)
        run_job(layer.job_id)
        return Job.objects.get()

    return run


def test_what_is_edited_while_the_file_is_read_stays(read_while):
    edited = {"name": "规划道路", "color": "#000000", "order": 3}
    job = read_while(lambda: ReferenceLayer.objects.update(**edited))
    layer = ReferenceLayer.objects.get()
    assert {name: getattr(layer, name) for name in edited} == edited
    assert (job.status, layer.status, layer.shape_count) == ("done", "ready", 1)
    assert layer.crs


def test_a_layer_deleted_while_its_file_is_read_does_not_come_back(layer, read_while, delete):
    assert read_while(lambda: delete(layer)).status == "cancelled"
    assert not ReferenceLayer.objects.exists()
    assert not ReferenceShape.objects.exists()


def test_a_layer_whose_job_is_about_to_end_is_deleted_with_its_shapes(layer, delete):
    Job.objects.update(status="running")
    with transaction.atomic():
        ReferenceLayer.objects.update(status="ready")
        layer.shapes.create(location=GEOSGeometry("POINT (101.7 26.6)", srid=4490))
        deleting, refused = in_thread(lambda: delete(layer))
        wait_for_a_lock()
    deleting.join()
    assert not refused
    assert not ReferenceLayer.objects.exists()
    assert not ReferenceShape.objects.exists()
