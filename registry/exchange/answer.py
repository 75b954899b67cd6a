"""A question's rows out of the database, as Arrow record batches and of one moment."""

from contextlib import closing, contextmanager

import pyarrow as pa
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

from registry.exchange.ahead import ahead

BATCH_BYTES = 2 * 1024**2
#: Rows a batch where rows come one by one.
ROWS = 20_000
BEGIN = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    # Compiling the expressions of a wide row takes longer than it saves.
    "SET LOCAL jit = off",
)


def sql_of(queryset):
    """The query as text, its parameters quoted by the driver."""
    sql, params = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        return cursor.mogrify(sql, params)


@contextmanager
def snapshot():
    """Gives what reads; all its answers are of the same moment.

    Through a connection of its own, which takes rows over as Arrow. Within a transaction that is
    open already its rows count too, and nobody else sees them: then row by row through it.
    """
    if connection.in_atomic_block:
        yield Inside()
        return
    # 30 MB that only an export needs.
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(conninfo()) as own:
        with closing(own.cursor()) as cursor:
            for statement in BEGIN:
                cursor.execute(statement)
        yield Beside(own)


def conninfo():
    """What libpq needs to reach the same database as Django does."""
    return make_conninfo(**{option.keyword.decode(): value for option, value in libpq_options()})


def libpq_options():
    """Pairs of an option of libpq, which knows its variable too, and what Django has for it."""
    params = connection.get_connection_params()
    known = ((option, params.get(option.keyword.decode())) for option in Conninfo.get_defaults())
    return [(option, value) for option, value in known if value is not None]


class Beside:
    """Reads through a connection of its own."""

    def __init__(self, own):
        self.own = own

    def rows(self, sql):
        """All rows of a small answer, as tuples."""
        with closing(self.own.cursor()) as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def batches(self, sql, schema):
        from adbc_driver_postgresql import StatementOptions

        # Arrow's own allocator keeps 20 MB of what it is given back, for a next time.
        pa.set_memory_pool(pa.system_memory_pool())
        with closing(self.own.cursor()) as cursor:
            hint = {StatementOptions.BATCH_SIZE_HINT_BYTES.value: str(BATCH_BYTES)}
            cursor.adbc_statement.set_options(**hint)
            cursor.execute(sql)
            reader = cursor.fetch_record_batch()
            with closing(ahead(reader, cursor.adbc_cancel)) as batches:
                for batch in batches:
                    yield fitted(batch, schema)


class Inside:
    """Reads through Django's own connection, within its transaction."""

    def rows(self, sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def batches(self, sql, schema):
        with closing(connection.chunked_cursor()) as cursor:
            cursor.execute(sql)
            while rows := cursor.fetchmany(ROWS):
                columns = zip(*rows, strict=True)
                arrays = [
                    pa.array(list(column), field.type)
                    for column, field in zip(columns, schema, strict=True)
                ]
                yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def fitted(batch, schema):
    """The batch in the declared types: the database's numbers may be narrower."""
    arrays = [
        values if values.type == field.type else values.cast(field.type)
        for values, field in zip(batch.columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
