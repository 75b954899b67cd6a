"""What the database keeps true by itself, whichever door a change comes through.

Roll-up triggers are per statement with transition tables, so COPY, imports and
plain SQL are covered at one call a statement. Their functions stand in migration
`rollup_functions`; they lock projects in id order (row triggers on overlapping
projects deadlock).
"""

import pgtrigger
from django.contrib.gis.db.models import GeometryField

#: What roll-ups copy of their project: the columns of `Placed`.
PLACE = "district_id, sector_id, lead_id, owner_id, stage, standing, deleted_at"
#: What the total of a project copies besides.
WORTH = f"{PLACE}, investment_wan"

NEW_ROWS = pgtrigger.Referencing(new="new_rows")
OLD_ROWS = pgtrigger.Referencing(old="old_rows")
BOTH_ROWS = pgtrigger.Referencing(old="old_rows", new="new_rows")


class RaiseVersion(pgtrigger.Trigger):
    """Every real change raises `version`, so that a second editor is noticed."""

    when = pgtrigger.Before
    operation = pgtrigger.Update
    func = "NEW.version := OLD.version + 1; NEW.updated_at := statement_timestamp(); RETURN NEW;"

    def get_condition(self, model):
        """Shapes are compared as bytes: a restored dump has no path to the operators of PostGIS."""
        fields = model._meta.fields
        shapes = [f for f in fields if isinstance(f, GeometryField) and not f.generated]
        others = [f.name for f in fields if f.generated or f in shapes]
        change = pgtrigger.AnyChange(exclude=["version", "updated_at", *others])
        if not shapes:
            return change
        changes = [
            change.resolve(model),
            *(
                f'OLD."{shape.column}"::bytea IS DISTINCT FROM NEW."{shape.column}"::bytea'
                for shape in shapes
            ),
        ]
        return pgtrigger.Condition(f"({' OR '.join(changes)})")


class StartProjectTotal(pgtrigger.Trigger):
    """Each project has one row of totals from its first moment, to be locked later."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = NEW_ROWS
    func = f"""
        INSERT INTO registry_projecttotal (project_id, {WORTH}) SELECT id, {WORTH} FROM new_rows;
        RETURN NULL;
    """  # noqa: S608 (a constant)


class MoveTotals(pgtrigger.Trigger):
    """The roll-ups follow where a project stands."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Update
    referencing = BOTH_ROWS
    func = f"""
        PERFORM registry_refresh_places(ARRAY(
            SELECT id FROM (
                SELECT id, {WORTH} FROM new_rows EXCEPT SELECT id, {WORTH} FROM old_rows
            ) moved
        ));
        RETURN NULL;
    """  # noqa: S608 (a constant)


def touched_rows(operation, key):
    """The query for the distinct keys of what a statement touched, and the tables it needs."""
    new, old = f"{key} FROM new_rows", f"{key} FROM old_rows"
    return {
        pgtrigger.Insert: (f"SELECT DISTINCT {new}", NEW_ROWS),
        pgtrigger.Delete: (f"SELECT DISTINCT {old}", OLD_ROWS),
        pgtrigger.Update: (f"SELECT {new} UNION SELECT {old}", BOTH_ROWS),
    }[operation]


class RefreshTotals(pgtrigger.Trigger):
    """Recompute the totals of the projects that a statement touched.

    `refresh` names the SQL function that takes an array of project ids.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, refresh, operation, **kwargs):
        rows, referencing = touched_rows(operation, "project_id")
        func = f"PERFORM {refresh}(ARRAY({rows})); RETURN NULL;"
        super().__init__(operation=operation, referencing=referencing, func=func, **kwargs)


def for_every_change(trigger, name, **options):
    """The three triggers of a table: what comes, what changes, what goes."""
    return tuple(
        trigger(name=f"{name}_{str(operation).lower()}", operation=operation, **options)
        for operation in (pgtrigger.Insert, pgtrigger.Update, pgtrigger.Delete)
    )


def refresh_totals(refresh):
    """The three triggers that keep one set of totals."""
    return for_every_change(RefreshTotals, "totals", refresh=refresh)


class AppendToTally(pgtrigger.Trigger):
    """Append to a tally what a statement adds to a roll-up and what it takes away.

    `keys` are the columns that tell the tally's rows apart besides the place, `sums` those that
    it adds up, by the roll-up's expression.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, tally, sums, operation, keys=(), **kwargs):
        rows, referencing = {
            pgtrigger.Insert: ("SELECT 1 AS sign, * FROM new_rows", NEW_ROWS),
            pgtrigger.Delete: ("SELECT -1 AS sign, * FROM old_rows", OLD_ROWS),
            pgtrigger.Update: (
                "SELECT 1 AS sign, * FROM new_rows UNION ALL SELECT -1, * FROM old_rows",
                BOTH_ROWS,
            ),
        }[operation]
        func = f"{appended(tally, keys, sums, f'({rows}) r')}; RETURN NULL;"
        super().__init__(operation=operation, referencing=referencing, func=func, **kwargs)


def appended(tally, keys, sums, rows):
    """Rows with a `sign` added up into a tally; what comes to nothing is left out."""
    columns = ", ".join((PLACE, "funding_key", *keys))
    totals = {name: f"sum(sign * {expression})" for name, expression in sums.items()}
    # What is left of metres that were added and taken away again is no length.
    least = {"length_m": "0.000001"}
    changed = " OR ".join(f"abs({total}) > {least.get(n, 0)}" for n, total in totals.items())
    return f"""
        INSERT INTO {tally} ({columns}, {", ".join(sums)})
        SELECT {columns}, {", ".join(totals.values())}
        FROM {rows} WHERE deleted_at IS NULL
        GROUP BY {columns} HAVING {changed}
    """  # noqa: S608 (constants)


#: Each tally: its keys besides the place, and what it adds up of its roll-up.
TALLIES = {
    "project": (
        ("asset_key", "cell_column", "cell_row"),
        {
            "easting_m": "coalesce(round(ST_X(point_web)), 0)::bigint",
            "northing_m": "coalesce(round(ST_Y(point_web)), 0)::bigint",
            "project_count": "1",
            "investment_wan": "coalesce(investment_wan, 0)",
            "stated_count": "(investment_wan IS NOT NULL)::int",
            "paid_wan": "paid_wan",
            "asset_count": "asset_count",
            "unmapped_count": "unmapped_count",
            "length_m": "length_m",
        },
    ),
    "asset": (
        ("kind", "medium", "work"),
        {name: name for name in ("asset_count", "unmapped_count", "length_m")},
    ),
    "funding": (("asset_key", "source_id"), {"project_count": "1", "amount_wan": "amount_wan"}),
}


def append_to_tally(name):
    """The three triggers of a roll-up that keep its tally."""
    keys, sums = TALLIES[name]
    tally = f"registry_{name}tally"
    return for_every_change(AppendToTally, "tally", tally=tally, keys=keys, sums=sums)


class NoteChange(pgtrigger.Trigger):
    """One row in the ledger (`Change`) a statement and project, with the context it came in.

    An update that changed nothing is none; a row that has moved is new where it has come to.
    """

    level = pgtrigger.Statement
    when = pgtrigger.After
    declare = (("_context", "uuid"), ("_person", "bigint"))

    def __init__(self, *, recorded, project, differs, operation, **kwargs):
        name, referencing, rows = {
            pgtrigger.Insert: ("new_rows", NEW_ROWS, "new_rows r"),
            pgtrigger.Delete: ("old_rows", OLD_ROWS, "old_rows r"),
            pgtrigger.Update: (
                "new_rows",
                BOTH_ROWS,
                f"old_rows r JOIN new_rows n USING (id) WHERE {differs}",
            ),
        }[operation]
        word = str(operation).lower()
        notes = [self.note(recorded, word, f"r.{project}", rows)]
        if operation == pgtrigger.Update and project != "id":
            moved = f"old_rows r JOIN new_rows n USING (id) WHERE r.{project} <> n.{project}"
            notes.append(self.note(recorded, "insert", f"n.{project}", moved))
        func = f"""
            IF NOT EXISTS (SELECT FROM {name}) THEN
                RETURN NULL;
            END IF;
            _context := _pgh_attach_context();
            SELECT (metadata->>'user')::bigint INTO _person
            FROM pghistory_context WHERE id = _context;
            {"".join(notes)}
            RETURN NULL;
        """  # noqa: S608 (constants)
        super().__init__(operation=operation, referencing=referencing, func=func, **kwargs)

    @staticmethod
    def note(recorded, word, project, rows):
        return f"""
            INSERT INTO registry_change
                (project_id, recorded, operation, at, context_id, user_id, first, last, rows)
            SELECT {project}, '{recorded}', '{word}', now(), _context, _person,
                min(id), max(id), count(*)
            FROM {rows} GROUP BY {project} ORDER BY {project};
        """  # noqa: S608 (constants)


def note_changes(recorded, *, project="project_id", differs="r.version <> n.version"):
    """The three triggers that tell the ledger of a table's changes."""
    told = {"recorded": recorded, "project": project, "differs": differs}
    return for_every_change(NoteChange, "note", **told)


class JudgeAnew(pgtrigger.Trigger):
    """Append the projects that a statement touched to those whose verdicts are due."""

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, *, operation, key="project_id", **kwargs):
        rows, referencing = touched_rows(operation, key)
        func = f"""
            INSERT INTO registry_verdictdue (project_id) {rows};
            RETURN NULL;
        """
        super().__init__(operation=operation, referencing=referencing, func=func, **kwargs)


def judge_anew(key="project_id"):
    """The triggers of a table that declaration rules may ask about."""
    # A project that is new or gone is met by the triggers of its own table's rows all the same.
    return for_every_change(JudgeAnew, "judge_anew", key=key)


class CamerasStayRestricted(pgtrigger.Trigger):
    """A camera stands only in a project of a restricted sector.

    So restriction is by sector alone, and no tile or count has to ask for the kind.
    The project row is share-locked against a sector change in the same moment.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update
    condition = pgtrigger.Q(new__kind="camera")
    func = """
        PERFORM 1 FROM registry_project p JOIN registry_sector s ON s.code = p.sector_id
        WHERE p.id = NEW.project_id AND s.is_restricted FOR SHARE OF p;
        IF NOT FOUND THEN
            RAISE EXCEPTION '摄像机只能登记在视频监控领域的项目中。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'camera_in_restricted_sector';
        END IF;
        RETURN NEW;
    """


class CamerasKeepTheirSector(pgtrigger.Trigger):
    """A project that holds cameras cannot leave its restricted sector."""

    when = pgtrigger.Before
    operation = pgtrigger.UpdateOf("sector_id")
    func = """
        IF EXISTS (SELECT 1 FROM registry_asset WHERE project_id = NEW.id AND kind = 'camera')
            AND NOT (SELECT is_restricted FROM registry_sector WHERE code = NEW.sector_id) THEN
            RAISE EXCEPTION '项目中登记有摄像机，领域只能是视频监控。'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'camera_in_restricted_sector';
        END IF;
        RETURN NEW;
    """


class ClosedRoundsStay(pgtrigger.Trigger):
    """What a closed round (调度) was is never changed nor taken away."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    condition = pgtrigger.Q(old__closed_at__isnull=False)
    func = """
        RAISE EXCEPTION '这一轮调度已经关闭，不能再修改。'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_closed';
    """


class RoundIsOpen(pgtrigger.Trigger):
    """Rows of a round are written while it is open, and never again.

    The round is share-locked: closing it waits for whoever is just reporting. `rounds` is SQL
    that finds the round of a `{row}`.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, *, rounds="{row}.round_id", **kwargs):
        new, old = rounds.format(row="NEW"), rounds.format(row="OLD")
        func = f"""
            IF (TG_OP <> 'DELETE' AND {self.is_closed(new)})
                OR (TG_OP <> 'INSERT' AND {self.is_closed(old)}) THEN
                RAISE EXCEPTION '这一轮调度已经关闭，没有保存。'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'round_is_open';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """
        super().__init__(func=func, **kwargs)

    @staticmethod
    def is_closed(found):
        locked = f"SELECT closed_at FROM registry_round WHERE id IN ({found}) FOR SHARE"  # noqa: S608
        return f"EXISTS (SELECT FROM ({locked}) r WHERE r.closed_at IS NOT NULL)"
