"""A form that was opened before a colleague saved, or submitted the project."""

import json

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from registry.refusals import Refusal, held


def tell_overtaken(form, field, version, now):
    """Show what stands `now`, opened as it is (`version`): to save again is a decision."""
    form.data = form.data.copy()
    form.data[field] = version
    form.add_error(
        None,
        f"您打开后别人改过，现在是：{now}。下面是您填的内容，核对后再按“保存”，将以您的为准。",
    )


def refuse_overtaken(form, what, told, texts, **version):
    """Save nothing over others' changes (`told`); `texts` take the place of what was not touched.

    `version` names the hidden field that says as what the form is opened from now on.
    """
    form.data = form.data.copy()
    for name, text in (texts | version).items():
        form.data[name] = text
    form.add_error(
        None,
        f"您打开页面之后，{what}已被修改，本次没有保存。"
        f"{''.join(f'{each}。' for each in told)}"
        "您填写的内容保留在下面，未动过的栏目已换成最新内容，请核对后再次保存。",
    )


def untouched(form, texts, together=frozenset()):
    """Of `texts` those whose fields this person has left alone; some are touched `together`."""
    touched = set(form.changed_data)
    if touched & together:
        touched |= together
    return {name: texts[name] for name in texts.keys() & form.fields.keys() - touched}


def holds_project(form, project_id):
    """Whether the form's user may still edit the project, now locked; the form says why not."""
    try:
        held(form.user, project_id, "edit")
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


class Opened(forms.ModelForm):
    """Notices who saves over a colleague's change, of rows that bear no version.

    Its view holds the row: between comparing and saving nobody else saves.
    """

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_new = self.instance._state.adding
        self.before = {} if self.is_new else self.standing()
        self.initial["opened"] = json.dumps(self.before, sort_keys=True, cls=DjangoJSONEncoder)

    def standing(self):
        """What the row says in these fields."""
        return forms.model_to_dict(self.instance, self._meta.fields)

    def words(self, name):
        return str(self.before[name])

    def clean(self):
        given = super().clean()
        if not self.is_new and not self.errors and given["opened"] != self.initial["opened"]:
            told = (f"{self.fields[n].label}：{self.words(n) or '空'}" for n in self.before)
            tell_overtaken(self, "opened", self.initial["opened"], "；".join(told))
        return given
