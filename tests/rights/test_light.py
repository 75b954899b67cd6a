"""No answer reads the shapes of districts but those that show them or measure by them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.rights.doors import ANSWERS, NAMELESS, OWN, POWERS, READING
from tests.rights.test_matrix import knock
from tests.test_light_districts import shapes_in

pytestmark = pytest.mark.django_db

#: Which draw districts, tell how far they reach, offer the systems of the zones in which they lie,
#: or hold what is drawn against them.
SHAPED = {
    *("layers:districts", "registry:district_outlines", "registry:project_drawing"),
    *("registry:project_draw", "registry:export_new", "registry:layer_list"),
    *("registry:district_brief", "registry:project_sheet"),
}


def addresses(city):
    yield from (city.things["east"].at(door.address) for door in READING)
    yield from (asked.address.format(round=city.round.pk) for asked in ANSWERS)
    yield from (
        address.format(**city.own, table=city.tables["dongqu reporter"].pk)
        for method, address, _ in (*POWERS, *OWN)
        if method == "get"
    )
    yield from (address.format(**city.own) for address in NAMELESS)


@pytest.mark.parametrize("name", ["superuser", "dongqu reporter"])
def test_no_answer_reads_a_shape_that_it_does_not_show(city, name):
    person, found = city.person(name), set()
    for address in addresses(city):
        with CaptureQueriesContext(connection) as asked:
            knock(person, "get", address)
        if any(shapes_in(query["sql"]) for query in asked):
            found.add(resolve(address.partition("?")[0]).view_name)
    assert found <= SHAPED, sorted(found - SHAPED)
