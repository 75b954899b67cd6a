"""The instance that VAR_DIR, DATABASE_URL, HOST and PORT name: the environment, read once.

Standard library only: the set-up scripts read it before anything is installed.
`python -m deploy.instance` says in one sentence why the address cannot be served, if so.
"""

import errno
import hashlib
import ipaddress
import os
import pwd
import socket
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # bytes: sun_path holds 108 with its closing zero
SHORT_FOLDER = Path("/tmp")  # noqa: S108  the folder made in it is 0700 and its owner checked


class InstanceError(ValueError):
    """The environment names an instance that cannot be; the text is for the person."""


@dataclass(frozen=True)
class Instance:
    var_dir: Path
    host: str = "127.0.0.1"
    port: str = "8000"
    external_url: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Instance":
        return cls(
            var_dir=Path(environment.get("VAR_DIR") or ROOT / "var").resolve(),
            host=environment.get("HOST") or cls.host,
            port=environment.get("PORT") or cls.port,
            external_url=environment.get("DATABASE_URL", ""),
        )

    @property
    def embedded(self) -> bool:
        return not self.external_url

    @property
    def database_url(self) -> str:
        return self.external_url or f"postgis://atlas@{quote(str(self.socket_dir), safe='')}/atlas"

    @property
    def is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def uploads_dir(self) -> Path:
        return self.var_dir / "uploads"

    @property
    def log_dir(self) -> Path:
        return self.var_dir / "log"

    @property
    def accounts_file(self) -> Path:
        return self.var_dir / "demo-accounts.txt"

    @property
    def cluster_dir(self) -> Path:
        """May be a symbolic link, where the server's user cannot reach VAR_DIR."""
        return self.var_dir / "cluster"

    @property
    def server_user(self) -> pwd.struct_passwd:
        """Who owns the data, else who will: PostgreSQL refuses to run as root."""
        try:
            if self.cluster_dir.exists():
                return pwd.getpwuid(self.cluster_dir.stat().st_uid)
            return pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("postgres")
        except KeyError:
            raise InstanceError(
                "系统中没有 postgres 用户（或当前用户没有登记）：请先安装 postgresql-postgis。"
            ) from None

    @property
    def socket_dir(self) -> Path:
        own = self.var_dir / "socket"
        path = str(own / SOCKET_NAME)
        fits = len(os.fsencode(path)) <= LONGEST_SOCKET_PATH and not set(path) & set(",'\"")
        if fits and reachable(self.var_dir, self.server_user):
            return own
        return SHORT_FOLDER / f"renewal-atlas-{self.fingerprint}"

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(os.fsencode(self.var_dir)).hexdigest()[:12]


def reachable(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` may pass through `folder` and every folder above it."""
    groups = os.getgrouplist(user.pw_name, user.pw_gid)
    return all(
        _may_enter(place.stat(), user.pw_uid, groups)
        for place in (folder, *folder.parents)
        if place.exists()
    )


def _may_enter(place: os.stat_result, uid: int, groups: list[int]) -> bool:
    if place.st_uid == uid:
        return bool(place.st_mode & stat.S_IXUSR)
    if place.st_gid in groups:
        return bool(place.st_mode & stat.S_IXGRP)
    return bool(place.st_mode & stat.S_IXOTH)


def refusal(instance: Instance) -> str:
    """Why nothing can listen on the instance's address, as a sentence; empty if it can."""
    if not (instance.port.isdecimal() and 1 <= int(instance.port) <= 65535):
        return f"PORT 应为 1 到 65535 的整数，现在是“{instance.port}”。"
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            instance.host, instance.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as probe:
            # As gunicorn does: a connection that is closing does not occupy the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return _sentence(instance, error)
    return ""


def _sentence(instance: Instance, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {instance.port} 已被别的程序占用："
            "请换一个端口再启动，例如 PORT=8001 bash deploy/run.sh。"
        )
    if error.errno == errno.EACCES:
        return f"当前用户不能使用端口 {instance.port}：请换用 1024 以上的端口，例如 PORT=8000。"
    return f"HOST“{instance.host}”不是本机的地址：请改用本机地址，例如 HOST=127.0.0.1。"


INSTANCE = Instance.from_environment()

if __name__ == "__main__":
    sys.exit(refusal(INSTANCE) or 0)
