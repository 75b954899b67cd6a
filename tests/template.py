"""The database that tests are given a copy of: migrating one takes most of a minute.

It outlasts a run. `python -m tests.template` makes it beforehand.
"""

import os
import subprocess
import sys
from hashlib import sha256

from deploy.instance import INSTANCE, ROOT

PREFIX = "template_of_tests_"
#: All that migrations read. What they only compare with, the models, the copies are compared with.
READ_BY_MIGRATIONS = (
    *("registry/migrations", "registry/models", "registry/data"),
    *("registry/choices.py", "gis/functions.py", "deploy/settings.py"),
    "deploy/requirements-test.txt",
)
TEMPLATES = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"


def template(connection):
    """The name of a database with all migrations and nothing else, made where there is none.

    `connection` is Django's; of several processes that ask, one makes it and the others wait.
    """
    name = PREFIX + digest()
    with connection._nodb_cursor() as cursor:
        # Let go with the cursor's own connection.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [PREFIX])
        cursor.execute(TEMPLATES, [PREFIX])
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for outdated in there:
                cursor.execute(f"DROP DATABASE {outdated}")
            make(cursor, name)
    return name


def put_in_place(connection, source):
    """A copy of the database `source` in the place of the one that `connection` leads to.

    Quicker than to empty eighty tables and to write again what migrations had written.
    """
    connection.close()
    own = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {own} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {own} TEMPLATE {source}")


def make(cursor, name):
    """It bears its name only when it is whole."""
    unfinished = f"{PREFIX}new"
    cursor.execute(f"CREATE DATABASE {unfinished}")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address_of(unfinished)},
        check=True,
    )
    cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")


def address_of(database):
    """Another database of the instance's server."""
    return f"{INSTANCE.database_url.rpartition('/')[0]}/{database}"


def digest():
    """Of all that migrations read."""
    told = sha256()
    for path in map(ROOT.joinpath, READ_BY_MIGRATIONS):
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            if file.suffix != ".pyc":
                told.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return told.hexdigest()[:16]


if __name__ == "__main__":
    import django
    from django.db import connection

    django.setup()
    template(connection)
