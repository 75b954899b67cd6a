"""Role × object × action × door: what the oracle gives is given, and of the rest there is no trace.

Each test is one door and knocks for everybody; what disagrees is listed person by person.
"""

from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import resolve

from layers import zooms
from registry.models import ExportRecord
from tests.exports.ordering import NEW, fetch
from tests.exports.ordering import asked as ordered
from tests.rights.answers import said_by
from tests.rights.city import LIES, programs
from tests.rights.deeds import DEEDS
from tests.rights.doors import (
    ANSWERS,
    ELSEWHERE,
    NAMELESS,
    NOT_EVEN_THE_SUPERUSER,
    OWN,
    POWERS,
    READING,
    TOKENS,
)
from tests.rights.oracle import kind_of, may, may_now, may_use
from tests.test_every_door import DOORS, OPEN

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}
SIGN_IN = "/accounts/login/"
#: What is asked of at the doors of a single project.
ASKED_FOR = ("east", "west", "cams", "binned", "binned cams")


def knock(person, method, address, body=None, **how):
    """The answer; whatever it changed is taken back."""
    with taken_back(person):
        answer = getattr(person.client, method)(address, body or {}, **how)
        answer.said = said_by(answer)
    return answer


@contextmanager
def taken_back(person):
    """Whatever is done is undone, and what was left to be told on the next page is dropped."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    person.client.cookies.pop("messages", None)


def sees(person, thing):
    return not thing.is_binned and may(person, "view", thing.lies)


def traces(city, person, answer, address=""):
    """Words and numbers of what the person may not know of; his own address is no telling."""
    said = answer.said.replace(address, "")
    return [
        mark
        for thing in city.things.values()
        if not knows(person, thing)
        for mark in (thing.word, thing.project.number)
        if mark in said
    ]


def knows(person, thing):
    """Besides who sees it, who may look into the bin."""
    return sees(person, thing) or (thing.is_binned and may(person, "bin", thing.lies))


def refused(person, answer, *, seen):
    """As for a number that was never given; who sees the thing is told that he may not."""
    if person.is_nobody:
        led = answer.status_code == 302 and answer.url.startswith(SIGN_IN)
        return led or answer.status_code == 401
    return answer.status_code == (403 if seen else 404)


def listed(wrong):
    return "\n".join(map(str, wrong[:12])) + f"\n{len(wrong)} in all"


def going_round(city, turn, sort):
    """One of each sort of people; at the next door it is the next of them."""
    sorts = {}
    for person in city.people:
        sorts.setdefault((person.is_nobody, person.is_screen, sort(person)), []).append(person)
    return [people[turn % len(people)] for people in sorts.values()]


def asking(city, table, door, sort):
    return city.people if door.asks_all else going_round(city, table.index(door), sort)


def sort_at(door):
    """People are alike at a project's door where they see and may do there the same."""
    asked = [(right, lies) for right in ("view", door.right) for lies in LIES]
    return lambda person: tuple(may(person, *each) for each in asked)


def sort_among(asked):
    """At a list it also counts by what sort of reach; a paper takes too long to draw for that."""
    alike = sort_at(asked)
    if asked.address.endswith(".pdf"):
        return alike
    return lambda person: (alike(person), kinds_of(person))


def kinds_of(person):
    return tuple(kind_of(organisation) for organisation, _ in person.memberships)


def sort_of_sight(person):
    return tuple(may(person, "view", lies) for lies in LIES)


def sort_of_exports(person):
    return tuple(may(person, "export", lies) for lies in LIES)


def sort_of_hats(person):
    """A power is a matter of the role and of the sort of organisation."""
    roles = tuple(role for _, role in person.memberships)
    return roles, kinds_of(person), person.is_superuser


@pytest.mark.parametrize("door", READING, ids=lambda door: door.name)
def test_what_is_read_of_one_project(city, door):
    wrong = []
    for person in asking(city, READING, door, sort_at(door)):
        for thing in map(city.things.get, ASKED_FOR):
            address = thing.at(door.address)
            answer = knock(person, "get", address)
            given = sees(person, thing) and may(person, door.right, thing.lies)
            if given and not person.is_nobody:
                right = answer.status_code == 200 and door.shows(thing, answer.said)
            else:
                right = refused(person, answer, seen=sees(person, thing))
            found = traces(city, person, answer, address)
            if found or not right:
                wrong.append((person.name, thing.name, answer.status_code, found))
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("asked", ANSWERS, ids=lambda asked: asked.name)
def test_what_is_told_of_all_projects(city, asked, monkeypatch):
    if asked.is_crowded:
        monkeypatch.setattr(zooms, "FULLEST_TILE", -1)
    address = asked.address.format(round=city.round.pk)
    among = [city.things[name] for name in asked.among] or city.present
    wrong = []
    for person in asking(city, ANSWERS, asked, sort_among(asked)):
        answer = knock(person, asked.method, address, asked.body)
        given = {t.name for t in among if may_now(person, asked.right, t)}
        found = None
        if person.is_nobody and not (asked.is_for_screens and person.is_screen):
            right = refused(person, answer, seen=False)
        else:
            found = told(city, asked, answer, among)
            right = answer.status_code < 500 and found in (None, given, len(given))
        found_traces = traces(city, person, answer)
        if found_traces or not right:
            wrong.append((person.name, answer.status_code, found, given, found_traces))
    assert not wrong, listed(wrong)


def told(city, asked, answer, among):
    """Nothing where there is nothing to read; an offer to nobody is none."""
    if answer.status_code in (302, 403, 404):
        return set()
    found = asked.found(city, answer)
    return found & {t.name for t in among} if isinstance(found, set) else found


@pytest.mark.parametrize("address", NAMELESS)
def test_pages_that_tell_of_no_project_name_none_that_is_closed(city, address):
    wrong = []
    for person in going_round(city, NAMELESS.index(address), sort_of_sight):
        answer = knock(person, "get", address.format(**city.own))
        closed = () if may(person, "view", "cams") else ("视频监控",)
        found = [*traces(city, person, answer), *(w for w in closed if w in answer.said)]
        if found:
            wrong.append((person.name, answer.status_code, found))
    assert not wrong, listed(wrong)


@pytest.mark.parametrize(("method", "address", "power"), POWERS)
def test_the_pages_behind_a_power(city, method, address, power):
    address = address.format(**city.own)
    wrong = []
    for person in going_round(city, len(address), sort_of_hats):
        answer = knock(person, method, address)
        if may_use(person, power):
            right = answer.status_code in (200, 302)
        elif person.is_nobody:
            right = refused(person, answer, seen=False)
        else:
            right = answer.status_code in (403, 404)
        if not right:
            wrong.append((person.name, answer.status_code))
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_what_is_done_to_a_project(city, deed):
    wrong = []
    for person in going_round(city, DEEDS.index(deed), sort_at(deed)):
        for thing in map(city.things.get, deed.things):
            address = thing.at(deed.address)
            with taken_back(person):
                deed.before(thing, person)
                kind = JSON if deed.is_json else {}
                answer = person.client.post(address, deed.body(thing), **kind)
                is_done = deed.is_done(thing)
            answer.said = said_by(answer)
            given = may_now(person, deed.right, thing) and not person.is_nobody
            found = traces(city, person, answer, address)
            if found or is_done != given or answer.status_code >= 500:
                wrong.append((person.name, thing.name, answer.status_code, is_done, found))
    assert not wrong, listed(wrong)


@pytest.mark.parametrize(("method", "address", "who"), OWN)
def test_what_is_a_persons_own(city, method, address, who):
    owner = city.person("dongqu reporter")
    address, wrong = address.format(**city.own, table=city.tables[owner.name].pk), []
    for person in going_round(city, len(address), lambda person: (person is owner, hats(person))):
        given = person is owner or bool(hats(person) & {*who})
        if person.is_superuser:
            given = not address.startswith(NOT_EVEN_THE_SUPERUSER)
        answer = knock(person, method, address)
        let_in = answer.status_code in (200, 302) and not person.is_nobody
        if let_in != given or (not given and "管段清单" in answer.said):
            wrong.append((person.name, answer.status_code))
    assert not wrong, listed(wrong)


def test_a_file_with_a_closed_sector_is_fetched_by_who_may_still_take_it_out(city):
    """The right that is lost closes it, and the file of another is not there at all."""
    name = "public-security reporter"
    address, owner = f"/exports/{city.tables[name].pk}/download/", city.person(name)
    assert city.things["cams"].project.number in knock(owner, "get", address).said
    with taken_back(owner):
        owner.user.memberships.update(organisation="dongqu")
        answer = owner.client.get(address)
        assert answer.status_code == 403
        assert city.things["cams"].project.number not in said_by(answer)


def hats(person):
    """What the person is to the reporter of dongqu and to his things."""
    roles = {role for _, role in person.memberships}
    colleague = any(organisation == "dongqu" for organisation, _ in person.memberships)
    colleague = colleague and not person.is_nobody
    found = {*(roles & {"auditor"}), *(["colleague"] if colleague else [])}
    return frozenset([*found, *(["superuser"] if person.is_superuser else [])])


def test_a_file_that_is_taken_out_holds_what_may_leave(city, run_waiting):
    wrong = []
    for person in going_round(city, 0, sort_of_exports):
        with taken_back(person):
            person.client.post(NEW, ordered())
            run_waiting()
            record = ExportRecord.objects.filter(exported_by=person.user, format="geojson").last()
            ready = record and record.status == ExportRecord.Status.READY
            said = said_by(fetch(person.client, record)) if ready else ""
        found = {thing.name for thing in city.things.values() if thing.word in said}
        given = {thing.name for thing in city.present if may(person, "export", thing.lies)}
        if found != (set() if person.is_nobody else given):
            wrong.append((person.name, found, given))
    assert not wrong, listed(wrong)


@pytest.mark.parametrize(("method", "address", "scopes"), TOKENS)
def test_a_token_is_no_wider_than_its_scope_and_its_person(city, method, address, scopes):
    wrong = []
    for scope, person in programs(city.person("dongqu reporter")):
        for thing in map(city.things.get, ("east", "cams")):
            told = {"body": {"tab": str(uuid4())}, **JSON} if "/api/" in address else {}
            answer = knock(person, method, thing.at(address), **told)
            if scope not in scopes:
                right = answer.status_code == 403
            elif "{" in address and not sees(person, thing):
                right = answer.status_code == 404
            else:
                right = answer.status_code == 200
            found = traces(city, person, answer, thing.at(address))
            if found or not right:
                wrong.append((scope, thing.name, answer.status_code, found))
    assert not wrong, listed(wrong)


def test_every_named_address_has_its_row(city):
    """What `test_every_door` finds by walking is either in a table here or told why not."""
    thing = city.things["east"]
    rows = [thing.at(door.address) for door in (*READING, *DEEDS)]
    rows += [asked.address.format(round=1) for asked in ANSWERS]
    rows += [row[1].format(**city.own, table=1) for row in (*POWERS, *OWN)]
    rows += [row.format(**city.own) for row in NAMELESS]
    met = {resolve(row.partition("?")[0]).view_name for row in rows}
    assert set(DOORS) - OPEN - met == ELSEWHERE
