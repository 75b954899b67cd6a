"""The ledger of changes, by which history is read."""

import pgtrigger

from registry.models.triggers.statements import BOTH_ROWS, NEW_ROWS, OLD_ROWS, for_every_change


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
