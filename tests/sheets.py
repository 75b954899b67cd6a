"""What the browser sends from a project's form."""


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
