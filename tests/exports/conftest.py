"""Pipes to take out, and an export of them."""

import pytest

from registry.models import ExportRecord
from tests.exports.ordering import NEW, asked
from tests.factories import AssetFactory, ProjectFactory


@pytest.fixture
def pipes():
    """Two gas pipes in 东区, one of them unmapped, and one in 西区."""
    east = ProjectFactory(sector_id="A06", name="东区燃气")
    AssetFactory(project=east, number="A-1")
    AssetFactory(project=east, number="A-2", location=None)
    AssetFactory(project=ProjectFactory(district_id="510403", sector_id="A06"), number="B-1")
    return east


@pytest.fixture
def record(login, reporter, pipes, run_waiting):
    """An export of the reporter, ready to be fetched."""
    login(reporter).post(f"{NEW}?medium=gas", asked())
    run_waiting()
    record = ExportRecord.objects.get()
    assert record.status == "ready", record.job.error
    return record
