"""A project, someone who may draw in it, and what the page sends."""

from uuid import uuid4

import pytest

from tests.factories import ProjectFactory

LINE = [[101.70, 26.58], [101.71, 26.59]]


def geojson(coordinates=LINE, kind="LineString"):
    return {"type": kind, "coordinates": coordinates}


def create(**facts):
    change = {"op": "create", "client_id": str(uuid4()), "kind": "pipe", "values": {}}
    return change | {"geometry": geojson()} | facts


def update(asset, **facts):
    known = {"op": "update", "client_id": str(asset.client_id), "version": asset.version}
    return known | facts


def delete(asset, **facts):
    return update(asset, **facts) | {"op": "delete"}


@pytest.fixture
def project(db):
    return ProjectFactory()


@pytest.fixture
def desk(login, reporter):
    return login(reporter)


@pytest.fixture
def save(desk, project):
    """`save(change, …)` sends a change set; another client and project may be named."""

    def send(*changes, client=desk, to=project):
        return client.post(
            f"/api/projects/{to.number}/changes",
            {"changes": list(changes)},
            content_type="application/json",
        )

    return send
