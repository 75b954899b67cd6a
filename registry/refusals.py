"""What is refused, in sentences for the planner: by the database, or by what came in between."""

from django.db import IntegrityError

from registry.models import Project

UNKNOWN = "数据库拒绝了这次保存，请检查填写的内容后重试。"


class Refusal(Exception):
    """Something that cannot be done now; the text tells the person why and what to do."""


def held(user, project_id, action):
    """The project, locked until the transaction ends, with which the user may still do this.

    It may have been submitted, or moved out of reach, since the page was asked for.
    """
    project = Project.objects.locked(project_id)
    if project is None:
        raise Refusal("这个项目已被他人删除，本次没有保存。")
    verdict = user.rights.may(action, project)
    if not verdict:
        raise Refusal(f"本次没有保存：{verdict.reason}。")
    return project


def sentence(error: IntegrityError, model):
    """The words of the broken constraint; a trigger's own words where it has raised.

    Where Django itself refuses (`ProtectedError`), no database has said anything.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    if diagnosis is None:
        return UNKNOWN
    for constraint in model._meta.constraints:
        if constraint.name == diagnosis.constraint_name:
            return constraint.violation_error_message
    raised = diagnosis.context is not None
    return diagnosis.message_primary if raised else UNKNOWN
