"""Keys checked by statement promise what a foreign key does, whoever comes first."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from registry.models import Asset, ImportBatch, Project
from tests.factories import AssetFactory, ProjectFactory
from tests.meanwhile import in_thread, wait_for_a_lock

NOBODY = 2_000_000_000


def batch_of(**values):
    return ImportBatch.objects.create(file_name="a.shp", sha256="0" * 64, **values)


def execute(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def gone(model, pk):
    """Delete as SQL does: what points there is not asked."""
    execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)


@transaction.atomic
def gone_with_its_totals(project):
    execute("DELETE FROM registry_assettotal WHERE project_id = %s", project)
    execute("DELETE FROM registry_projecttotal WHERE project_id = %s", project)
    gone(Project, project)


@transaction.atomic
def gone_out_of_a_snapshot(model, pk):
    execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    gone(model, pk)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["project_id", "batch_id"])
def test_an_asset_of_nothing_is_refused(column):
    asset = AssetFactory()
    with pytest.raises(IntegrityError, match="已被删除"), transaction.atomic():
        Asset.objects.filter(pk=asset.pk).update(**{column: NOBODY})
    copied = {"project_id": asset.project_id, "kind": "pipe", "medium": "gas", column: NOBODY}
    with pytest.raises(IntegrityError, match="已被删除"), transaction.atomic():
        Asset.objects.bulk_create([Asset(**copied)])


@pytest.mark.django_db
def test_one_missing_project_among_many_refuses_the_statement():
    projects = [ProjectFactory().pk for _ in range(3)]
    fresh = [Asset(project_id=pk, kind="pipe", medium="gas") for pk in (*projects, NOBODY)]
    with pytest.raises(IntegrityError, match="已被删除"), transaction.atomic():
        Asset.objects.bulk_create(fresh)
    assert not Asset.objects.filter(project__in=projects).exists()


@pytest.mark.parametrize("change", ["DELETE FROM {t}", "UPDATE {t} SET id = 1999999999"])
def test_what_assets_point_to_stays_under_its_key(committed_db, change):
    batch, project = batch_of(), ProjectFactory()
    AssetFactory(project=project, batch=batch)
    sql = change.format(t="registry_importbatch") + " WHERE id = %s"
    with pytest.raises(IntegrityError, match="不能删除"):
        execute(sql, batch.pk)
    assert ImportBatch.objects.filter(pk=batch.pk).exists()


def test_a_project_stays_although_its_totals_were_taken_away(committed_db):
    asset = AssetFactory()
    asset.project.stage_changes.all().delete()
    with pytest.raises(IntegrityError, match="不能删除"):
        gone_with_its_totals(asset.project_id)
    assert Project.objects.filter(pk=asset.project_id).exists()


def test_who_goes_with_his_assets_or_comes_back_may_go(committed_db):
    batch = batch_of()
    asset = AssetFactory(batch=batch)
    with transaction.atomic():
        gone(ImportBatch, batch.pk)
        batch.save(force_insert=True)
    with transaction.atomic():
        gone(ImportBatch, batch.pk)
        asset.delete()
    assert not ImportBatch.objects.filter(pk=batch.pk).exists()


def test_django_deletes_and_empties_what_it_always_did(committed_db):
    asset, batch = AssetFactory(), batch_of()
    Asset.objects.update(batch=batch)
    batch.delete()
    asset.refresh_from_db()
    assert asset.batch is None
    asset.project.delete()
    assert not Asset.objects.exists()


def test_a_table_is_not_emptied_under_its_assets(committed_db):
    AssetFactory(batch=batch_of())
    with pytest.raises(IntegrityError, match="不能删除"):
        execute("TRUNCATE registry_importbatch")
    execute("TRUNCATE registry_importbatch, registry_asset")
    assert not ImportBatch.objects.exists()


def test_a_deletion_waits_for_the_asset_that_came_first(committed_db):
    batch, asset = batch_of(), AssetFactory()
    with transaction.atomic():
        Asset.objects.filter(pk=asset.pk).update(batch=batch)
        thread, refused = in_thread(lambda: gone(ImportBatch, batch.pk))
        wait_for_a_lock()
    thread.join()
    assert "不能删除" in str(refused[0])
    assert Asset.objects.get(pk=asset.pk).batch == batch


def test_an_asset_waits_for_the_deletion_that_came_first(committed_db):
    batch, asset = batch_of(), AssetFactory()
    with transaction.atomic():
        gone(ImportBatch, batch.pk)
        thread, refused = in_thread(lambda: Asset.objects.filter(pk=asset.pk).update(batch=batch))
        wait_for_a_lock()
    thread.join()
    assert "已被删除" in str(refused[0])
    assert Asset.objects.get(pk=asset.pk).batch is None


def test_an_asset_comes_after_all_where_the_deletion_was_undone(committed_db):
    batch, asset = batch_of(), AssetFactory()
    with transaction.atomic():
        gone(ImportBatch, batch.pk)
        thread, refused = in_thread(lambda: Asset.objects.filter(pk=asset.pk).update(batch=batch))
        wait_for_a_lock()
        transaction.set_rollback(True)
    thread.join()
    assert refused == []
    assert Asset.objects.get(pk=asset.pk).batch == batch


def test_writers_of_assets_in_one_project_do_not_wait_for_its_key(committed_db):
    """Two statements that point to one batch lock it together: neither waits, both are written."""
    batch, first, second = batch_of(), AssetFactory(), AssetFactory()
    with transaction.atomic():
        Asset.objects.filter(pk=first.pk).update(batch=batch)
        thread, refused = in_thread(lambda: Asset.objects.filter(pk=second.pk).update(batch=batch))
        thread.join()
    assert refused == []
    assert batch.assets.count() == 2


def test_a_frozen_snapshot_may_delete_nothing_that_assets_could_point_to(committed_db):
    batch = batch_of()
    with pytest.raises(DatabaseError, match="READ COMMITTED"):
        gone_out_of_a_snapshot(ImportBatch, batch.pk)
    assert ImportBatch.objects.filter(pk=batch.pk).exists()
