"""The database's refusals as sentences for the planner."""

from django.db import IntegrityError

UNKNOWN = "数据库拒绝了这次保存，请检查填写的内容后重试。"


class Refusal(Exception):
    """Something that cannot be done now; the text tells the person why and what to do."""


def sentence(error: IntegrityError, model):
    """The words of the broken constraint; a trigger's own words where it has raised."""
    diagnosis = error.__cause__.diag
    for constraint in model._meta.constraints:
        if constraint.name == diagnosis.constraint_name:
            return constraint.violation_error_message
    raised = diagnosis.context is not None
    return diagnosis.message_primary if raised else UNKNOWN
