"""Manners of every answer: private, never broken by a forged address."""

import re

import pytest
from django.apps import apps

from deploy.instance import ROOT

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


def test_there_is_no_second_house(login, admin):
    """Django's admin would give rights past `registry.access`, even to a superuser in 三员 mode."""
    assert not apps.is_installed("django.contrib.admin")
    assert login(admin).get("/admin/").status_code == 404


@pytest.mark.parametrize(
    ("button", "above"),
    [
        ("/projects/RA-000001/move/", "/projects/RA-000001/"),
        ("/projects/RA-000001/comments/7/answer/", "/projects/RA-000001/"),
        ("/account/tokens/3/revoke/", "/account/"),
        ("/kiosks/3/revoke/", "/kiosks/"),
    ],
)
def test_who_comes_by_the_address_of_a_button_is_shown_to_its_page(button, above, login, reporter):
    answer = login(reporter).get(button)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "只能由页面上的按钮打开" in answer.text
    assert f'href="{above}"' in answer.text


def test_a_script_at_a_button_reads_no_page(login, reporter):
    answer = login(reporter).get("/views/new/", headers={"Accept": "application/json"})
    assert answer.status_code == 405
    assert answer.json() == {"error": "这个地址不能用 GET，请用 POST。"}


def test_no_property_of_a_request_holds_a_lock():
    """Until Python 3.12 functools' own has one for all instances: one's SQL held up all others."""
    sources = [file for folder in ("registry", "layers") for file in (ROOT / folder).rglob("*.py")]
    assert len(sources) > 100
    locked = re.compile(r"^from functools import .*\bcached_property\b", re.MULTILINE)
    assert [file for file in sources if locked.search(file.read_text())] == []
