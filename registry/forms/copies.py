"""What a copy of a project takes along."""

from django import forms


class CopyForm(forms.Form):
    name = forms.CharField(label="新项目名称", max_length=200)
    with_assets = forms.BooleanField(
        label="同时复制设备设施（含图形）",
        required=False,
        help_text="复制后同一管段会在两个项目中各计一次，分期、分片拆分时再选",
    )

    def __init__(self, data, project):
        super().__init__(data, initial={"name": f"{project.name[:194]}（副本）"})
