"""The worker of an instance: `python -m deploy.worker`; `deploy/run.sh` keeps one running.

DATABASE_DIRECT_URL names the server itself where DATABASE_URL leads through PgBouncer: the
worker is woken by NOTIFY and marks its jobs with advisory locks, which a pool of transactions
does not pass on. Any number may run, on any machine that sees the same VAR_DIR and database.
"""

import logging
import os
import sys

if direct := os.environ.get("DATABASE_DIRECT_URL"):
    os.environ["DATABASE_URL"] = direct
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")

import django
from django.db import OperationalError, connection

LINE = "%(asctime)s %(levelname)s %(message)s"


def work():
    """Begin what a killed worker left, then wait for work until told to stop."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    from registry.jobs.rescue import rescue
    from registry.jobs.upkeep import tidy

    rescue()
    tidy()
    connection.close()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=4)
    with app.replace_connector(connector) as worker:
        worker.run_worker()


def main():
    django.setup()
    # In place of the site's quiet console: this is the whole of the worker's log.
    logging.basicConfig(level=logging.INFO, format=LINE, stream=sys.stdout, force=True)
    try:
        work()
    except OperationalError as error:
        sys.exit(f"连不上数据库：{str(error).splitlines()[0]}")


if __name__ == "__main__":
    main()
