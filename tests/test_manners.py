"""Manners of every answer: private, never broken by a forged address, kept reference rows."""

import pytest

from registry.models import Sector

pytestmark = pytest.mark.django_db

PAGES = ("/", "/overview/", "/projects/", "/projects/new/", "/projects/deleted/")
DATA = ("/summary.json", "/overview.json", "/styles.json", "/districts.json")


@pytest.mark.parametrize("url", PAGES)
def test_pages_are_private_and_not_stored(url, login, reporter):
    response = login(reporter).get(url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("url", DATA)
def test_data_is_private_and_asked_for_again(url, login, reporter):
    assert login(reporter).get(url)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "url",
    [
        "/projects/RA%00/",
        "/projects/%00/card/",
        "/projects/RA-1/assets.geojson",
        "/projects/RA-٠٠٠٠٠١/",
        "/projects/RA-9999999999999999999999/",
    ],
)
def test_an_address_of_no_project_is_404(url, login, reporter):
    assert login(reporter).get(url).status_code == 404


@pytest.mark.parametrize("name", ["sector", "organisation", "district", "fundingsource", "user"])
def test_rows_that_history_names_are_not_deleted(name, login, admin):
    client = login(admin)
    listing = client.get(f"/admin/registry/{name}/")
    assert listing.status_code == 200
    assert "delete_selected" not in listing.content.decode()


def test_a_code_is_given_once_and_a_restriction_is_no_click(login, admin):
    form = {"code": "A99", "name": "新名", "short_name": "新", "order": 1, "color": "#000000"}
    client = login(admin)
    assert client.post("/admin/registry/sector/A11/change/", form).status_code == 302
    sector = Sector.objects.get(code="A11")
    assert (sector.name, sector.is_restricted) == ("新名", True)
    assert not Sector.objects.filter(code="A99").exists()


def test_the_admin_is_closed_to_all_but_superusers(login, leader):
    assert login(leader).get("/admin/registry/sector/").status_code == 302
