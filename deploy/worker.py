"""The worker of an instance: `python -m deploy.worker`; `deploy/run.sh` keeps one running.

DATABASE_DIRECT_URL names the server itself where DATABASE_URL leads through PgBouncer: the
worker is woken by NOTIFY and marks its jobs with advisory locks, which a pool of transactions
does not pass on. Any number may run, on any machine that sees the same VAR_DIR and database.
"""

import asyncio
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count

if direct := os.environ.get("DATABASE_DIRECT_URL"):
    os.environ["DATABASE_URL"] = direct
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")

import django
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.signals import connection_created
from procrastinate.signals import on_stop
from procrastinate.worker import Worker

LINE = "%(asctime)s %(levelname)s %(message)s"
#: So often each worker looks for jobs that another has left; with so many looks, each minute, also
#: for those that wait and have lost their place in the queue.
LOOK_EVERY_S, LOOKS_A_MINUTE = 3, 20
#: So soon the database sees that a worker is gone, and ends what it was at; of old, it cannot.
NOTICED, SINCE = "SET client_connection_check_interval = '1s'", 140000

logger = logging.getLogger(__name__)


def work():
    """Begin what a killed worker left, then wait for work until told to stop."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.utils import connector_params
    from procrastinate.psycopg_connector import PsycopgConnector

    from registry.jobs.rescue import rescue

    rescue()
    tidy_up()
    connection.close()
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=6)
    with app.replace_connector(connector) as connected:
        asyncio.run(attend(connected))


def tidy_up():
    """A file that cannot be removed keeps nobody from work: the next hour tries again."""
    from registry.jobs.upkeep import tidy

    try:
        tidy()
    except OSError:
        logger.exception("not everything could be tidied away")


async def attend(app):
    """A worker for each queue, so that none waits for another's jobs; they stop together."""
    app.perform_import_paths()
    workers = [worker_of(app, *each) for each in settings.JOBS_AT_ONCE.items()]
    looking = asyncio.create_task(look_after_others())

    def stop():
        looking.cancel()
        for worker in workers:
            worker.stop()

    async def run(worker):
        try:
            await worker.run()
        finally:
            stop()

    async with app.open_async():
        with on_stop(stop):
            async with asyncio.TaskGroup() as group:
                for worker in workers:
                    group.create_task(run(worker))


async def look_after_others():
    """A thread of its own: no job keeps it waiting."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as thread:
        for look in count(1):
            await asyncio.sleep(LOOK_EVERY_S)
            await loop.run_in_executor(thread, take_over, look % LOOKS_A_MINUTE == 0)


def take_over(waiting=False):
    """The thread keeps its connection from look to look, as long as that serves."""
    from registry.jobs import rescue

    try:
        rescue.rescue() if waiting else rescue.rescue_running()
    except DatabaseError as error:  # a database that starts anew: it is asked again soon
        logger.warning("could not look for abandoned jobs: %s", error)
        connection.close()
    except Exception:
        logger.exception("could not look for abandoned jobs")
        connection.close()


def be_noticed(connection, **_):
    """The transaction of a killed worker is not to run on and bar the one that takes over."""
    if connection.pg_version >= SINCE:
        with connection.cursor() as cursor:
            cursor.execute(NOTICED)


def worker_of(app, queue, places):
    own = {"queues": [queue], "concurrency": places, "name": queue}
    return Worker(app, **app.worker_defaults | own, install_signal_handlers=False)


def main():
    django.setup()
    connection_created.connect(be_noticed)
    # In place of the site's quiet console: this is the whole of the worker's log.
    logging.basicConfig(level=logging.INFO, format=LINE, stream=sys.stdout, force=True)
    try:
        work()
    except OperationalError as error:
        sys.exit(f"连不上数据库：{str(error).splitlines()[0]}")


if __name__ == "__main__":
    main()
