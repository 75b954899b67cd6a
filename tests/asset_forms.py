"""What the browser sends from an asset's form."""

from uuid import uuid4


def filled(**values):
    return {"client_id": str(uuid4()), "version": 1, **values}


def address(project, kind="elevator"):
    return f"/projects/{project.number}/assets/new/?kind={kind}"


def sent_back(answer):
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}
