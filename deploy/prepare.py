"""Bring an instance up to date: `python -m deploy.prepare [--no-demo] [--accounts]`.

Migrations, the demo city, the demo accounts and the static files, in one process; each step
looks first, so that a second start takes no longer than importing Django.
"""

import argparse
import hashlib
import os
import sys

import django
import pgtrigger
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from deploy.instance import INSTANCE, InstanceError
from registry import city

DEMO_PENDING = INSTANCE.var_dir / "demo-pending"
STATIC_STAMP = INSTANCE.var_dir / "static.sha256"


def prepare(*, demo: bool, accounts: bool) -> None:
    connect()
    refuse_unsafe_settings()
    if demo and not city.is_demo():
        say("示例数据是攀枝花市的，您设置了别的城市：不装入示例城市和示例账号。")
        demo = accounts = False
    if not demo and city.is_demo():
        say(f"这是{settings.CITY_NAME}的；别的城市请设 CITY_CODE、CITY_NAME（docs/部署.md）。")
    if demo and is_unused():
        DEMO_PENDING.touch()
    migrate()
    call_command("found_city")
    mend_triggers()
    if demo and DEMO_PENDING.exists():
        load_demo_city()
    call_command("demo_accounts", "enable" if accounts else "disable", verbosity=0)
    collect_static_files()


def connect() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(
            f"连不上数据库：请检查 DATABASE_URL 或数据库服务。（{str(error).splitlines()[0]}）"
        ) from error


def refuse_unsafe_settings() -> None:
    serious = [problem for problem in run_checks(databases=["default"]) if problem.is_serious()]
    if serious:
        raise CommandError("\n".join(f"{problem.msg}{problem.hint or ''}" for problem in serious))


def is_unused() -> bool:
    """A database whose reserve is merely empty is someone's own: no demo is put into it."""
    return not MigrationRecorder(connection).applied_migrations()


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("更新数据库结构……")
        call_command("migrate", verbosity=0, interactive=False)


def mend_triggers() -> None:
    """A database that was copied by other means may lack triggers, and nothing else would tell."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = {name for (name,) in cursor.fetchall()}
    declared = pgtrigger.registered()
    missing = [(model, each) for model, each in declared if each.get_pgid(model) not in found]
    if missing:
        say(f"补上数据库缺少的 {len(missing)} 个触发器……")
    for model, trigger in missing:
        trigger.install(model)


def load_demo_city() -> None:
    say("装入示例城市……")
    call_command("seed", verbosity=0)
    DEMO_PENDING.unlink()


def collect_static_files() -> None:
    fingerprint = static_fingerprint()
    collected = STATIC_STAMP.exists() and STATIC_STAMP.read_text() == fingerprint
    if collected and os.path.isdir(settings.STATIC_ROOT):
        return
    say("整理静态文件……")
    STATIC_STAMP.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    STATIC_STAMP.write_text(fingerprint)


def static_fingerprint() -> str:
    """Changes with any source file's name, size or time; reading them all would take longer."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = os.stat(storage.path(path))
            digest.update(f"{path}\0{source.st_size}\0{source.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.prepare")
    parser.add_argument("--no-demo", action="store_true")
    parser.add_argument(
        "--accounts",
        action=argparse.BooleanOptionalAction,
        default=INSTANCE.is_loopback,
        help="demo accounts; by default on a loopback HOST only",
    )
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    django.setup()
    prepare(demo=not asked.no_demo, accounts=asked.accounts and not asked.no_demo)


if __name__ == "__main__":
    try:
        main()
    except (CommandError, ImproperlyConfigured, InstanceError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
