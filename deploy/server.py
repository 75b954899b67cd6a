"""PostgreSQL on this machine: its programs, its processes, its settings for an embedded cluster."""

import os
import pwd
import re
import shutil
from pathlib import Path

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
DEBIAN_EXTENSIONS = "/usr/share/postgresql/{major}/extension/postgis.control"
MB = 2**20


def program_folder(major: str | None = None) -> Path | None:
    """Where `initdb` and `pg_ctl` are: of that major version, else of the newest with PostGIS."""
    installed = sorted(
        (
            folder
            for folder in DEBIAN_PROGRAMS.glob("[0-9]*")
            if (folder / "bin" / "initdb").exists()
            and Path(DEBIAN_EXTENSIONS.format(major=folder.name)).exists()
        ),
        key=lambda folder: int(folder.name),
    )
    if major:
        installed = [folder for folder in installed if folder.name == major]
    if installed:
        return installed[-1] / "bin"
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere and not major else None


def command_of(user: pwd.struct_passwd, command: list[str]) -> list[str]:
    """The command as `user` would run it; only root can, and need, become someone else."""
    if os.geteuid() == user.pw_uid:
        return command
    identity = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--init-groups"]
    return ["setpriv", *identity, *command]


def server_processes(data: Path) -> set[int]:
    """Live PostgreSQL processes on this data folder, told by their working directory.

    A process number alone proves nothing: after a crash another program may have it.
    """
    processes = map(int, filter(str.isdigit, os.listdir("/proc")))
    return {pid for pid in processes if _works_in(pid, data)}


def _works_in(pid: int, data: Path) -> bool:
    try:
        return is_server(pid) and Path(os.readlink(f"/proc/{pid}/cwd")) == data.resolve()
    except OSError:  # ended meanwhile, or another user's
        return False


def is_server(pid: int) -> bool:
    try:
        return Path(os.readlink(f"/proc/{pid}/exe")).name.startswith("postgres")
    except OSError:
        return False


def owner_in_lock_file(lock_file: Path) -> int | None:
    """The process number on the first line of `postmaster.pid` or a socket's lock."""
    try:
        match = re.match(r"\d+", lock_file.read_text())
    except FileNotFoundError:
        return None
    return int(match[0]) if match else None


def configuration(socket_dir: Path, *, volatile: bool, has_lz4: bool) -> str:
    """The whole of postgresql.conf: sized to the machine, reached by socket alone."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MB
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": f'"{socket_dir}"',
        "unix_socket_permissions": "0700",
        "shared_buffers": f"{_between(128, memory // 8, 1024)}MB",
        "effective_cache_size": f"{memory // 2}MB",
        "work_mem": f"{_between(8, memory // 256, 32)}MB",
        "maintenance_work_mem": f"{_between(64, memory // 16, 512)}MB",
        "max_wal_size": "2GB",
        # PostgreSQL's own way takes a fourteenth of the time of an import.
        "wal_compression": "lz4" if has_lz4 else "on",
        "random_page_cost": "1.1",
        "jit": "off",
        # A tile or a project's own query is quicker through an index than a parallel scan.
        "max_parallel_workers_per_gather": "0",
    }
    if volatile:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


def _between(low: int, wanted: int, high: int) -> int:
    return max(low, min(wanted, high))
