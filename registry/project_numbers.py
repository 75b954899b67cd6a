"""A project's number, as people and addresses write it: `RA-000123`."""

PREFIX = "RA-"
#: An id has at most nineteen digits, and nobody will see the nineteenth.
NUMBER = rf"{PREFIX}[0-9]{{6,18}}"
