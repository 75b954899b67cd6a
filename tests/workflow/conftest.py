"""The two who review: a county's and the city's."""

import pytest

from registry.choices import Role
from tests.factories import UserFactory


@pytest.fixture
def county(db):
    return UserFactory(organisation="dongqu", role=Role.REVIEWER)


@pytest.fixture
def city(db):
    return UserFactory(organisation="taskforce", role=Role.REVIEWER)
