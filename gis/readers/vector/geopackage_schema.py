"""What a GeoPackage says of its columns: their types, aliases and coded-value domains."""

import sqlite3

from gis.errors import UnreadableFile
from gis.readers.codes import MOST_CODES, CodeTable, code_table

# Of the table that says what columns are called for people.
ALIAS_COLUMNS = frozenset({"table_name", "column_name", "name", "title"})
# Of the tables that name a column's constraint, and list its codes.
CONSTRAINT_COLUMNS = frozenset({"table_name", "column_name", "constraint_name"})
CODES = "gpkg_data_column_constraints"
CODE_COLUMNS = frozenset({"constraint_name", "constraint_type", "value", "description"})


def quoted(name: str) -> str:
    """Give a name as SQL has it.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> quoted('a"b')
    '"a""b"'
    """
    return '"{}"'.format(name.replace('"', '""'))


def refuse_virtual(database: sqlite3.Connection, file: str, table: str) -> None:
    """Refuse a table that would run a program of its own.

    Parameters
    ----------
    database : sqlite3.Connection
    file : str
        What to call the file in an error.
    table : str

    Raises
    ------
    UnreadableFile
        ``unsafe_table``.
    """
    query = "SELECT sql FROM sqlite_master WHERE name = ? COLLATE NOCASE"
    (made,) = database.execute(query, [table]).fetchone()
    if str(made).split(maxsplit=2)[1:2] == ["VIRTUAL"] or "virtual" in str(made)[:20].lower():
        raise UnreadableFile("unsafe_table", name=file, table=table)


def declared(database: sqlite3.Connection, table: str, shape: str | None = None) -> dict[str, str]:
    """Give the declared type of each column, without the shape and the number of the row.

    Parameters
    ----------
    database : sqlite3.Connection
    table : str
    shape : str, optional
        The column of shapes.

    Returns
    -------
    dict of str to str
        In capitals and without length; empty where there is no such table.
    """
    info = database.execute(f"PRAGMA table_xinfo({quoted(table)})").fetchall()
    return {
        str(column): str(kind).partition("(")[0].strip().upper()
        for _, column, kind, _, _, key, _ in info
        if column != shape and not (key and str(kind).upper() == "INTEGER")
    }


def aliases(database: sqlite3.Connection, layer: str) -> dict[str, str]:
    """Give what columns are called for people, as the schema extension notes it.

    Parameters
    ----------
    database : sqlite3.Connection
    layer : str

    Returns
    -------
    dict of str to str
    """
    if not declared(database, "gpkg_data_columns").keys() >= ALIAS_COLUMNS:
        return {}
    query = "SELECT column_name, name, title FROM gpkg_data_columns WHERE table_name = ?"
    found = database.execute(query, [layer])
    return {str(column): str(name or title or "") for column, name, title in found}


def code_tables(database: sqlite3.Connection, file: str) -> dict[str, dict[str, CodeTable]]:
    """Give the code tables of all columns, as the schema extension lists them.

    Parameters
    ----------
    database : sqlite3.Connection
    file : str
        What to call the file in an error.

    Returns
    -------
    dict of str to dict of str to CodeTable
        By layer and column; ranges and patterns name nothing.

    Raises
    ------
    UnreadableFile
        ``unsafe_table``.
    """
    known = {
        "gpkg_data_columns": CONSTRAINT_COLUMNS,
        CODES: CODE_COLUMNS,
    }
    for table, needed in known.items():
        if not declared(database, table).keys() >= needed:
            return {}
        refuse_virtual(database, file, table)
    query = "SELECT table_name, column_name, constraint_name FROM gpkg_data_columns"
    used = [[str(part) for part in row] for row in database.execute(query) if row[2]]
    codes = _codes(database, {name for *_, name in used}) if used else {}
    tables = {name: code_table(name, pairs) for name, pairs in codes.items()}
    found: dict[str, dict[str, CodeTable]] = {}
    for layer, column, name in used:
        if tables[name].names:
            found.setdefault(layer, {})[column] = tables[name]
    return found


def _codes(database: sqlite3.Connection, used: set[str]) -> dict[str, list[tuple[str, str]]]:
    """Give the codes of the enumerations in use with what they are called, all in one pass."""
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in used}
    query = (
        f"SELECT constraint_name, value, description FROM {CODES}"  # noqa: S608 (a constant)
        " WHERE lower(constraint_type) = 'enum'"
    )
    for name, value, description in database.execute(query):
        codes = found.get(name)
        is_told = isinstance(value, str | int | float) and isinstance(description, str)
        # One more than there may be: by it the table is known to be too long.
        if codes is not None and is_told and len(codes) <= MOST_CODES:
            codes.append((str(value), description))
    return found
