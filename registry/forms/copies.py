"""What a copy of a project takes along."""

from django import forms
from django.db import transaction

from registry import editing
from registry.forms.repetitions import RepetitionQuestion
from registry.models import User


class CopyForm(RepetitionQuestion):
    name = forms.CharField(label="新项目名称", max_length=200)
    with_assets = forms.BooleanField(
        label="同时复制设备设施（含图形）",
        required=False,
        help_text="复制后同一管段会在两个项目中各计一次，分期、分片拆分时再选",
    )

    def __init__(self, data, *, project, user):
        super().__init__(data, initial={"name": f"{project.name[:194]}（副本）"})
        self.project, self.user = project, user

    def clean(self):
        values = super().clean()
        if not self.errors:
            own = {"platform_code": "", "district": self.project.district}
            self.ask_about_repetition(self.user, values | own)
        return values

    @transaction.atomic
    def submit(self):
        """The copy, or None where something is refused; a second click waits for the first."""
        User.objects.select_for_update(no_key=True).get(pk=self.user.pk)
        if not self.is_valid():
            return None
        name, with_assets = (self.cleaned_data[each] for each in ("name", "with_assets"))
        return editing.copy(self.project, by=self.user, name=name, with_assets=with_assets)
