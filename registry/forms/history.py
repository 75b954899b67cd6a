"""What is asked of a project's history, and what of it is to be put back."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from registry.choices import Recorded
from registry.history.acts import History
from registry.models import User
from registry.restoring import restore_field, restore_project, restore_record
from registry.years import FUTURE

#: Far from the ends of what a calendar holds, where time zones would lead beyond it.
YEARS = range(1950, 2200)
WRONG = "应写成 2026-11-25 或 2026-11-25T10:30 的样子。"


class MomentTextField(forms.CharField):
    """A moment; a day alone is its end."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            at = moment_of(text)
        except (ValueError, OverflowError):
            at = None
        if at is None or at.year not in YEARS:
            raise forms.ValidationError(WRONG)
        if at > timezone.now() + timedelta(days=1):
            raise forms.ValidationError(FUTURE)
        return at


def moment_of(text):
    day = parse_date(text) if len(text) == len("2026-11-25") else None
    at = datetime.combine(day, time.max) if day else parse_datetime(text)
    return timezone.make_aware(at) if at and timezone.is_naive(at) else at


class HistoryForm(forms.Form):
    recorded = forms.ChoiceField(
        label="类型", choices=[("", "全部"), *Recorded.choices], required=False
    )
    person = forms.ModelChoiceField(
        User.objects.none(), label="人员", empty_label="全部", required=False
    )
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    on = MomentTextField(
        label="查看某一天的项目", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data, *, project, user):
        super().__init__(data)
        self.project, self.user = project, user
        self.fields["person"].queryset = History(project, closed=user.rights.closed).people

    def history(self):
        """The page of history that was asked for; all of it where the question is wrong."""
        asked = {}
        if self.is_valid():
            asked = {name: self.cleaned_data[name] for name in ("recorded", "person", "before")}
        return History(self.project, closed=self.user.rights.closed, **asked)


class RestoreForm(forms.Form):
    """One field or one record, as it was in an event; `version` is what the page was made of."""

    recorded = forms.ChoiceField(choices=Recorded.choices)
    event = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    field = forms.CharField(max_length=100, required=False)

    def submit(self, project, by):
        asked = dict(self.cleaned_data)
        name = asked.pop("field")
        if name:
            return restore_field(project, name=name, by=by, **asked)
        return restore_record(project, by=by, **asked)


class MomentForm(forms.Form):
    """The whole project; `seen` is the last change that the preview knew of."""

    on = MomentTextField()
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1)

    def submit(self, project, by):
        return restore_project(
            project, self.cleaned_data["on"], by=by, seen=self.cleaned_data["seen"]
        )
