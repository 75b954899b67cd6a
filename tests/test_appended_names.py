"""Names in an address that are no part of a question: refused, with a way on; a chat's own go."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(login, leader):
    return login(leader)


PAGES = ("/", "/print/", "/projects/", "/overview/")


@pytest.mark.parametrize("address", PAGES)
def test_what_a_chat_appends_is_taken_off(visitor, address):
    question = "sector=A03&sector=A08&near=101.72,26.58,2000"
    answer = visitor.get(f"{address}?{question}&from=singlemessage&isappinstalled=0")
    assert (answer.status_code, answer["Location"]) == (302, f"{address}?{question}")
    assert visitor.get(answer["Location"]).status_code == 200
    assert visitor.get(f"{address}?from=timeline")["Location"] == address


@pytest.mark.parametrize("address", PAGES)
def test_any_other_unknown_name_is_refused_and_the_rest_is_offered(visitor, address):
    answer = visitor.get(f"{address}?sector=A03&foo=1&bar=2&q=管网%26")
    assert answer.status_code == 400
    assert "没有“bar、foo”这个查询条件" in answer.text
    assert "去掉“bar、foo”后打开" in answer.text
    offered = f"{address}?sector=A03&amp;q=%E7%AE%A1%E7%BD%91%26"
    assert f'class="btn btn-primary" href="{offered}"' in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_an_unknown_value_is_refused_and_the_rest_is_offered(visitor, address):
    answer = visitor.get(f"{address}?sector=A03&sector=Z99&stage=flying&q=%E7%AE%A1")
    assert answer.status_code == 400
    assert "去掉“Z99、flying”后打开" in answer.text
    assert f'href="{address}?sector=A03&amp;q=%E7%AE%A1"' in answer.text


def test_what_is_wrong_beside_it_has_no_way_but_back_to_the_map(visitor):
    for asked in ("near=here", "stage=flying&near=here", "q=a&q=b"):
        answer = visitor.get(f"/?{asked}")
        assert answer.status_code == 400
        assert "后打开" not in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_a_colleagues_address_with_a_closed_sector_opens_without_it(login, reporter, address):
    """It is told as a sector that there is not: nobody learns which are closed."""
    asked = f"{address}?sector=%s&district=510402&year=2026"
    closed, unknown = (
        login(reporter).get(asked % code).text.partition("<h1>")[2] for code in ("A11", "Z99")
    )
    assert closed.replace("A11", "Z99") == unknown
    offered = f"{address}?district=510402&amp;year=2026"
    assert f'href="{offered}" data-keeps-place>去掉“A11”后打开' in closed
    assert login(reporter).get(offered.replace("&amp;", "&")).status_code == 200


def test_a_refusal_of_the_overview_leads_back_to_the_overview(visitor):
    back = ">回到总览</a>"
    for asked in ("show=nothing", "on=yesterday", "foo=1", "compare=2025"):
        answer = visitor.get(f"/overview/?{asked}")
        assert answer.status_code == 400
        assert f'href="/overview/"{back}' in answer.text
        assert "回到地图" in answer.text
    assert back not in visitor.get("/?foo=1").text


@pytest.mark.parametrize("address", ["/summary.json", "/tiles/assets/9/400/217.mvt"])
def test_a_script_is_told_and_not_sent_elsewhere(visitor, address):
    answer = visitor.get(f"{address}?from=singlemessage")
    assert answer.status_code == 400
    assert "没有“from”这个查询条件" in answer.json()["error"]


def test_what_is_sent_is_refused_not_sent_elsewhere(login, analyst):
    answer = login(analyst).post("/projects/table.xlsx?from=timeline", {"column": "name"})
    assert answer.status_code == 400
    assert "后打开" not in answer.text
