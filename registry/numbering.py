"""Numbers of assets, one by one within a project: how they pass from one asset to another."""

FREE = """
    WITH passed AS (
        SELECT a.id, a.project_id, a.number AS held, m.project_id AS project_meant, m.number
        FROM registry_asset a JOIN ({meant}) m USING (id)
        WHERE (a.project_id, a.number) <> (m.project_id, m.number)
    )
    UPDATE registry_asset a SET number = '' FROM passed p WHERE a.id = p.id AND p.held <> ''
        AND EXISTS (
            SELECT FROM passed o WHERE o.project_meant = p.project_id AND o.number = p.held
        )
"""


def free_numbers(cursor, meant, params=()):
    """Make way for numbers that assets pass on among themselves: the database compares row by row.

    `meant` is SQL that tells, as `id, project_id, number`, what is about to be written.
    """
    cursor.execute(FREE.format(meant=meant), params)
