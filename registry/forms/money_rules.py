"""A rule of money; the second of two editors is told, not obeyed."""

from django import forms

from registry.models import FundingRule, User

STALE = "您打开之后，这条规则已被他人修改，本次没有保存，请刷新页面后重填。"


class FundingRuleForm(forms.ModelForm):
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FundingRule
        fields = (
            *("text", "sources", "bound", "measure", "limit", "kind", "work"),
            *("severity", "sectors", "source", "evidence", "is_active"),
        )
        widgets = {
            "sources": forms.CheckboxSelectMultiple,
            "sectors": forms.CheckboxSelectMultiple,
            "limit": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        sectors = self.fields["sectors"]
        sectors.queryset = sectors.queryset.exclude(code__in=user.rights.closed)
        for name, words in (("kind", "不按设施算"), ("work", "不限")):
            self.fields[name].choices = [("", words), *self.fields[name].choices[1:]]
        self.initial["opened"] = self.instance.version if self.instance.pk else ""

    def clean(self):
        """Wait for one's own second click, and for whoever saves the same rule."""
        User.objects.select_for_update(no_key=True).get(pk=self.user.pk)
        values = super().clean()
        if self.instance.pk and values.get("opened") != str(self._version_now()):
            self.add_error(None, STALE)
        return values

    def _version_now(self):
        rows = FundingRule.objects.select_for_update().filter(pk=self.instance.pk)
        return rows.values_list("version", flat=True).first()
