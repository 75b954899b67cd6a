"""What the browser sends from a project's form."""

FUNDING = ("line", "source", "year", "amount_wan", "status", "document_number", "note")


def sheet(lines=(), **values):
    """What the browser sends: the project's fields and the funding rows."""
    filled = {"name": "炳草岗供水管网更新", "sector": "A03", "district": "510402", **values}
    rows = {"funding-TOTAL_FORMS": len(lines), "funding-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        rows |= {f"funding-{number}-{name}": value for name, value in line.items()}
    return filled | rows


def money(source="county", amount_wan="10", **values):
    return {"source": source, "amount_wan": amount_wan, "status": "intended", **values}


def sent_back(answer):
    """Everything an unchanged form would send again."""
    form, rows = answer.context["sheet"].form, answer.context["sheet"].rows
    values = {name: form[name].value() for name in form.fields}
    filled = {name: value for name, value in values.items() if value not in (None, False)}
    lines = [{name: row[name].value() or "" for name in FUNDING} for row in rows.initial_forms]
    existing = {"funding-INITIAL_FORMS": len(lines)}
    return sheet(lines, **filled) | existing


def said(answer):
    assert answer.status_code == 200
    return answer.text
