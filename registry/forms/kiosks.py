"""A wall screen to be granted."""

from django import forms

from registry.models import Kiosk


class KioskForm(forms.ModelForm):
    def __init__(self, data=None):
        super().__init__(data)
        self.fields["organisation"].empty_label = "请选择"

    class Meta:
        model = Kiosk
        fields = ("name", "organisation")
