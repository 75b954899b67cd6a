"""Pinyin initials: 东区供水管网 is found by `dqgs`."""

import re

from django.db.models import Func, GeneratedField, TextField

SPELLING = re.compile(r"(?=.*[a-z])[a-z0-9]{2,}")


class Initials(Func):
    """First letters of the columns' characters, `|` between columns; digits stay."""

    template = "registry_initials(%(expressions)s)"
    arg_joiner = " || '|' || "
    output_field = TextField()


def initials_of(*columns):
    """A column that the database fills, whichever way a record comes in."""
    return GeneratedField(expression=Initials(*columns), output_field=TextField(), db_persist=True)


def spelling(word):
    """The word as initials are written, or None where it cannot be any."""
    lower = word.lower()
    return lower if SPELLING.fullmatch(lower) else None
