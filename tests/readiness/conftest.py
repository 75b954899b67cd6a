"""Rules for tests: batches of the sector A03 unless told otherwise."""

import pytest

from registry.declaring import publish
from registry.models import DeclarationBatch, DeclarationRule
from registry.readiness.conditions import read_condition

CLOSED = {"fact": "funding_gap_wan", "is": "equal", "value": "0"}
CODED = {"fact": "platform_code", "is": "filled"}
SMALL = {"fact": "investment_wan", "is": "at_most", "value": "1000"}


@pytest.fixture
def batch(db):
    batch = DeclarationBatch.objects.create(name="2026 年第一批")
    batch.sectors.set(["A03"])
    return batch


@pytest.fixture
def add_rule(batch):
    def add(*tests, meet="all", batch=batch, **values):
        condition = read_condition({"meet": meet, "tests": list(tests)})
        values = {"text": condition.sentence(), "fault": "unfit", **values}
        return DeclarationRule.objects.create(batch=batch, condition=condition.as_json(), **values)

    return add


@pytest.fixture
def published(batch, add_rule):
    """Money must close (缺资金), a code must be there (缺手续), not above 1000 万元 (不符合)."""
    add_rule(CLOSED, fault="funding")
    add_rule(CODED, fault="papers")
    add_rule(SMALL, fault="unfit")
    publish(batch)
    batch.refresh_from_db()
    return batch
