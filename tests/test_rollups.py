"""Roll-ups: true after any change, through any door, under concurrent writers."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registry import rollups
from registry.choices import Stage, Standing
from registry.models import (
    Asset,
    AssetTally,
    AssetTotal,
    FundingLine,
    FundingTally,
    FundingTotal,
    Project,
    ProjectTally,
    ProjectTotal,
    StageChange,
)
from tests.factories import AssetFactory, FundingLineFactory, ProjectFactory, place
from tests.meanwhile import in_thread, wait_for_a_lock
from tests.waiting import until


@pytest.mark.django_db
def test_a_project_has_a_total_from_its_first_moment():
    total = ProjectTotal.objects.get(project=ProjectFactory())
    assert (total.asset_count, total.length_m, total.funding_key) == (0, 0, "")


@pytest.mark.django_db
def test_mapped_and_unmapped_assets_are_counted_apart():
    asset = AssetFactory(declared_length_m=1000)
    AssetFactory(project=asset.project, location=None, declared_length_m=250)
    row = AssetTotal.objects.get(project=asset.project)
    asset.refresh_from_db()
    assert (row.asset_count, row.unmapped_count) == (2, 1)
    assert row.length_m == pytest.approx(asset.length_m)
    assert row.declared_m == Decimal(1250)


@pytest.mark.django_db
def test_an_asset_that_moves_to_another_project_leaves_no_trace():
    asset = AssetFactory()
    former, asset.project = asset.project, ProjectFactory()
    asset.save()
    assert not AssetTotal.objects.filter(project=former).exists()
    assert former.total.extent is None
    assert AssetTotal.objects.get(project=asset.project).asset_count == 1


@pytest.mark.django_db
def test_one_source_in_two_years_is_one_source():
    line = FundingLineFactory(amount_wan="40.50")
    FundingLineFactory(project=line.project, amount_wan="9.50", year=2026)
    FundingLineFactory(project=line.project, source_id="central-budget", amount_wan=50)
    total = ProjectTotal.objects.get(project=line.project)
    assert total.funding_key == ",central-budget,county,"
    assert total.funded_wan == Decimal(100)


@pytest.mark.django_db
def test_what_is_paid_is_rolled_up_and_follows_a_change_of_status():
    line = FundingLineFactory(amount_wan="40.50", status="paid")
    FundingLineFactory(project=line.project, amount_wan="9.50", status="arrived")
    assert ProjectTotal.objects.get().paid_wan == Decimal("40.50")
    line.project.funding_lines.update(status="paid")
    assert ProjectTotal.objects.get().paid_wan == Decimal(50)
    assert ProjectTally.objects.aggregate(wan=Sum("paid_wan"))["wan"] == Decimal(50)
    line.delete()
    assert ProjectTotal.objects.get().paid_wan == Decimal("9.50")
    assert rollups.tallies_differ() == []
    ProjectTotal.objects.update(paid_wan=1)
    assert rollups.differing() == [line.project_id]
    rollups.rebuild()
    assert ProjectTotal.objects.get().paid_wan == Decimal("9.50")


@pytest.mark.django_db
def test_the_tally_knows_how_many_projects_state_their_investment():
    ProjectFactory()
    unstated = ProjectFactory(investment_wan=None)

    def stated():
        return ProjectTally.objects.aggregate(n=Sum("stated_count"))["n"]

    assert stated() == 1
    Project.objects.filter(pk=unstated.pk).update(investment_wan=0)
    assert stated() == 2
    assert rollups.tallies_differ() == []


@pytest.mark.django_db
def test_verify_finds_a_falsified_total_and_rebuild_mends_it():
    asset = AssetFactory()
    FundingLineFactory(project=asset.project)
    assert rollups.differing() == []
    AssetTotal.objects.update(length_m=1)
    ProjectTotal.objects.update(funding_key="")
    assert rollups.differing() == [asset.project_id]
    assert rollups.rebuild() == 1
    assert rollups.differing() == []


actions = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "unmap",
                "map",
                "remedium",
                "move",
                "delete",
                "pay",
                "unpay",
                "place",
                "leave",
                "value",
            ]
        ),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=15,
)


class TotalsStayTrue(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(actions)
    def test_after_any_sequence_of_changes(self, sequence):
        projects = [ProjectFactory() for _ in range(2)]
        for action, first, second in sequence:
            self.do(action, projects[first % 2], second)
        assert rollups.differing() == []
        assert rollups.tallies_differ() == []
        rollups.compact()
        assert rollups.tallies_differ() == []

    def do(self, action, project, choice):
        if action == "add":
            AssetFactory(project=project, medium=["gas", "rain", "water", ""][choice])
        elif action == "pay":
            FundingLineFactory(project=project, amount_wan=choice)
        elif action == "unpay":
            FundingLine.objects.filter(project=project).delete()
        elif action == "place":
            Project.objects.update(district_id=["510402", "510403", "510411", "510421"][choice])
        elif action == "leave":
            Project.objects.filter(pk=project.pk).update(
                standing=Standing.values[choice], deleted_at=timezone.now() if choice == 3 else None
            )
        elif action == "value":
            Project.objects.filter(pk=project.pk).update(investment_wan=choice or None)
        else:
            some = project.assets.values_list("pk", flat=True)[: choice + 1]
            self.change(action, Asset.objects.filter(pk__in=list(some)), choice)

    def change(self, action, assets, choice):
        if action == "delete":
            assets.delete()
            return
        changes = {
            "unmap": {"location": None},
            "map": {"location": place("pipe", 101.6 + choice / 10)},
            "remedium": {"medium": "heat"},
            "move": {"project": Project.objects.first()},
        }
        assets.update(**changes[action])


@pytest.mark.django_db
def test_totals_follow_where_a_project_stands():
    line = FundingLineFactory()
    asset = AssetFactory(project=line.project)
    Project.objects.filter(pk=asset.project_id).update(stage="building", district_id="510421")
    for model in (ProjectTotal, AssetTotal, FundingTotal):
        row = model.objects.get(project=asset.project)
        assert (row.stage, row.district_id) == ("building", "510421"), model
    assert AssetTotal.objects.get().funding_key == f",{line.source_id},"


@pytest.mark.django_db
def test_verify_finds_a_total_in_the_wrong_place():
    line = FundingLineFactory()
    asset = AssetFactory(project=line.project)
    for model in (ProjectTotal, AssetTotal, FundingTotal):
        model.objects.update(stage="closed")
        assert rollups.differing() == [asset.project_id], model
        rollups.rebuild()
        assert rollups.differing() == []


@pytest.mark.django_db
def test_copy_is_caught_too():
    project = ProjectFactory()
    columns = "client_id, project_id, kind, number, name, medium, work, attributes, location,"
    columns += " outside_confirmed, accuracy, classification, created_at, updated_at, version"
    statement = f"COPY registry_asset ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for n in range(3):
            head = (f"00000000-0000-0000-0000-00000000000{n}", project.pk, "pipe", "", "", "gas")
            shape = place("pipe").hexewkb.decode()
            copy.write_row((*head, "", "{}", shape, False, "", "", "2026-01-01", "2026-01-01", 1))
    assert ProjectTotal.objects.get(project=project).asset_count == 3
    assert rollups.differing() == []


def test_a_project_being_changed_does_not_hold_up_those_who_add_to_it(committed_db):
    project = ProjectFactory()

    def add():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            StageChange.objects.create(project=project, stage="planned", effective_on="2026-11-01")
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        Project.objects.filter(pk=project.pk).update(note="改")
        pool.submit(add).result()


def test_concurrent_writers_to_the_same_projects_lose_no_count_and_do_not_deadlock(
    committed_db,
):
    projects = [ProjectFactory() for _ in range(3)]

    def write(worker):
        try:
            for n in range(12):
                order = projects if (worker + n) % 2 else projects[::-1]
                Asset.objects.bulk_create(
                    Asset(project=project, kind="pipe", medium="gas", location=place("pipe"))
                    for project in order
                )
                stage = Stage.values[(worker + n) % len(Stage.values)]
                Project.objects.filter(pk=order[n % 3].pk).update(stage=stage)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert set(ProjectTotal.objects.values_list("asset_count", flat=True)) == {48}
    assert rollups.tallies_differ() == []
    assert rollups.differing() == []


def test_compacting_and_rebuilding_beside_writers_lose_nothing(committed_db):
    projects = [ProjectFactory() for _ in range(3)]

    def write(worker):
        try:
            for n in range(8):
                if worker == 0:
                    rollups.compact() if n % 2 else rollups.retally()
                    continue
                AssetFactory(project=projects[(worker + n) % 3])
                Project.objects.filter(pk=projects[n % 3].pk).update(investment_wan=n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    assert rollups.tallies_differ() == []
    assert ProjectTally.objects.aggregate(n=Sum("asset_count"))["n"] == 16


def test_a_rebuild_lets_go_before_a_writer_is_called_a_deadlock(committed_db, monkeypatch):
    """He has written to the tally that is locked last, and now wants the one locked first."""
    monkeypatch.setattr(rollups, "PATIENCE", "100ms")
    AssetFactory()
    first, *_, last = rollups.TALLIES
    with closing(connection.copy()) as other, other.cursor() as writer:
        writer.execute(f"BEGIN; LOCK TABLE registry_{last}tally IN ROW EXCLUSIVE MODE")
        thread, refused = in_thread(rollups.retally)
        wait_for_a_lock()
        writer.execute(f"LOCK TABLE registry_{first}tally IN ROW EXCLUSIVE MODE; COMMIT")
        thread.join()
    assert not refused
    assert rollups.tallies_differ() == []


def pages_of(model):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s) / 8192", [model._meta.db_table])
        return cursor.fetchone()[0]


def gather(model, rows):
    """As if so many statements had been appended to a tally."""
    table = model._meta.db_table
    names = ", ".join(f.column for f in model._meta.fields if not f.primary_key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}"
            " CROSS JOIN generate_series(1, %s)",
            [rows],
        )


@pytest.fixture
def loose_tally(committed_db):
    """The tally of projects, through which more has passed than is left in it."""
    AssetFactory()
    rollups.compact()
    # Rows at the end keep VACUUM from cutting off what is empty before them.
    gather(ProjectTally, 30_000)
    ProjectTally.objects.exclude(pk=ProjectTally.objects.latest("pk").pk).delete()
    return ProjectTally


def test_what_has_passed_through_a_tally_leaves_no_empty_pages(loose_tally):
    row, before = loose_tally.objects.values().get(), pages_of(loose_tally)
    assert before > rollups.FEW_PAGES
    # The server's own statistics may be looking at the dead rows yet: then the next hour will do.
    # Or they hold up the new ones after the packing, which is then done but not told.
    assert until(lambda: (rollups.pack(), pages_of(loose_tally))[1] == 1)
    assert loose_tally.objects.values().get() == row
    assert rollups.pack() == []


def test_packing_passes_over_a_tally_that_somebody_holds(loose_tally, monkeypatch):
    monkeypatch.setattr(rollups, "PATIENCE", "50ms")
    with closing(connection.copy()) as other, other.cursor() as holding:
        holding.execute("BEGIN; LOCK TABLE registry_projecttally IN ACCESS SHARE MODE")
        assert rollups.pack() == []
        holding.execute("ROLLBACK")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
    assert rollups.pack() == ["project"]


@pytest.mark.django_db
def test_a_writer_does_not_wait_for_another_in_the_same_place():
    """Tallies are appended to: no statement updates a row that another may hold."""
    asset = AssetFactory()
    rows = ProjectTally.objects.count()
    AssetFactory(project=asset.project)
    assert ProjectTally.objects.count() == rows + 1
    rollups.compact()
    assert ProjectTally.objects.count() == 1


@pytest.mark.django_db
def test_a_falsified_tally_is_found_and_mended():
    FundingLineFactory(project=AssetFactory().project)
    for model, name in (
        (ProjectTally, "project"),
        (AssetTally, "asset"),
        (FundingTally, "funding"),
    ):
        model.objects.all().delete()
        assert rollups.tallies_differ() == [name]
        with pytest.raises(CommandError, match=name):
            call_command("rollups", "verify")
        rollups.rebuild()
        assert rollups.tallies_differ() == []


@pytest.mark.django_db
def test_changes_that_come_to_nothing_leave_nothing():
    asset = AssetFactory()
    rollups.compact()
    Asset.objects.update(medium="rain")
    Asset.objects.update(medium="gas")
    asset.delete()
    rollups.compact()
    assert AssetTally.objects.count() == 0


@pytest.mark.django_db
def test_a_project_that_is_erased_leaves_no_tally():
    line = FundingLineFactory(project=AssetFactory().project)
    project = line.project
    project.assets.all().delete()
    project.funding_lines.all().delete()
    Project.objects.filter(pk=project.pk).delete()
    assert rollups.tallies_differ() == []
    rollups.compact()
    assert [m.objects.count() for m in (ProjectTally, AssetTally, FundingTally)] == [0, 0, 0]
