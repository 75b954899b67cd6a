"""The embedded PostGIS cluster of an instance: `python -m deploy.cluster start|stop|status`.

Standard library only. Reached by a Unix socket alone; `start` and `stop` may be repeated.
"""

import argparse
import errno
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.instance import INSTANCE, SOCKET_NAME, Instance, InstanceError, reachable
from deploy.server import (
    command_of,
    configuration,
    is_server,
    owner_in_lock_file,
    program_folder,
    server_processes,
)

SYSTEM_FOLDER = Path("/var/lib/renewal-atlas")
ROLE = "CREATE ROLE atlas LOGIN CREATEDB"
# In the template, so that every database made later has it without a superuser, tests' too.
EXTENSION = "CREATE EXTENSION postgis"
DATABASE = "CREATE DATABASE atlas OWNER atlas"
ACCESS = "local all all peer map=atlas\n"
LONGEST_RECOVERY_S = 600
LONGEST_STOP_S = 60
LEAST_FREE_BYTES = 100 * 2**20
NOT_RUNNING = 3  # as pg_ctl and systemd say it


class ClusterError(Exception):
    """The cluster cannot be used; the text tells the person what to do."""


class Cluster:
    def __init__(self, instance: Instance, *, volatile: bool = False):
        self.instance = instance
        self.data = instance.cluster_dir
        self.volatile = volatile

    def start(self) -> bool:
        """Make the server run; False when it was running already."""
        self._refuse_another_owner()
        self.instance.log_dir.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._refuse_lost_data()
            if not self.data.exists():
                self._create()
            if self.is_running():
                return False
            self._recover()
            self._launch(self.data)
        return True

    def stop(self) -> bool:
        """Make the server stop; False when it was not running."""
        if not self.is_running():
            return False
        with self._alone():
            if not self.is_running():
                return False
            self._halt(self.data)
        return True

    def is_running(self) -> bool:
        self._refuse_another_owner()
        return owner_in_lock_file(self.data / "postmaster.pid") in server_processes(self.data)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.instance.var_dir / ".cluster.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _refuse_lost_data(self) -> None:
        if self.data.is_symlink() and not self.data.exists():
            raise ClusterError(
                f"数据库文件 {os.readlink(self.data)} 不见了：请先把它恢复到原处；"
                f"确定不要原有数据时，删除 {self.data} 后重新启动。"
            )

    def _refuse_another_owner(self) -> None:
        owner = self.instance.server_user
        if os.geteuid() not in {0, owner.pw_uid}:
            raise ClusterError(f"这个实例属于用户 {owner.pw_name}：请换用该用户或 root 运行。")

    def _create(self) -> None:
        """A cluster appears whole or not at all: it is made aside and renamed into place."""
        home = self._home()
        making = home / "cluster.new"
        shutil.rmtree(making, ignore_errors=True)
        self._own_folder(making)
        options = ["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
        access = ["--auth-local=peer", "--auth-host=reject"]
        hasty = ["--no-sync"] if self.volatile else []
        self._run("initdb", "-D", str(making), *options, *access, *hasty)
        self._write(making / "pg_hba.conf", ACCESS)
        self._write(making / "pg_ident.conf", self._identities())
        self._launch(making)
        self._query("template1", ROLE, EXTENSION)
        self._query("postgres", DATABASE)
        self._halt(making)
        making.rename(home / "cluster")
        if home != self.data.parent:
            self.data.symlink_to(home / "cluster")

    def _home(self) -> Path:
        """VAR_DIR, or a system folder where the server's user cannot enter it (root's home)."""
        user = self.instance.server_user
        if reachable(self.instance.var_dir, user):
            return self.instance.var_dir
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
        SYSTEM_FOLDER.chmod(0o755)
        home = Path(tempfile.mkdtemp(prefix=f"{self.instance.fingerprint}-", dir=SYSTEM_FOLDER))
        os.chown(home, user.pw_uid, user.pw_gid)
        return home

    def _identities(self) -> str:
        """Operating-system users who may connect: as the application, and to administer it."""
        users = sorted({"root", "postgres", self.instance.server_user.pw_name})
        return "".join(f'atlas "{user}" atlas\natlas "{user}" postgres\n' for user in users)

    def _query(self, database: str, *statements: str) -> None:
        place = ["-h", str(self.instance.socket_dir), "-U", "postgres", "-d", database]
        commands = [f"--command={statement}" for statement in statements]
        self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *place, *commands)

    def _recover(self) -> None:
        """Clear what a killed server leaves behind; PostgreSQL itself replays its log."""
        deadline = time.monotonic() + LONGEST_STOP_S
        while children := server_processes(self.data):
            if time.monotonic() > deadline:
                raise ClusterError(f"数据库的旧进程 {min(children)} 没有退出：请结束它后重新启动。")
            time.sleep(0.1)
        self._drop_stale(self.data / "postmaster.pid")
        self._drop_stale(self.instance.socket_dir / f"{SOCKET_NAME}.lock")

    def _drop_stale(self, lock_file: Path) -> None:
        """PostgreSQL clears a dead process's lock, but believes a reused process number."""
        owner = owner_in_lock_file(lock_file)
        if owner is None or not Path(f"/proc/{owner}").exists():
            return
        if is_server(owner):
            raise ClusterError(f"另一个数据库进程 {owner} 还在使用这个实例：请结束它后重新启动。")
        lock_file.unlink()

    def _launch(self, data: Path) -> None:
        socket_dir = self.instance.socket_dir
        self._own_folder(socket_dir)
        settings = configuration(socket_dir, volatile=self.volatile, has_lz4=self._has_lz4(data))
        self._write(data / "postgresql.conf", settings)
        waiting = ["-w", "-t", str(LONGEST_RECOVERY_S)]
        self._run("pg_ctl", "start", "-s", "-D", str(data.resolve()), *waiting)

    def _has_lz4(self, data: Path) -> bool:
        """Whether the server was built with it: by a word that it does not know it never starts."""
        asked = ["-C", "wal_compression", "-c", "wal_compression=lz4", "-D", str(data.resolve())]
        command = [str(self._programs() / "postgres"), *asked]
        result = subprocess.run(  # noqa: S603  the server's own program, found by us
            command_of(self.instance.server_user, command),
            cwd="/",
            env=_environment(),
            capture_output=True,
        )
        return result.returncode == 0

    def _halt(self, data: Path) -> None:
        waiting = ["-w", "-t", str(LONGEST_STOP_S)]
        self._run("pg_ctl", "stop", "-s", "-D", str(data.resolve()), "-m", "fast", *waiting)

    def _own_folder(self, folder: Path) -> None:
        """A folder of the server's user alone; /tmp is everyone's, so another's is refused."""
        user = self.instance.server_user
        try:
            folder.mkdir(mode=0o700)
            os.chown(folder, user.pw_uid, user.pw_gid)
        except FileExistsError:
            if folder.is_symlink() or folder.stat().st_uid != user.pw_uid:
                raise ClusterError(f"文件夹 {folder} 属于别的用户：请删除它后重新启动。") from None
            folder.chmod(0o700)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o600)
        os.chown(path, self.instance.server_user.pw_uid, self.instance.server_user.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as its user; what it says goes to the log."""
        command = [str(self._programs() / program), *arguments]
        log = self.instance.log_dir / "postgresql.log"
        with log.open("ab") as output:
            before = output.tell()
            result = subprocess.run(  # noqa: S603  the server's own program, found by us
                command_of(self.instance.server_user, command),
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        if result.returncode:
            raise ClusterError(_reason(log, before))

    def _programs(self) -> Path:
        version = self.data / "PG_VERSION"
        major = version.read_text().strip() if version.exists() else None
        programs = program_folder(major)
        if programs:
            return programs
        if major:
            raise ClusterError(
                f"这个实例的数据由 PostgreSQL {major} 建立，本机没有这个版本："
                f"请安装 postgresql-{major}-postgis-3，或换一个 VAR_DIR。"
            )
        raise ClusterError("本机没有带 PostGIS 的 PostgreSQL：请先安装 postgresql-postgis。")


def _environment() -> dict[str, str]:
    """Nothing of the caller's: PGDATA, PGPORT or a missing locale would mislead the server."""
    return {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def _reason(log: Path, since: int) -> str:
    with log.open("rb") as file:
        file.seek(since)
        said = file.read().decode(errors="replace")
    # initdb may die of a full disk without a word about it.
    if "No space left on device" in said or shutil.disk_usage(log).free < LEAST_FREE_BYTES:
        return "磁盘已满，数据库不能运行：请腾出空间后重新启动。"
    return f"数据库没有正常启动或停止：详情见 {log} 的末尾。"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.cluster")
    parser.add_argument("action", choices=["start", "stop", "status"])
    parser.add_argument("--volatile", action="store_true", help="for tests: quick, lost in a crash")
    asked = parser.parse_args()
    cluster = Cluster(INSTANCE, volatile=asked.volatile)
    if asked.action == "start":
        _say("started" if cluster.start() else "running")
    elif asked.action == "stop":
        _say("stopped" if cluster.stop() else "not running")
    else:
        running = cluster.is_running()
        _say("running" if running else "not running")
        return 0 if running else NOT_RUNNING
    return 0


def _sentence(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "磁盘已满：请腾出空间后重新启动。"
    return f"不能读写 {error.filename}（{error.strerror}）：请检查这个文件夹的权限。"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (ClusterError, InstanceError) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(_sentence(error))
