"""A district comes along with a record for its name: its shapes stay in the database."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import District, Organisation, Project, ProjectEvent
from tests.factories import AttachmentFactory, ProjectFactory, RoundReportFactory

SHAPES = ("outline", "outline_web", "label_web")


def ways(model, links=3):
    """The names by which `select_related` leads from a model to a district."""
    for field in model._meta.concrete_fields:
        if field.related_model is District:
            yield field.name
        elif field.related_model and links > 1:
            yield from (f"{field.name}__{way}" for way in ways(field.related_model, links - 1))


def told_ways():
    return [(model, way) for model in apps.get_models() for way in ways(model)]


def shapes_in(sql):
    return [shape for shape in SHAPES if f'."{shape}"' in sql]


@pytest.mark.parametrize(("model", "way"), told_ways(), ids=str)
def test_no_way_to_a_district_brings_its_shapes(model, way):
    asked = str(model._default_manager.select_related(way).query)
    assert "registry_district" in asked
    assert shapes_in(asked) == []


def test_districts_leave_their_shapes_behind_until_they_are_asked_for():
    assert shapes_in(str(District.objects.all().query)) == []
    assert shapes_in(str(District.objects.with_shapes().query)) == list(SHAPES)
    assert shapes_in(str(District.objects.outlined().query)) == list(SHAPES)


def test_what_is_asked_for_alone_still_is_alone():
    named = Project.objects.select_related("district").only("number", "district__name")
    assert '"registry_district"."order"' not in str(named.query)
    assert '"registry_project"."place"' not in str(named.query)
    assert '"registry_organisation"."order"' in str(
        Project.objects.select_related("district", "lead").query
    )


@pytest.mark.django_db
def test_a_shape_is_read_of_the_district_that_is_asked_for_it(outline, django_assert_num_queries):
    outline("510402", 101.7, 26.5, 101.8, 26.6)
    row = Organisation.objects.select_related("district").filter(district="510402").first()
    with django_assert_num_queries(1):
        assert row.district.outline.extent == pytest.approx((101.7, 26.5, 101.8, 26.6))


@pytest.mark.django_db
def test_a_district_that_nobody_selected_comes_along_light_and_stays_whole(outline):
    outline("510402", 101.7, 26.5, 101.8, 26.6)
    project = ProjectFactory(district_id="510402")
    Project.objects.filter(pk=project.pk).update(name="乙")
    (event,) = ProjectEvent.objects.filter(pgh_obj=project.pk)
    with CaptureQueriesContext(connection) as asked:
        for row in (Project.objects.get(pk=project.pk), event):
            assert row.district.name == "东区"
    assert not [query["sql"] for query in asked if shapes_in(query["sql"])]
    district = event.district
    district.name = "东城区"
    district.save()
    district.refresh_from_db()
    assert (district.name, district.outline.extent[0]) == ("东城区", pytest.approx(101.7))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "rounds/{round}/table.xlsx",
        "projects/moves/?project={number}",
        "projects/deleted/",
        "projects/{number}/",
        "projects/{number}/papers/{paper}/",
        "todo/",
    ],
)
def test_pages_read_no_outline(admin, login, address):
    report = RoundReportFactory(told=(40, "55.00"))
    paper = AttachmentFactory(project=report.project)
    ProjectFactory(deleted_at=report.updated_at)
    url = address.format(round=report.round_id, number=report.project.number, paper=paper.pk)
    client = login(admin)
    with CaptureQueriesContext(connection) as asked:
        answer = (client.post if url.endswith(".xlsx") else client.get)(f"/{url}")
        answer.close()
    assert answer.status_code == 200
    assert not [query["sql"] for query in asked if shapes_in(query["sql"])]
