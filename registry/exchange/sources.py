"""What the source files of assets carried beyond the known fields, and of which type."""

from registry.exchange.answer import sql_of

#: A column is of the type that all its values have; nothing may be lost, so text holds the rest,
#: and numbers of which a float would keep only the first digits.
TYPED = """
    SELECT entry.key,
           bool_and(CASE jsonb_typeof(value) WHEN 'number' THEN
               value::numeric % 1 = 0 AND abs(value::numeric) < 1e15 WHEN 'null' THEN true
               ELSE false END),
           bool_and(CASE jsonb_typeof(value) WHEN 'number' THEN
               CASE WHEN abs(value::numeric) BETWEEN 1e-300 AND 1e300
                   THEN value::float8::text::numeric = value::numeric
                   ELSE value::numeric = 0 END
               WHEN 'null' THEN true ELSE false END),
           bool_and(jsonb_typeof(value) IN ('boolean', 'null')),
           bool_and(jsonb_typeof(value) = 'null')
    FROM ({given}) given, jsonb_each(given.source_attributes) entry
    GROUP BY entry.key ORDER BY min(given.id), entry.key
"""


def source_types(database, assets):
    """`{name: type}` of all columns of source files, in the order of the assets."""
    given = assets.filter(source_attributes__isnull=False).order_by()
    given = sql_of(given.values("id", "source_attributes"))
    sql = TYPED.replace("{given}", given)
    return {name: type_of(*verdicts) for name, *verdicts in database.rows(sql)}


def type_of(whole, number, truth, nothing):
    if nothing:
        return "text"
    if whole:
        return "whole"
    return "real" if number else "truth" if truth else "text"
