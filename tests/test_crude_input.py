"""No address breaks on what nobody means: every one is walked with crude paths and parameters.

The parameters that an address knows are those that its answer to a plain request looks up.
"""

from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from registry.models import (
    Asset,
    DeclarationBatch,
    DeclarationRule,
    ExportRecord,
    FundingRule,
    ImportBatch,
    Job,
    ReferenceLayer,
    SavedView,
    User,
)
from registry.readiness.conditions import read_condition
from tests.factories import (
    AssetFactory,
    AttachmentFactory,
    ProjectFactory,
    RoundFactory,
    RoundReportFactory,
    UserFactory,
)
from tests.readiness.conftest import CODED
from tests.test_every_door import DOORS, address_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: As they stand in an address.
CRUDE = {
    "NUL": "%00",
    "lone surrogate": "%ED%A0%80",
    "beyond every integer": "1" + "0" * 30,
    "beyond every float": "1e999",
    "negative": "-1",
    "no number": "NaN",
    "a digit that is none": "%C2%B2",
    "digits of another script": "%D9%A3",
    "markup": quote("'\"><img src=x onerror=alert(1)>"),
    "long": "9" * 400,
    "empty": "",
}
#: A value of each sort of parameter that stands nowhere else in an address.
STAND_INS = {"IntConverter": 987654321, "ProjectNumber": "RA-987654321"}
LEFT_OUT = {"logout", "oidc_authentication_init", "oidc_authentication_callback"}
NAMES = sorted(set(DOORS) - LEFT_OUT)


class Noting(QueryDict):
    """Notes which names are looked up in it."""

    looked_up = set()

    def _note(self, name):
        self.looked_up.add(name)

    def __getitem__(self, name):
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self._note(name)
        return super().__contains__(name)

    def get(self, name, default=None):
        self._note(name)
        return super().get(name, default)

    def getlist(self, name, default=None):
        self._note(name)
        return super().getlist(name, default)


@pytest.fixture
def household(db, admin):
    """One record of every sort, each number 1, so that addresses lead somewhere."""
    project = ProjectFactory(district_id="510403", sector_id="A03")
    Asset.objects.filter(pk=1).delete()
    AssetFactory(pk=1, project=project)
    AttachmentFactory(pk=1, project=project)
    RoundReportFactory(pk=1, project=project, round=RoundFactory(pk=1))
    batch, _ = DeclarationBatch.objects.get_or_create(pk=1, defaults={"name": "批次"})
    condition = read_condition({"meet": "all", "tests": [CODED]}).as_json()
    DeclarationRule.objects.filter(pk=1).delete()
    DeclarationRule.objects.create(pk=1, batch=batch, condition=condition, text="要有代码")
    FundingRule.objects.create(pk=1, text="上限", limit=50)
    file = {"file_name": "a.shp", "sha256": "a" * 64}
    ReferenceLayer.objects.create(pk=1, name="路网", **file)
    ImportBatch.objects.create(pk=1, imported_by=admin, **file)
    shown = {"format": "shp", "crs": "EPSG:4490", "encoding": "utf-8"}
    ExportRecord.objects.create(pk=1, exported_by=admin, **file, **shown)
    SavedView.objects.create(pk=1, owner=admin, name="视图", page="map")
    Job.objects.create(pk=1, kind=Job.Kind.CHECK, subject="x", created_by=admin)
    if not User.objects.filter(pk=1).exists():
        UserFactory(pk=1)
    return project


@pytest.fixture
def look(login, admin, monkeypatch):
    """`look(address)`: what came of it, and the names of parameters that were looked up."""
    monkeypatch.setattr(WSGIRequest, "GET", property(noting))
    # What is printed once the address was read takes a second a sheet.
    for sheet in ("brief_of", "sheet_of"):
        monkeypatch.setattr(f"registry.views.reports.{sheet}", lambda *args, **kwargs: b"%PDF")
    client = login(admin)

    def look(address):
        Noting.looked_up.clear()
        try:
            with transaction.atomic():
                outcome = client.get(address).status_code
        except Exception as error:
            outcome = error
        return outcome, set(Noting.looked_up)

    return look


def noting(request):
    if not hasattr(request, "_noting"):
        request._noting = Noting(request.environ.get("QUERY_STRING", ""))
    return request._noting


def broke(outcome):
    """503 is what `healthz` says of a worker that is not there."""
    return outcome not in {*range(500), 503}


def crude_queries(names):
    for name in sorted(names):
        for value in CRUDE.values():
            yield f"{name}={value}"
        yield f"{name}={CRUDE['NUL']}&{name}=1&{name}="
    yield "%00=1&%ED%A0%80=&=&&"


@pytest.mark.parametrize("name", NAMES)
def test_no_parameter_breaks_an_address(household, look, name):
    address = address_of(name, household)
    plain, names = look(address)
    assert not broke(plain), plain
    asked = [f"{address}?{query}" for query in crude_queries(names)]
    found = {each: outcome for each in asked if broke(outcome := look(each)[0])}
    assert found == {}


@pytest.mark.parametrize("name", sorted(name for name in NAMES if DOORS[name]))
def test_no_crude_path_breaks_an_address(household, look, name):
    asked = list(crude_paths(name, household))
    found = {each: outcome for each in asked if broke(outcome := look(each)[0])}
    assert found == {}


def crude_paths(name, project):
    plain = {
        parameter: 1 if type(converter).__name__ == "IntConverter" else "510403"
        for parameter, converter in DOORS[name].items()
    }
    if "number" in plain:
        plain["number"] = project.number
    for parameter, converter in DOORS[name].items():
        stand_in = STAND_INS.get(type(converter).__name__, "stand-in")
        address = reverse(name, kwargs={**plain, parameter: stand_in})
        for value in CRUDE.values():
            yield address.replace(str(stand_in), value)
