"""A view is saved with a question that can be asked, and shared with one's own colleagues."""

from django import forms
from django.core.exceptions import ValidationError

from registry.models import Organisation, SavedView
from registry.overview import Look
from registry.question import BadQuestion, Question


class SavedViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ("name", "organisation")

    def __init__(self, data=None, *, user, instance=None):
        super().__init__(data, instance=instance or SavedView(owner=user))
        self.user = user
        colleagues = Organisation.objects.filter(memberships__user=user).distinct()
        self.fields["organisation"].queryset = colleagues
        self.fields["organisation"].empty_label = "仅自己可见"

    def _get_validation_exclusions(self):
        # The owner is not asked for, but a name is his only once.
        return super()._get_validation_exclusions() - {"owner"}

    @property
    def sentence(self):
        """What is wrong, for the line above the form."""
        return " ".join(message for errors in self.errors.values() for message in errors)


class NewViewForm(SavedViewForm):
    class Meta(SavedViewForm.Meta):
        fields = ("name", "organisation", "page", "query", "place")

    def __init__(self, data, *, user, asked):
        super().__init__(data, user=user)
        self.asked = asked.copy()
        self.asked.pop("page", None)

    def clean_query(self):
        try:
            Question(self._question(), self.user)
        except BadQuestion as refusal:
            raise ValidationError(str(refusal)) from None
        return self.asked.urlencode()

    def _question(self):
        """What is asked; the overview's address also says how one looks at it."""
        if self.cleaned_data.get("page") != SavedView.Page.OVERVIEW:
            return self.asked
        _, question = Look.parse(self.asked)
        return question
