"""Which layers of a file are read: one of several, or those of a drawing that are ticked."""

from django import forms

from gis.formats import LAYERS_BETWEEN

#: What is to be known of a layer before it is chosen.
LAYER_NOTES = {"table": "没有图形的表", "frozen": "冻结", "off": "关闭"}


class Layers(forms.CheckboxSelectMultiple):
    """Layers of a drawing to be read together, as its reader takes them: one text."""

    def value_from_datadict(self, data, files, name):
        return LAYERS_BETWEEN.join(filter(None, data.getlist(name)))

    def format_value(self, value):
        value = value or ""
        return [value] if value in dict(self.choices) else value.split(LAYERS_BETWEEN)


def offer_layers(field, found, *, is_drawing):
    """Let a field offer what the diagnosis has found, each layer with what is to be known of it."""
    layers, notes = found.get("layers") or [], found.get("layer_notes") or {}
    if layers:
        widget = Layers if is_drawing else forms.Select
        attrs = {"class": "choice-list"} if is_drawing else None
        words = {name: f"{name}（{LAYER_NOTES[note]}）" for name, note in notes.items()}
        field.widget = widget(attrs, choices=[(name, words.get(name, name)) for name in layers])
    if is_drawing:
        shown = len(layers) - len(notes)
        which = f"没有冻结、关闭的 {shown} 个" if notes and shown else f"全部 {len(layers)} 个"
        field.help_text = f"可选几个；都不选，就读{which}图层"
    elif notes:
        field.help_text = f"{'、'.join(notes)} 没有图形：选它则各行登记为未上图，不选就不读"
