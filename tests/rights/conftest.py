"""One city for all knocks; whatever a knock changes is rolled back."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.rights.city import City


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "media"
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=folder):
        yield City()
        transaction.set_rollback(True)
