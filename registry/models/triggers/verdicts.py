"""The verdicts of declaration rules: whatever changes is judged anew."""

import pgtrigger

from registry.models.triggers.statements import for_every_change, touched_rows


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
