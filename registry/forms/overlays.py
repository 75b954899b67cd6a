"""A reference layer: its file, its look."""

from django import forms

from registry.forms.imports import SUFFIXES, FilesField, FilesInput
from registry.forms.overtaken import Opened
from registry.jobs import start_layer
from registry.models import ReferenceLayer
from registry.refusals import Refusal
from registry.systems import export_choices
from registry.uploads import keep

AS_THE_FILE_SAYS = ("", "按文件自己的说明")


class LayerForm(Opened):
    class Meta:
        model = ReferenceLayer
        fields = ("name", "color", "opacity", "min_zoom", "max_zoom", "order")
        widgets = {"color": forms.TextInput(attrs={"type": "color"})}


class NewLayerForm(LayerForm):
    files = FilesField(
        label="文件",
        widget=FilesInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text="shapefile 的各部分一起选；也可以是 GeoPackage、GeoJSON、KML、DXF 等；"
        "最多 50 万个图形",
        error_messages={"required": "请先选择文件。"},
    )
    crs = forms.ChoiceField(label="坐标系", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self["crs"].value()
        self.fields["crs"].choices = [AS_THE_FILE_SAYS, *export_choices(chosen)]

    def submit(self, user):
        """The layer, to be read by a job; None where the file is refused, the reason beside it."""
        if not self.is_valid():
            return None
        try:
            stored = keep(self.cleaned_data["files"])
            return start_layer(self.instance, stored, by=user, crs=self.cleaned_data["crs"])
        except Refusal as refusal:
            self.add_error("files", str(refusal))
            return None
