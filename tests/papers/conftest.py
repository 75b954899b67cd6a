"""Papers of a project, kept where nobody else keeps any."""

import pytest

from tests.factories import ProjectFactory


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def project():
    return ProjectFactory()
