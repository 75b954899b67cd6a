"""What someone chooses for an export: format, system, encoding."""

from uuid import uuid4

from django import forms
from django.utils import timezone

from gis import formats
from registry.exports import ENCODINGS, FORMATS, file_name, wording
from registry.jobs import start_export
from registry.systems import export_choices, plain_name

#: A page brings it; a program makes it up.
UNNAMED = "没有收到这次导出的编号（client_id），请刷新页面后再导出；程序请每次带一个新的编号。"


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label="格式",
        choices=[(code, label) for code, (label, _) in FORMATS.items()],
        widget=forms.RadioSelect,
    )
    crs = forms.ChoiceField(label="坐标系")
    encoding = forms.ChoiceField(
        label="文字编码",
        choices=list(ENCODINGS.items()),
        required=False,
        help_text="只用于 Shapefile，其他格式一律是 UTF-8",
    )
    client_id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), UNNAMED)
    )

    def __init__(self, data=None, *, question, query, user, initial=None):
        chosen = {"format": "shp", "crs": "EPSG:4490", "encoding": "utf-8", **(initial or {})}
        super().__init__(data, initial={"client_id": uuid4(), **chosen})
        self.fields["crs"].choices = export_choices(self["crs"].value())
        self.question, self.query, self.user = question, query, user
        self.wording = wording(question)

    @property
    def formats(self):
        """Each radio button with the line that says whom it is for."""
        described = zip(self["format"], FORMATS.values(), strict=True)
        return [(button, for_whom) for button, (_, for_whom) in described]

    @property
    def trouble(self):
        """What is wrong, in one line for a program."""
        return " ".join(
            f"{self.fields[name].label or name}：{' '.join(messages)}"
            for name, messages in self.errors.items()
        )

    def clean(self):
        values = super().clean()
        format, crs = formats.FORMATS.get(values.get("format")), values.get("crs")
        if format and crs and not format.writes(crs):
            if crs in formats.LONLAT:  # degrees alike to the centimetre
                values["crs"] = format.default_crs
            else:
                label, _ = FORMATS[format.name]
                named = "或 ".join(plain_name(each) for each in format.crs)
                self.add_error("crs", f"{label} 只能用经纬度坐标，请选 {named}。")
        return values

    def chosen_encoding(self):
        """The chosen one where the format has a choice."""
        possible = formats.FORMATS[self.cleaned_data["format"]].encodings
        chosen = self.cleaned_data["encoding"]
        return chosen if chosen in possible else possible[0]

    def submit(self):
        """The record of the export, begun; a second click gives the first one's."""
        values, encoding = self.cleaned_data, self.chosen_encoding()
        return start_export(
            client_id=values["client_id"],
            by=self.user,
            query=self.query,
            wording=self.wording,
            format=values["format"],
            crs=values["crs"],
            encoding=encoding,
            file_name=file_name(
                self.question,
                values["format"],
                timezone.localdate(),
                crs=values["crs"],
                encoding=encoding,
            ),
        )
