"""The form of a project's own facts."""

from django import forms

from registry import city
from registry.forms import leads
from registry.forms.fields import (
    DayField,
    LinesField,
    MoneyField,
    PastDayField,
    PlatformCodeField,
)
from registry.forms.places import offer_places
from registry.forms.repetitions import RepetitionQuestion
from registry.forms.units import new_unit, organisation_named, units_offered
from registry.history.differences import changed_fields
from registry.models import Project
from registry.workflow import remarks

#: A change of one of these may make a project look like another.
IDENTITY = {"name", "platform_code", "district"}

#: How one writes what a clerk may wonder about.
EXAMPLES = {
    "name": "人民路片区老旧供水管网更新改造工程",
    "place": "人民路 12 号至 36 号",
    "content": "更新 DN300 球墨铸铁给水管 3.2 km，更换阀门 45 个",
    "investment_wan": "1250.5",
    "equipment_wan": "380",
    "phone": "区号-1234567",
}


class ProjectForm(RepetitionQuestion, forms.ModelForm):
    platform_code = PlatformCodeField(
        label="项目代码",
        required=False,
        max_length=24,
        help_text="国家投资项目在线审批监管平台 24 位代码，尚未取得可不填",
    )
    owner_name = forms.CharField(
        label="项目单位",
        required=False,
        max_length=100,
        help_text="可从已有单位中选取，也可直接填写新单位全称",
        widget=forms.TextInput(attrs={"list": "owners", "autocomplete": "off"}),
    )
    planned_start = DayField(label="拟开工", required=False)
    planned_finish = DayField(label="拟竣工", required=False)
    actual_start = PastDayField(label="实际开工", required=False)
    actual_finish = PastDayField(label="实际竣工", required=False)
    investment_wan = MoneyField(label="总投资（万元）", required=False)
    equipment_wan = MoneyField(label="其中设备投资（万元）", required=False)
    edition = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Project
        fields = (
            *("name", "platform_code", "sector", "lead", "owner_name", "district", "place"),
            *("content", "planned_start", "planned_finish", "actual_start", "actual_finish"),
            *("investment_wan", "equipment_wan", "is_key", "takes_land", "by_commitment"),
            *("contact", "phone", "note"),
        )
        field_classes = dict.fromkeys(("content", "note"), LinesField)
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, data, *, project, user):
        owner = project.owner.name if project.owner_id else ""
        opened = project.version if project.pk else ""
        super().__init__(data, instance=project, initial={"owner_name": owner, "edition": opened})
        self.user = user
        self.action = "edit" if project.pk else "create"
        self._offer_only_what_is_within_rights()
        leads.offer(self.fields["lead"], self.instance.lead_id)
        examples = EXAMPLES | {"platform_code": city.example_code()}
        for name, example in examples.items():
            self.fields[name].widget.attrs["placeholder"] = f"如：{example}"
        self._show_comments()

    def _show_comments(self):
        """What a reviewer wants mended stands at its field."""
        comments = remarks.by_field(self.instance, self.user) if self.instance.pk else {}
        for name in comments.keys() & self.fields.keys():
            self.fields[name].comments = comments[name]

    @property
    def owners(self):
        return units_offered(self.user)

    def _offer_only_what_is_within_rights(self):
        codes = offer_places(self, self.action)
        if codes is not None:
            self.initial["district"] = self.initial["district"] or min(codes, default=None)
        self.fields["district"].empty_label = self.fields["sector"].empty_label = "请选择"

    def clean_owner_name(self):
        name = self.cleaned_data["owner_name"].strip()
        self.instance.owner = organisation_named(name) if name else None
        return name

    def clean(self):
        values = super().clean()
        if values.get("sector") and not values.get("lead") and "lead" not in self.errors:
            self._take_first_lead(values)
        if not self.errors:
            self._stay_within_rights(values)
            if IDENTITY.intersection(self.changed_data):
                self.ask_about_repetition(self.user, values, self.instance.pk)
        return values

    def _take_first_lead(self, values):
        values["lead"] = values["sector"].first_lead
        if values["lead"] is None:
            self.add_error("lead", leads.OPEN)

    def _stay_within_rights(self, values):
        """The saved project must lie within the person's own reach, whatever was posted."""
        outcome = Project(
            sector=values["sector"], district=values["district"], owner=self.instance.owner
        )
        verdict = self.user.rights.may(self.action, outcome)
        if not verdict:
            self.add_error(None, f"按现在的领域、地区和项目单位，{verdict.reason}。")

    def left_alone(self, theirs, base):
        """What another has changed since `base` where this person has changed nothing."""
        changed = changed_fields(base, theirs) if base else ()
        texts = {
            field.name: getattr(theirs, field.attname)
            for field in changed
            if getattr(self.instance, field.attname) == getattr(base, field.attname)
        }
        if "owner" in texts:
            del texts["owner"]
            texts["owner_name"] = theirs.owner.name if theirs.owner else ""
        return texts

    def save(self, commit=True):
        name = self.cleaned_data["owner_name"]
        if name and self.instance.owner is None:
            self.instance.owner = new_unit(name)
        return super().save(commit)
