"""What the forms of rules, of declaration and of money, have in common."""

from django import forms
from django.db.models import F

from registry.forms.overtaken import tell_overtaken


class Versioned(forms.ModelForm):
    """Notices who saves over a colleague's change; a second saving is a decision.

    Its view asks in turn (`registry.views.rules`): between comparing and saving nobody else saves.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, instance, initial=None):
        initial = {"version": instance.version, **(initial or {})}
        super().__init__(data, instance=instance, initial=initial)
        self.opened = instance.pk and type(instance).objects.get(pk=instance.pk)

    def clean(self):
        values = super().clean()
        if self.opened and values.get("version") != self.opened.version:
            tell_overtaken(self, "version", self.opened.version, self.told(self.opened))
        return values

    def save(self):
        """What a rule names (sectors, sources) stands in rows that raise no version."""
        kept = super().save()
        named = {field.name for field in kept._meta.many_to_many}
        if self.opened and named & set(self.changed_data):
            type(kept).objects.filter(pk=kept.pk).update(version=F("version") + 1)
        return kept


class OfSectors(Versioned):
    """Of what holds for the sectors that it names: those that the user may see are offered.

    What it is called (`called`) is its own among those that the user may see (`twice` says so):
    a constraint would tell of the others.
    """

    called, twice = "", ""

    def __init__(self, data=None, *, instance, user):
        super().__init__(data, instance=instance)
        self.user = user
        sectors = self.fields["sectors"]
        sectors.queryset = sectors.queryset.exclude(code__in=user.rights.closed)

    def clean(self):
        values = super().clean()
        others = type(self.instance).objects.seen_by(self.user).exclude(pk=self.instance.pk)
        if others.filter(**{self.called: values.get(self.called)}).exists():
            self.add_error(self.called, self.twice)
        return values


def sectors_of(rule):
    return "、".join(sector.short_name for sector in rule.sectors.all()) or "所有领域"
