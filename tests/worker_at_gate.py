"""The real worker, whose import engine stops at a gate: `python -m tests.worker_at_gate`.

The gate is an advisory lock that the test holds. Before it, the engine has written a project
that nobody may see yet, and told so; behind it, it writes on.
"""

from django.conf import settings

from deploy import worker

GATE = 20261123


def write_batch(batch, progress):
    from django.db import connection

    from tests.factories import ProjectFactory

    ProjectFactory(name=f"第 {batch.pk} 批")
    progress(1, 4, "在门前")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    progress.next_at = 0
    progress(2, 4, "过了门")


def main():
    settings.PROCRASTINATE_WORKER_DEFAULTS["shutdown_graceful_timeout"] = 0.1
    worker.django.setup()
    from registry.jobs import courses

    courses.engine = lambda name: write_batch
    worker.main()


if __name__ == "__main__":
    main()
