"""Keys to other tables that are checked once a statement instead of once a row.

PostgreSQL checks a foreign key by a query of its own for every row: a fifth of what an import of
a million rows costs the server. These triggers promise the same. What a statement writes locks
the rows that it points to, FOR KEY SHARE as a foreign key does, and is refused where one of them
is missing; a row that is pointed to cannot go while that is so, which is asked at the end of
the transaction. So whoever comes second waits for the first, and then sees what he did.

The field says `db_constraint=False`, its table `keys_hold`, and the other table `is_pointed_to`.
"""

import pgtrigger

from registry.models.triggers import BOTH_ROWS, NEW_ROWS


class KeysHold(pgtrigger.Trigger):
    """Rows that come, or that come to point elsewhere, point to rows that stand.

    Its name comes before that of the totals: who writes assets locks the project first, then
    its totals, as who changes a project does.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After
    declare = (("_keys", "bigint[]"), ("_found", "bigint"))

    def __init__(self, *, keys, operation, **kwargs):
        referencing = NEW_ROWS if operation == pgtrigger.Insert else BOTH_ROWS
        checks = (self.check(*key, operation) for key in keys.items())
        func = f"{''.join(checks)} RETURN NULL;"
        super().__init__(operation=operation, referencing=referencing, func=func, **kwargs)

    @staticmethod
    def check(column, table, operation):
        # A key that rows of this statement had before is held by their old versions.
        held = f"EXCEPT SELECT {column} FROM old_rows"  # noqa: S608 (constants)
        held = held if operation == pgtrigger.Update else ""
        return f"""
            _keys := ARRAY(
                SELECT DISTINCT {column} FROM new_rows WHERE {column} IS NOT NULL {held}
            );
            PERFORM FROM {table} WHERE id = ANY(_keys) ORDER BY id FOR KEY SHARE;
            GET DIAGNOSTICS _found = ROW_COUNT;
            IF _found < cardinality(_keys) THEN
                RAISE EXCEPTION '所属的记录已被删除，没有保存，请刷新后重试。'
                    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME,
                        COLUMN = '{column}', CONSTRAINT = '{column}_holds';
            END IF;
        """  # noqa: S608 (constants)


class PointedTo(pgtrigger.Trigger):
    """A row stays, under its key, while rows of another table point to it."""

    when = pgtrigger.After
    operation = pgtrigger.Delete | pgtrigger.UpdateOf("id")
    timing = pgtrigger.Deferred

    def __init__(self, *, by, column, table, **kwargs):
        # A frozen snapshot would not show who has come to point here since it was taken.
        func = f"""
            IF current_setting('transaction_isolation') <> 'read committed' THEN
                RAISE EXCEPTION '{table}: delete rows under READ COMMITTED'
                    USING ERRCODE = 'invalid_transaction_state';
            END IF;
            IF NOT EXISTS (SELECT FROM {table} WHERE id = OLD.id)
                AND EXISTS (SELECT FROM {by} WHERE {column} = OLD.id) THEN
                {REFUSED.format(by=by, column=column)}
            END IF;
            RETURN NULL;
        """  # noqa: S608 (constants)
        super().__init__(func=func, **kwargs)


class NotEmptied(pgtrigger.Trigger):
    """TRUNCATE fires no other trigger: it empties both tables or none."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Truncate

    def __init__(self, *, by, column, **kwargs):
        func = f"""
            IF EXISTS (SELECT FROM {by} WHERE {column} IS NOT NULL) THEN
                {REFUSED.format(by=by, column=column)}
            END IF;
            RETURN NULL;
        """
        super().__init__(func=func, **kwargs)


REFUSED = """
    RAISE EXCEPTION '还有设备设施属于它，不能删除。'
        USING ERRCODE = 'foreign_key_violation', TABLE = '{by}', CONSTRAINT = '{column}_holds';
"""


def keys_hold(**keys):
    """The two triggers of a table whose columns point to the `id` of other tables."""
    return tuple(
        KeysHold(name=f"keys_hold_{str(operation).lower()}", keys=keys, operation=operation)
        for operation in (pgtrigger.Insert, pgtrigger.Update)
    )


def is_pointed_to(table, *, by, column):
    """The two triggers of the table that they point to."""
    return (
        PointedTo(name=f"pointed_to_by_{by}", by=by, column=column, table=table),
        NotEmptied(name=f"not_emptied_under_{by}", by=by, column=column),
    )
