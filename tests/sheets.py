"""What the browser sends from a project's form, and from its table of money."""

from uuid import uuid4


def sheet(**values):
    """The project's fields."""
    return {"name": "炳草岗供水管网更新", "sector": "A03", "district": "510402", **values}


def sent_back(answer):
    """Everything an unchanged form would send again."""
    form = answer.context["sheet"].form
    values = {name: form[name].value() for name in form.fields}
    return sheet(**{name: value for name, value in values.items() if value not in (None, False)})


def said(answer):
    assert answer.status_code == 200
    return answer.text


def address(project):
    return f"/api/projects/{project.number}/money"


def typed(line=None, **values):
    """What the table sends for a line, stored or new."""
    shown = {
        "client_id": str(line.client_id if line else uuid4()),
        "source": line.source_id if line else "county",
        "year": str(line.year) if line else "2026",
        "amount_wan": str(line.amount_wan) if line else "10",
        "status": line.status if line else "intended",
    }
    return shown | values
