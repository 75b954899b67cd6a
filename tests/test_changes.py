"""The ledger of changes: one row a statement and project, through whichever door it came."""

import pytest
from django.db import connection
from django.urls import reverse

from registry.choices import MoveCode, Stage
from registry.models import Asset, Change, Project
from registry.workflow import advance
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def noted(project):
    return [
        (change.recorded, change.operation, change.rows)
        for change in project.changes.order_by("id")
    ]


def last_of(project):
    return project.changes.select_related("context", "user").latest("id")


def test_each_kind_of_record_is_noted_when_it_comes_changes_and_goes(reporter):
    project = ProjectFactory(district_id="510402", stage=Stage.RESERVED)
    asset, line = AssetFactory(project=project), FundingLineFactory(project=project)

    asset.name = "改名"
    asset.save()
    line.delete()
    asset.delete()
    advance(project, MoveCode.SUSPEND, by=reporter, note="等待道路改造")

    assert noted(project) == [
        ("project", "insert", 1),
        ("asset", "insert", 1),
        ("funding", "insert", 1),
        ("asset", "update", 1),
        ("funding", "delete", 1),
        ("asset", "delete", 1),
        ("project", "update", 1),
        ("stage", "insert", 1),
    ]


def test_a_statement_for_many_is_one_row_a_project():
    one, other = ProjectFactory(), ProjectFactory()
    assets = [
        *AssetFactory.create_batch(3, project=one),
        *AssetFactory.create_batch(2, project=other),
    ]

    Asset.objects.update(name="一次改完")

    change = last_of(one)
    assert (change.rows, last_of(other).rows) == (3, 2)
    assert (change.first, change.last) == (assets[0].pk, assets[2].pk)


def test_an_update_that_changes_nothing_is_none():
    project = ProjectFactory()
    before = project.changes.count()

    Project.objects.filter(pk=project.pk).update(name=project.name)
    Project.objects.filter(pk=-1).update(name="没有")

    assert project.changes.count() == before


def test_an_asset_that_moves_is_noted_in_both_projects():
    asset, other = AssetFactory(), ProjectFactory()
    project = asset.project

    Asset.objects.filter(pk=asset.pk).update(project=other)

    assert noted(project)[-1] == ("asset", "update", 1)
    assert noted(other)[-1] == ("asset", "insert", 1)


def test_a_form_leaves_who_from_where_and_by_which_door(login, reporter):
    asset = AssetFactory(project__district_id="510402")
    url = reverse("registry:asset_delete", args=(asset.project.number, asset.pk))

    login(reporter).post(url, REMOTE_ADDR="10.1.2.3")

    change = last_of(asset.project)
    assert change.user == reporter
    assert change.context.metadata["door"] == "form"
    assert change.context.metadata["address"] == "10.1.2.3"


def test_plain_sql_leaves_no_context():
    project = ProjectFactory()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_project SET name = '直接改' WHERE id = %s", [project.pk])

    change = last_of(project)
    assert (change.context_id, change.user_id) == (None, None)


def test_the_ledger_cannot_be_changed():
    ProjectFactory()

    with pytest.raises(Exception, match="Cannot update"):
        Change.objects.update(rows=0)
