"""An instance put aside and brought back: `python -m deploy.backup keep|restore FOLDER`.

The folder holds the database as `pg_dump` writes it, what VAR_DIR has besides, and the SHA-256 of
every file. It appears whole or not at all, and is brought back only into an instance that is empty.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

if direct := os.environ.get("DATABASE_DIRECT_URL"):
    # As for the worker: a pool keeps what pg_dump sets for its session.
    os.environ["DATABASE_URL"] = direct

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import connection

from deploy.instance import INSTANCE, InstanceError
from deploy.prepare import connect, is_unused, say
from deploy.server import program_folder
from registry.exchange.answer import libpq_options

DUMP, SUMS = "database.dump", "SHA256SUMS"
#: What VAR_DIR holds besides the database and what is made anew.
FILES = ("uploads", "secret-key", "basemaps")
#: The copies of the audit log's seals.
SEALS = "log/audit-seals.txt"
#: Which of these tell that an instance is somebody's; a key is made by whoever looks.
KEPT_APART = ("uploads", SEALS)
#: What the list of a dump says of PostGIS, which is there already and belongs to whoever made it;
#: and of triggers, which `deploy.prepare` makes as they are declared: those of old compare shapes
#: in a way that no dump can be restored with.
LEFT_OUT = (" EXTENSION ", " spatial_ref_sys ", " pgtrigger_")


def keep(folder: Path) -> None:
    """The database before the files: one that comes later is one too many, never one too few.

    With the seals it is the other way round: a copy of one that the database lacks would speak of
    a log that was cut short, for ever.
    """
    connect()
    if is_unused():
        raise CommandError("数据库是空的，没有可备份的内容：请核对 VAR_DIR 或 DATABASE_URL。")
    with appearing(folder) as draft:
        copy_files(INSTANCE.var_dir, draft, [SEALS])
        say("备份数据库……")
        run("pg_dump", "--format=custom", f"--file={draft / DUMP}")
        say("备份文件……")
        copy_files(INSTANCE.var_dir, draft, FILES)
        write_sums(draft)


def restore(folder: Path) -> None:
    """All of the database or nothing, in one transaction; the files are there before it."""
    refuse_damage(folder)
    connect()
    if not is_unused():
        raise CommandError(
            "这个实例已经有数据，不会被覆盖：请用 VAR_DIR 指定新的文件夹（或空的数据库）再恢复。"
        )
    unfinished = INSTANCE.var_dir / "restoring"
    refuse_files_of_another(unfinished)
    say("恢复文件……")
    unfinished.touch()
    copy_files(folder, INSTANCE.var_dir, [SEALS, *FILES])
    say("恢复数据库……")
    listed = run("pg_restore", "--list", str(folder / DUMP))
    wanted = INSTANCE.var_dir / "restored.list"
    lines = [line for line in listed.splitlines() if not any(word in line for word in LEFT_OUT)]
    wanted.write_text("\n".join(lines))
    whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    # The very database, as libpq is told by the environment.
    into = f"--dbname={connection.get_connection_params()['dbname']}"
    run("pg_restore", *whole, into, f"--use-list={wanted}", str(folder / DUMP))
    wanted.unlink()
    unfinished.unlink()


def refuse_files_of_another(unfinished: Path) -> None:
    """An empty database beside somebody's files: what a restoring has left may be gone on with."""
    own = [name for name in KEPT_APART if (INSTANCE.var_dir / name).exists()]
    if own and not unfinished.exists():
        raise CommandError(
            f"{INSTANCE.var_dir} 里已经有 {own[0]}，不会被覆盖：请用 VAR_DIR 指定新的文件夹再恢复。"
        )


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """A folder beside that becomes this one when all has gone well."""
    if folder.exists():
        raise CommandError(f"{folder} 已经存在：请换一个文件夹名，如写上日期。")
    draft = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        yield draft
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def copy_files(source: Path, target: Path, names: Iterable[str]) -> None:
    for name in names:
        found, wanted = source / name, target / name
        if found.is_dir():
            shutil.copytree(found, wanted, dirs_exist_ok=True, copy_function=copy_if_there)
        elif found.exists():
            wanted.parent.mkdir(parents=True, exist_ok=True)
            copy_if_there(found, wanted)


def copy_if_there(found: str | Path, wanted: str | Path) -> None:
    """The site runs on: exports expire, pictures of base maps are dropped, drafts are put away."""
    try:
        shutil.copy2(found, wanted)
    except FileNotFoundError:
        if Path(found).exists():
            raise


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)


def write_sums(folder: Path) -> None:
    """As `sha256sum --check` reads them."""
    lines = (f"{digest(path)}  {path.relative_to(folder)}\n" for path in files_of(folder))
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def refuse_damage(folder: Path) -> None:
    if not (folder / SUMS).is_file() or not (folder / DUMP).is_file():
        raise CommandError(f"{folder} 里没有完整的备份（缺 {DUMP} 或 {SUMS}）：请换一份。")
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    for line in lines:
        kept, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or digest(path) != kept:
            raise CommandError(f"备份里的 {name} 缺失或已损坏，没有恢复任何内容：请换一份备份。")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def run(name: str, *arguments: str) -> str:
    """What one of PostgreSQL's own programs says; it reaches the database as Django does."""
    # By variables: on the command line others could read the password.
    options = [(option.envvar, value) for option, value in libpq_options() if option.envvar]
    known = {variable.decode(): str(value) for variable, value in options}
    result = subprocess.run(  # noqa: S603  PostgreSQL's own program, found by us
        [program(name), *arguments],
        env={**os.environ, **known},
        capture_output=True,
        text=True,
    )
    if result.returncode:
        said = result.stderr.strip().splitlines() or [""]
        raise CommandError(f"{name} 没有成功：{said[0]}")
    return result.stdout


def program(name: str) -> str:
    """Of the server's version where this machine has it: an older one refuses a newer server."""
    folder = program_folder(str(connection.pg_version // 10_000))
    found = str(folder / name) if folder else shutil.which(name)
    if found is None:
        raise CommandError(f"本机没有 {name}：请安装 postgresql-client（版本不低于数据库）。")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.backup")
    parser.add_argument("action", choices=["keep", "restore"])
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    django.setup()
    {"keep": keep, "restore": restore}[asked.action](asked.folder.absolute())


if __name__ == "__main__":
    try:
        main()
    except (CommandError, ImproperlyConfigured, InstanceError) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"不能读写 {error.filename}（{error.strerror}）：请检查权限和磁盘空间。")
    except KeyboardInterrupt:
        sys.exit(130)
