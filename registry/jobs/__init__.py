"""Work that takes longer than a page: put into PostgreSQL's own queue, done by the worker.

`start`, `start_export` and `start_layer` enqueue, `cancel` asks to stop; `RUNNERS` says what each
kind does.
The worker is `python -m deploy.worker`.
"""

from registry.jobs.asking import NotNow, cancel, start, start_export, start_layer
from registry.jobs.progress import Cancelled, Progress
from registry.jobs.queue import is_worked
from registry.jobs.rescue import is_interrupted
from registry.jobs.upkeep import tidy

__all__ = [
    "Cancelled",
    "NotNow",
    "Progress",
    "cancel",
    "is_interrupted",
    "is_worked",
    "start",
    "start_export",
    "start_layer",
    "tidy",
]
