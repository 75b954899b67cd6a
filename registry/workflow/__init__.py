"""The life of a project: a table of moves, and the one door that walks it.

`moves` is the table, `levels` the way through the review, `needs` what must be there before a
move, `door` the way through it. `Project.stage`, `standing` and `awaiting` are written here alone.
"""

from registry.workflow.door import AlreadyDone, MoveRefused, Overtaken, advance, record, undo

__all__ = ["AlreadyDone", "MoveRefused", "Overtaken", "advance", "record", "undo"]
