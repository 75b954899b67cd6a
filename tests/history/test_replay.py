"""Whatever is done, by the ORM, in bulk or by SQL: history tells every state there ever was."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.history.acts import History
from registry.history.past import Past
from registry.history.plans import last_change
from registry.models import Asset, AssetEvent, FundingLine, Project
from registry.restoring import restore_project, restore_record
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory, UserFactory
from tests.history.times import at_times

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

numbers = st.integers(0, 5)
OPERATIONS = st.tuples(
    st.sampled_from(
        ["save", "bulk", "sql", "delete", "add", "move", "back", "money", "unpaid", "facts"]
    ),
    numbers,
)


class City:
    """A project among others, and somebody who changes it in every way there is."""

    def __init__(self):
        self.project, self.other = ProjectFactory(district_id="510402"), ProjectFactory()
        self.person = UserFactory(is_superuser=True)
        AssetFactory.create_batch(2, project=self.project)
        FundingLineFactory(project=self.project)

    def nth(self, rows, n):
        rows = list(rows.order_by("pk"))
        return rows[n % len(rows)] if rows else None

    def save(self, n):
        if asset := self.nth(self.project.assets, n):
            asset.name, asset.attributes = f"存 {n}", {"diameter_mm": 100 * (n + 1)}
            asset.save()

    def bulk(self, n):
        self.project.assets.update(name=f"批 {n}")

    def sql(self, n):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE registry_asset SET year_laid = %s, location = NULL WHERE project_id = %s",
                [1980 + n, self.project.pk],
            )

    def delete(self, n):
        if asset := self.nth(self.project.assets, n):
            asset.delete()

    def add(self, n):
        made = AssetFactory.build_batch(n, project=self.project, name="新")
        Asset.objects.bulk_create(made)

    def move(self, n):
        if asset := self.nth(self.project.assets, n):
            Asset.objects.filter(pk=asset.pk).update(project=self.other)

    def back(self, n):
        gone = AssetEvent.objects.filter(project=self.project, pgh_label="delete")
        event = gone.exclude(pgh_obj_id__in=Asset.objects.values("pk")).order_by("-pgh_id").first()
        if event:
            restore_record(self.project, "asset", event.pgh_id, by=self.person, version=0)

    def money(self, n):
        FundingLineFactory(project=self.project, amount_wan=n)
        FundingLine.objects.filter(project=self.project, amount_wan__lt=3).update(year=2020 + n)

    def unpaid(self, n):
        if line := self.nth(self.project.funding_lines, n):
            line.delete()

    def facts(self, n):
        Project.objects.filter(pk=self.project.pk).update(contact=f"第 {n} 人", investment_wan=n)


def state(past):
    assets = [
        (a.pk, a.name, a.attributes, a.year_laid, a.location and a.location.wkt)
        for a in past.assets(past.asset_keys)
    ]
    lines = sorted((x.pk, x.amount_wan, x.year) for x in past.funding_lines)
    return past.project.contact, past.project.investment_wan, assets, lines


def present(project):
    project = Project.objects.get(pk=project.pk)
    assets = [
        (a.pk, a.name, a.attributes, a.year_laid, a.location and a.location.wkt)
        for a in project.assets.order_by("pk")
    ]
    lines = sorted((x.pk, x.amount_wan, x.year) for x in project.funding_lines.all())
    return project.contact, project.investment_wan, assets, lines


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(OPERATIONS, min_size=1, max_size=10))
def test_every_state_there_was_is_told_and_can_be_had_again(operations):
    with transaction.atomic():
        city, states = City(), []
        states.append(present(city.project))
        at_times(days_ago=1)
        for name, n in operations:
            getattr(city, name)(n)
            states.append(present(city.project))
            at_times(days_ago=1)

        project, now = Project.objects.get(pk=city.project.pk), timezone.now()
        moments = [now - timedelta(days=len(states) - place - 0.5) for place in range(len(states))]
        assert [state(Past(project, moment)) for moment in moments] == states
        told = sum(
            change.rows for act in History(project, closed=()).acts for change in act.changes
        )
        assert told == sum(project.changes.values_list("rows", flat=True))

        moved_away = Asset.objects.filter(project=city.other).exists()
        restore_project(project, moments[0], by=city.person, seen=last_change(project))
        if not moved_away:
            assert present(project) == states[0]
        transaction.set_rollback(True)
