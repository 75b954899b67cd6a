"""Databases that tests are given copies of: to write them takes most of a minute each.

They outlast a run, until the code changes. `python -m tests.template` makes them beforehand.
"""

import os
import shutil
import subprocess
import sys
from datetime import date
from hashlib import sha256

from deploy.instance import INSTANCE, ROOT

READ_BY_ALL = ("deploy/settings.py", "deploy/requirements-test.txt")
#: All that migrations read; the models are what migrations made them.
READ_BY_MIGRATIONS = (
    *("registry/migrations", "registry/models", "registry/data"),
    *("registry/choices.py", "gis/functions.py", *READ_BY_ALL),
)
#: All that may change the demo city, which is also of its day.
READ_BY_THE_SEED = ("registry", "gis", *READ_BY_ALL)
#: Where the papers and photos of the demo city lie.
CITY_FILES = INSTANCE.var_dir / "demo-city"
#: Ends all our connections to a database but the one that asks.
SEND_AWAY = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()
"""
FOUND = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"


def template(connection):
    """The name of a database with all migrations and nothing else; `connection` is Django's."""
    name = f"template_of_tests_{digest(*READ_BY_MIGRATIONS)}"
    return there(connection, name, "migrate")


def demo_city(connection):
    """The name of a database with the demo city."""
    name = f"demo_city_of_tests_{digest(*READ_BY_THE_SEED)}_{date.today():%Y%m%d}"
    return there(connection, name, "seed", source=template(connection))


def there(connection, name, command, source="template1"):
    """The database of this name, written by a command of ours where it is not there yet.

    Of several processes that ask one writes it and the others wait.
    """
    title = name[: name.index("tests_") + len("tests_")]
    with connection._nodb_cursor() as cursor:
        # Let go with the cursor's own connection.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [title])
        cursor.execute(FOUND, [title])
        found = {each for (each,) in cursor.fetchall()}
        if name not in found:
            for outdated in found:
                cursor.execute(f"DROP DATABASE {outdated}")
            # It bears its name only when it is whole.
            cursor.execute(f"CREATE DATABASE {title}new TEMPLATE {source}")
            write(f"{title}new", command)
            cursor.execute(f"ALTER DATABASE {title}new RENAME TO {name}")
    return name


def write(database, command):
    shutil.rmtree(CITY_FILES, ignore_errors=True)
    subprocess.run(
        [sys.executable, "manage.py", command, "--skip-checks", "--verbosity=0"],
        cwd=ROOT,
        env={
            **os.environ,
            "VAR_DIR": str(CITY_FILES),
            "DATABASE_URL": address_of(database),
        },
        stdout=subprocess.DEVNULL,
        check=True,
    )


def put_in_place(connection, source):
    """A copy of the database `source` in the place of the one that `connection` leads to.

    Quicker than to empty eighty tables and to write again what migrations had written.
    """
    connection.close()
    name = connection.settings_dict["NAME"]
    own = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:
        # FORCE ends with an error where a vacuum of the server's own is at work; without it that is
        # sent away, and only ours have to be.
        cursor.execute(SEND_AWAY, [name])
        cursor.execute(f"DROP DATABASE {own}")
        cursor.execute(f"CREATE DATABASE {own} TEMPLATE {source}")


def put_city_in_place(connection, media):
    """The demo city, and its files in the folder `media`."""
    put_in_place(connection, demo_city(connection))
    shutil.copytree(CITY_FILES / "uploads", media, dirs_exist_ok=True)


def address_of(database):
    """Another database of the instance's server."""
    return f"{INSTANCE.database_url.rpartition('/')[0]}/{database}"


def digest(*places):
    """Of what stands in these files and folders."""
    told = sha256()
    for path in map(ROOT.joinpath, places):
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            if file.suffix != ".pyc" and file.is_file():
                told.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return told.hexdigest()[:16]


if __name__ == "__main__":
    import django
    from django.db import connection

    django.setup()
    demo_city(connection)
