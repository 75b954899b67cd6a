"""A reporter at the import wizard, and a project that files are brought into."""

import pytest

from tests.factories import ProjectFactory
from tests.wizard import Wizard, work_here


@pytest.fixture(autouse=True)
def here(monkeypatch):
    work_here(monkeypatch)


@pytest.fixture
def wizard(login, reporter, run_waiting):
    return Wizard(login(reporter), run_waiting)


@pytest.fixture
def project():
    return ProjectFactory(sector_id="A06", name="炳草岗燃气管网更新")
