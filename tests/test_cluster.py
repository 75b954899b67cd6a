import os
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from deploy import cluster as cluster_module
from deploy.cluster import Cluster, ClusterError
from deploy.instance import SOCKET_NAME, Instance
from deploy.server import owner_in_lock_file, program_folder, server_processes

pytestmark = pytest.mark.skipif(not program_folder(), reason="no PostgreSQL on this machine")


@pytest.fixture(scope="module")
def open_folder():
    """Where the server's own user may enter, unlike pytest's folders."""
    folder = Path(tempfile.mkdtemp(prefix="atlas-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def made(open_folder):
    """One cluster for all: making it is the slow part."""
    cluster = Cluster(Instance(open_folder / "var"), volatile=True)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def cluster(made):
    made.start()
    return made


def query(cluster, sql, *, role="atlas", database="atlas"):
    socket_dir = str(cluster.instance.socket_dir)
    with psycopg.connect(
        host=socket_dir, user=role, dbname=database, autocommit=True
    ) as connection:
        result = connection.execute(sql)
        return result.fetchone()[0] if result.description else None


def kill(cluster):
    os.kill(owner_in_lock_file(cluster.data / "postmaster.pid"), signal.SIGKILL)
    while cluster.is_running():
        time.sleep(0.01)


def test_start_and_stop_may_be_repeated(cluster):
    assert not cluster.start()
    assert cluster.stop()
    assert not cluster.stop()
    assert cluster.start()


def test_two_starts_at_once_make_one_server(cluster):
    cluster.stop()
    with ThreadPoolExecutor() as threads:
        started = list(threads.map(lambda _: cluster.start(), range(2)))
    assert sorted(started) == [False, True]


def test_the_application_is_no_superuser(cluster):
    assert query(cluster, "SELECT rolcreatedb AND NOT rolsuper FROM pg_roles WHERE rolname = user")


def test_every_database_that_the_application_makes_has_postgis(cluster):
    query(cluster, "CREATE DATABASE another")
    assert (
        query(
            cluster, "SELECT ST_SRID('SRID=4490;POINT(101.7 26.5)'::geometry)", database="another"
        )
        == 4490
    )
    query(cluster, "DROP DATABASE another")


def test_the_server_is_reached_by_its_socket_alone(cluster):
    assert query(cluster, "SHOW listen_addresses", role="postgres") == ""
    assert (cluster.instance.socket_dir).stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_its_log_is_compressed_by_lz4_where_the_server_was_built_with_it(cluster):
    known = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'wal_compression'"
    assert (query(cluster, "SHOW wal_compression") == "lz4") == query(cluster, known)


def test_a_stranger_on_the_machine_is_refused(cluster):
    command = ["psql", "-h", str(cluster.instance.socket_dir), "-U", "atlas", "atlas"]
    stranger = subprocess.run(["setpriv", "--reuid=65534", *command], capture_output=True)
    assert stranger.returncode
    assert b"Permission denied" in stranger.stderr


def test_a_killed_server_recovers_what_was_committed(cluster):
    cluster.stop()
    durable = Cluster(cluster.instance)
    durable.start()
    query(durable, "CREATE TABLE kept AS SELECT 1 AS id")
    kill(durable)
    assert durable.start()
    assert query(durable, "SELECT count(*) FROM kept") == 1
    query(durable, "DROP TABLE kept")
    durable.stop()


def test_a_reused_process_number_does_not_block_the_start(cluster):
    kill(cluster)
    for lock_file in (
        cluster.data / "postmaster.pid",
        cluster.instance.socket_dir / f"{SOCKET_NAME}.lock",
    ):
        lines = lock_file.read_text().splitlines(keepends=True)
        lock_file.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))
    assert not cluster.is_running()
    assert cluster.start()


def test_another_servers_lock_is_never_taken_away(cluster):
    with pytest.raises(ClusterError, match="还在使用这个实例"):
        cluster._drop_stale(cluster.data / "postmaster.pid")
    assert cluster.is_running()


def test_an_interrupted_making_is_begun_again(open_folder):
    cluster = Cluster(Instance(open_folder / "interrupted"), volatile=True)
    half = cluster.instance.var_dir / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("")
    assert cluster.start()
    assert cluster.stop()
    assert not half.exists()


def test_data_of_a_version_that_is_not_installed_is_explained(cluster):
    cluster.stop()
    version = cluster.data / "PG_VERSION"
    kept = version.read_text()
    version.write_text("9\n")
    with pytest.raises(ClusterError, match="安装 postgresql-9-postgis-3"):
        cluster.start()
    version.write_text(kept)


def test_a_failed_start_names_the_log(cluster):
    cluster.stop()
    control = cluster.data / "global" / "pg_control"
    control.rename(control.with_suffix(".away"))
    with pytest.raises(ClusterError, match=r"详情见 .*postgresql\.log"):
        cluster.start()
    control.with_suffix(".away").rename(control)


def test_a_full_disk_is_told_apart(tmp_path):
    log = tmp_path / "postgresql.log"
    log.write_text("an older line\nFATAL:  could not write: No space left on device\n")
    assert "磁盘已满" in cluster_module._reason(log, 0)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as someone else")
def test_a_folder_closed_to_the_server_keeps_its_data_elsewhere(open_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "SYSTEM_FOLDER", open_folder / "system")
    tmp_path.chmod(0o700)
    cluster = Cluster(Instance(tmp_path / "var"), volatile=True)
    assert cluster.start()
    assert cluster.data.resolve().is_relative_to(open_folder / "system")
    assert query(cluster, "SELECT 1") == 1
    cluster.stop()
    assert server_processes(cluster.data) == set()
    cluster.instance.socket_dir.rmdir()


def test_data_that_disappeared_is_explained(tmp_path):
    cluster = Cluster(Instance(tmp_path))
    cluster.data.symlink_to(tmp_path / "gone")
    with pytest.raises(ClusterError, match="不见了"):
        cluster.start()
