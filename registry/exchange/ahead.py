"""Work on the next batch while the one before is being taken: both cores, bounded memory."""

from queue import Queue
from threading import Event, Thread

#: One batch waits while another is taken and a third is being made.
AHEAD = 1


def nothing():
    """What a maker that asks no other process has to be stopped by."""


def ahead(batches, cancel=nothing):
    """The same batches, made in a thread of their own while the ones before are being taken.

    To be closed; `cancel` ends what the thread may be waiting for.
    """
    waiting, stopped = Queue(maxsize=AHEAD), Event()
    thread = Thread(target=fetch, args=(batches, waiting, stopped), daemon=True)
    thread.start()
    try:
        while (batch := waiting.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch
    finally:
        stopped.set()
        end(thread, waiting, cancel)


def fetch(batches, waiting, stopped):
    try:
        for batch in batches:
            waiting.put(batch)
            if stopped.is_set():
                return
        waiting.put(None)
    except BaseException as error:  # raised again where the batches are wanted
        waiting.put(error)


def end(thread, waiting, cancel):
    """Wait for the thread; where it is in the middle of something, cancel that."""
    thread.join(0.05)
    if thread.is_alive():
        cancel()
    while thread.is_alive():  # it may be waiting for room
        while not waiting.empty():
            waiting.get_nowait()
        thread.join(0.05)
