"""Every named address, found by walking the resolver, and who has no business behind it.

A new address is met here by itself; only what is open to everybody has to be named.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from registry.choices import Role
from tests.factories import AssetFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.django_db

#: What anybody may ask for, signed in or not.
SINGLE = {"oidc_authentication_init", "oidc_authentication_callback"}
OPEN = SINGLE | {"login", "login_code", "registry:healthz", "registry:kiosk_open"}


def named(resolver=None, namespaces=(), taken=()):
    """(name, parameters with their converters) of every named pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        converters = (*taken, *pattern.pattern.converters.items())
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join((*namespaces, pattern.name)), dict(converters)
            continue
        inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
        yield from named(pattern, inner, converters)


DOORS = dict(named())
OF_PROJECTS = sorted(name for name, takes in DOORS.items() if "number" in takes)


#: Parameters whose text is a word of the house.
WORDS = {"table": "districts", "part": "names"}


def value_for(name, converter, project):
    if name == "number":
        return project.number
    kind = type(converter).__name__
    return {"IntConverter": 1, "UUIDConverter": "0" * 8 + "-0000-4000-8000-" + "0" * 12}.get(
        kind, WORDS.get(name, "510403")
    )


def address_of(name, project):
    takes = DOORS[name].items()
    return reverse(name, kwargs={n: value_for(n, c, project) for n, c in takes})


@pytest.fixture
def project(db):
    project = ProjectFactory(district_id="510403", sector_id="A03")
    AssetFactory(project=project)
    return project


@pytest.fixture
def closed_project(db):
    return ProjectFactory(district_id="510402", sector_id="A11", lead_id="public-security")


def test_the_walk_finds_the_house():
    assert {"registry:project_edit", "registry:person", "layers:map", "registry:log"} <= set(DOORS)
    assert len(OF_PROJECTS) > 15
    assert set(DOORS) >= OPEN


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(set(DOORS) - OPEN))
def test_who_is_not_signed_in_gets_nothing(project, name, method):
    answer = getattr(Client(), method)(address_of(name, project))
    if answer.status_code == 302:
        assert answer.url.startswith("/accounts/login/")
    else:
        assert answer.status_code in {401, 403, 405}, answer.status_code
    assert project.name not in answer.text


STRANGERS = {
    "another district": {"organisation": "dongqu", "role": Role.REPORTER},
    "another district's reviewer": {"organisation": "dongqu", "role": Role.REVIEWER},
    "another department": {"organisation": "public-security", "role": Role.REPORTER},
    "an administrator": {"organisation": "taskforce", "role": Role.SYSADMIN},
    "the auditor": {"organisation": "taskforce", "role": Role.AUDITOR},
    "nobody's": {},
}


def is_as_if_there_were_none(client, name, project):
    """Both methods answer as for a number that was never given."""
    nobody = ProjectFactory.build()
    nobody.number = "RA-999999"
    for method in (client.get, client.post):
        answer, expected = (method(address_of(name, each)) for each in (project, nobody))
        assert answer.status_code == expected.status_code
        # An API that has not been told what to do says so before it looks at anything.
        assert answer.status_code in {404, 405} | ({400} if ":api:" in name else set())
        assert project.name not in answer.text
    return True


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("name", OF_PROJECTS)
def test_a_project_is_unknown_to_who_has_no_business_with_it(login, project, name, who):
    client = login(UserFactory(**STRANGERS[who]))
    assert is_as_if_there_were_none(client, name, project)


@pytest.mark.parametrize("name", OF_PROJECTS)
def test_a_closed_sector_is_unknown_to_its_own_district(login, closed_project, name):
    client = login(UserFactory(organisation="dongqu", role=Role.REPORTER))
    assert is_as_if_there_were_none(client, name, closed_project)


#: Where administrators keep what is the house's own: who does business in the city has none there.
OFFICES = ("/kiosks/", "/reference/", "/layers/", "/log/")
BUSINESS = (Role.REPORTER, Role.REVIEWER, Role.ANALYST, Role.LEADER)


@pytest.mark.parametrize("role", BUSINESS)
def test_who_does_business_administers_nothing(login, project, role):
    client = login(UserFactory(organisation="taskforce", role=role))
    addresses = {name: address_of(name, project) for name in DOORS}
    doors = {name for name, address in addresses.items() if address.startswith(OFFICES)}
    assert {"registry:kiosk_revoke", "registry:reference_save", "registry:log"} <= doors
    for name in sorted(doors):
        answers = {method(addresses[name]).status_code for method in (client.get, client.post)}
        assert 403 in answers, name
        assert answers <= {403, 405}, name
