"""SQL for what the ORM has no words for."""

from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction


@contextmanager
def one_moment():
    """A transaction in which everything is read as it was when the first of it was.

    Within a transaction that is open already, it is as that has it.
    """
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def compiled(rows):
    """SQL and parameters, also of a question that can have no answer (it becomes `0 = 1`)."""
    return rows.query.get_compiler(connection=connection, elide_empty=False).as_sql()


def fetched(rows):
    """Tuples as the driver gives them, at once: a thousand sums need no converters."""
    return answered(*compiled(rows))


def shared(rows):
    """Tuples of rows that nobody changes until the transaction ends; others may hold them, too."""
    sql, parameters = compiled(rows)
    return answered(f"{sql} FOR SHARE", parameters)


def prepared(rows):
    """`ask(*numbers)` fetches `rows(*numbers)`; these are the only parameters, in their order.

    It is compiled once a process: what every request asks takes longer to compile than to answer.
    """

    @cache
    def statement(count):
        anyones = tuple(range(count))
        sql, parameters = compiled(rows(*anyones))
        if parameters != anyones:
            raise ValueError(f"there are other parameters than those asked with: {parameters}")
        return sql

    return lambda *numbers: answered(statement(len(numbers)), numbers)


def answered(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def check_keys_at_once():
    """Check references statement by statement, instead of queueing them up until the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
