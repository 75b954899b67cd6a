"""Pinyin: 东区供水管网 is found by its initials `dqgs` and stands among the words in D."""

import re

from django.db.models import Func, GeneratedField, TextField
from django.db.models.functions import Collate

SPELLING = re.compile(r"(?=.*[a-z])[a-z0-9]{2,}")


class Initials(Func):
    """First letters of the columns' characters, `|` between columns; digits stay."""

    template = "registry_initials(%(expressions)s)"
    arg_joiner = " || '|' || "
    output_field = TextField()


def initials_of(*columns):
    """A column that the database fills, whichever way a record comes in."""
    return GeneratedField(expression=Initials(*columns), output_field=TextField(), db_persist=True)


def by_pinyin(text):
    """The order of a dictionary: that of the database is one of code points."""
    return Collate(text, "zh-Hans-x-icu")


def spelling(word):
    """The word as initials are written, or None where it cannot be any."""
    lower = word.lower()
    return lower if SPELLING.fullmatch(lower) else None
