"""What `/api/openapi.json` tells a program is what it meets."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from registry.filters import ProjectFilter
from registry.models import TokenScope
from registry.views import answers
from tests.drawing.conftest import create, update
from tests.drawing.test_tracing_hard import file
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory
from tests.sheets import address as money_of
from tests.sheets import typed

DATA = (".json", ".geojson", ".mvt")
#: Told where it is asked for.
UNTOLD = {"/screen/alive.json"}


@pytest.fixture
def document(desk):
    return desk.get("/api/openapi.json").json()


def addresses(resolver=None, before="/"):
    """Every address as the document writes it."""
    for each in (resolver or get_resolver()).url_patterns:
        here = f"{before}{each.pattern}"
        if isinstance(each, URLPattern):
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", here)
        else:
            yield from addresses(each, here)


def ways(document):
    return [way for path in document["paths"].values() for way in path.items()]


def operations(document):
    return [operation for _, operation in ways(document)]


def test_every_operation_can_be_asked_with_a_token(document):
    schemes = document["components"]["securitySchemes"]
    token = schemes["Token"]
    assert (token["type"], token["scheme"]) == ("http", "bearer")
    assert "X-CSRFToken" in schemes["Session"]["description"]
    for operation in operations(document):
        assert operation["security"] == [{"Token": []}, {"Session": []}]


def test_every_operation_tells_in_chinese_what_it_does_and_what_comes_back(document):
    assert len(operations(document)) == 5
    for method, operation in ways(document):
        assert not re.search("[A-Za-z]", operation["summary"])
        assert operation["description"]
        told = operation["responses"]
        assert told.keys() >= {"200", "400", "401", "403"}
        assert ("413" in told) is (method == "post")
        for status, answer in told.items():
            assert answer["description"] == answers.MEANINGS[int(status)]
            assert answer["content"]["application/json"]["schema"]


def test_conflicts_and_refusals_have_their_schemas(document):
    schemas = document["components"]["schemas"]
    told = document["paths"]["/api/projects/{number}/changes"]["post"]["responses"]
    names = {
        status: told[status]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for status in ("404", "409", "422")
    }
    assert schemas[names["404"]]["properties"].keys() == {"error"}
    assert schemas[names["409"]]["properties"].keys() == {"error", "conflicts"}
    assert schemas[names["422"]]["properties"].keys() == {"error", "refused", "doubts"}
    references = re.findall(r"'#/components/schemas/(\w+)'", str(document))
    assert set(references) <= schemas.keys()


def is_told(answer, status, schema):
    """The answer holds what its schema tells, all of it and nothing else."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert schema.model_validate(body).model_dump(mode="json", exclude_unset=True) == body
    return body


def test_what_a_save_answers_is_what_is_told(save, project):
    asset = AssetFactory(project=project)
    old = update(asset, values={"road": "一路"})
    assert is_told(save(create(), old), 200, answers.Saved)["assets"]
    assert is_told(save(update(asset, values={"road": "二路"})), 409, answers.Overtaken)
    assert is_told(save(create(values={"road": "路" * 999})), 422, answers.NotSaved)["refused"]


def test_what_the_money_answers_is_what_is_told(desk, project):
    line = FundingLineFactory(project=project)

    def post(version, **values):
        sent = {"opened": {line.pk: version}, "lines": [typed(line, **values)], "reason": "试"}
        return desk.post(money_of(project), sent, content_type="application/json")

    is_told(post(line.version, amount_wan="30"), 200, answers.MoneySaved)
    assert is_told(post(line.version, amount_wan="40"), 409, answers.MoneyOvertaken)["told"]
    wrong = post(line.version, amount_wan="多")
    assert is_told(wrong, 422, answers.MoneyNotSaved)["refused"]


def test_what_the_others_answer_is_what_is_told(desk, login, admin, project):
    address = f"/api/projects/{project.number}/editors"
    tabs = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"]
    login(admin).post(address, {"tab": tabs[0]}, content_type="application/json")
    answer = desk.post(address, {"tab": tabs[1]}, content_type="application/json")
    assert is_told(answer, 200, answers.Presence)["others"]
    assert is_told(desk.post("/api/overlays", {"files": [file()]}), 200, answers.Traced)
    assert is_told(desk.post("/api/overlays"), 400, answers.Sentence)


def test_the_list_of_projects_answers_what_is_told_and_is_asked_as_is_told(desk, document):
    operation = document["paths"]["/projects.json"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/ListedProjects"}
    asked = {each["name"]: each["schema"]["type"] for each in operation["parameters"]}
    assert asked.keys() == {*ProjectFilter.base_filters, "after"}
    assert (asked["sector"], asked["q"]) == ("array", "string")
    AssetFactory(project__owner_id="dongqu", project__planned_start="2026-03-01")
    FundingLineFactory(project__awaiting="territory", project__stage="declared")
    ProjectFactory(investment_wan=None)
    told = is_told(desk.get("/projects.json"), 200, answers.ListedProjects)
    assert len(told["projects"]) == 3
    is_told(desk.get("/projects.json?colour=red"), 400, answers.Sentence)


@pytest.mark.parametrize("address", ["/summary.json", "/api/openapi.json", "/api/overlays"])
def test_a_stranger_is_told_of_tokens(db, address):
    answer = Client().get(address)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="Renewal Atlas"'
    assert "Authorization: Bearer 令牌" in answer.json()["error"]


@pytest.mark.parametrize(
    ("address", "method", "allowed"),
    [("/api/overlays", "GET", "POST"), ("/summary.json", "PUT", "GET, HEAD")],
)
def test_a_wrong_method_is_told_in_chinese(desk, address, method, allowed):
    answer = desk.generic(method, address)
    assert (answer.status_code, answer["Allow"]) == (405, allowed)
    assert answer.json() == {"error": f"这个地址不能用 {method}，请用 {allowed}。"}


def test_the_guide_names_every_address_of_data_and_no_other(document):
    guide = document["info"]["description"]
    there = set(addresses())
    wanted = {each for each in there if each.endswith(DATA)} - UNTOLD
    told = set(re.findall(r"`(/[^`]+)`", guide)) - {"/exports/"}
    assert wanted <= told
    assert told <= there


def test_the_guide_names_scopes_and_parameters(document):
    guide = document["info"]["description"]
    assert "Authorization: Bearer" in guide
    for scope in TokenScope:
        assert f"`{scope.value}`（{scope.label}）" in guide
    for name, declared in ProjectFilter.base_filters.items():
        assert f"- `{name}`：{declared.label}" in guide
