"""Where the rows of a file go, and how they meet what is registered already."""

from django import forms
from django.conf import settings

from registry.forms import leads
from registry.forms.places import offer_places
from registry.imports import named_project
from registry.kinds.values import is_storable
from registry.models import District, Organisation, Sector

EXISTING, NEW, COLUMN = "existing", "new", "column"


class TargetForm(forms.Form):
    target = forms.ChoiceField(
        label="去向",
        choices=[
            (EXISTING, "已有项目"),
            (NEW, "新建一个项目"),
            (COLUMN, "按文件中的项目编号列，分到多个项目"),
        ],
        widget=forms.RadioSelect,
    )
    project = forms.CharField(
        label="项目",
        required=False,
        max_length=240,
        help_text="输入编号或名称的一部分，从列出的项目中选取",
        widget=forms.TextInput(
            attrs={"list": "import-projects", "autocomplete": "off", "data-projects": ""}
        ),
    )
    name = forms.CharField(label="新项目名称", required=False, max_length=200)
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label="领域", required=False, empty_label="按设施类别确定"
    )
    lead = forms.ModelChoiceField(Organisation.objects.none(), label="牵头单位")
    district = forms.ModelChoiceField(District.objects.all(), label="地区", required=False)
    project_column = forms.ChoiceField(label="项目编号列", required=False)
    mode = forms.ChoiceField(
        label="方式",
        choices=[
            ("append", "新增：每一行登记为一项新的设备设施"),
            ("update", "更新：与已登记的对上号，只改有变化的；对不上的新增"),
        ],
        widget=forms.RadioSelect,
    )
    key = forms.ChoiceField(
        label="按什么对号",
        choices=[("client_id", "资产标识（本系统导出的文件里有）"), ("number", "项目内的编号")],
        required=False,
    )
    skip_duplicates = forms.BooleanField(
        label="图形与类别完全相同的重复行略过不导入",
        required=False,
        help_text="不勾选则列出来由您确认，确认后照样导入",
    )
    mends = forms.MultipleChoiceField(label="修复图形", required=False)

    def __init__(self, data, *, user, diagnosis, asked):
        self.user, self.diagnosis = user, diagnosis
        super().__init__(data, initial=self._first(asked))
        self._offer()

    def _first(self, asked):
        meant = asked.get("meant") or {}
        target = COLUMN if asked.get("project_column") else EXISTING
        first = {"target": target, "district": settings.CITY_CODE}
        for name in ("project_column", "mode", "key", "skip_duplicates", "mends"):
            if asked.get(name):
                first[name] = asked[name]
        return {"mode": "append", "key": "client_id", **first, **meant}

    def _offer(self):
        codes = offer_places(self, "create")
        if codes is not None:
            self.initial["district"] = self._own_district(codes)
        self.fields["district"].empty_label = None
        leads.offer(self.fields["lead"])
        columns = [each["name"] for each in (self.diagnosis.get("columns") or {}).get("found", ())]
        self.fields["project_column"].choices = [("", "请选择"), *((c, c) for c in columns)]
        self.fields["mends"].choices = [(each["code"], each["label"]) for each in self.mendable]

    def _own_district(self, codes):
        wished = self.initial.get("district")
        return wished if wished in codes else min(codes, default=None)

    @property
    def mendable(self):
        faults = (self.diagnosis.get("geometry") or {}).get("faults") or ()
        return [each for each in faults if each["mendable"]]

    @property
    def knows_identity(self):
        """Whether the file bears the marks of our own export."""
        columns = (self.diagnosis.get("columns") or {}).get("found") or ()
        return any(each["how"] == "told" for each in columns)

    def clean(self):
        values = super().clean()
        check = {EXISTING: self._clean_existing, NEW: self._clean_new, COLUMN: self._clean_column}
        if values.get("target") in check:
            check[values["target"]](values)
        return values

    def _clean_existing(self, values):
        text = values.get("project") or ""
        project = named_project(self.user, text) if text else None
        if project is None:
            self.add_error(
                "project", "没有这个项目，请从列出的项目中选取。" if text else "请选择项目。"
            )
            return
        verdict = self.user.rights.may("import", project)
        if not verdict:
            self.add_error("project", f"{verdict.reason}。")
        values["number"] = project.number

    def _clean_new(self, values):
        if not values.get("name"):
            self.add_error("name", "请填写新项目的名称。")
        if values.get("mode") == "update":
            self.add_error("mode", "更新只能用于已有的项目，不能同时新建项目。")
        sector = values.get("sector")
        if sector and "lead" not in self.errors and not (values["lead"] or sector.first_lead):
            self.add_error("lead", leads.OPEN)
        verdict = self.user.rights.may("create")
        if not verdict:
            self.add_error("target", f"{verdict.reason}。")

    def _clean_column(self, values):
        if not values.get("project_column"):
            self.add_error("project_column", "请选择写有项目编号的列。")

    @property
    def lacks_sector(self):
        """Whether the rows are to say which sector a new project gets."""
        values = self.cleaned_data
        return values.get("target") == NEW and not values.get("sector")

    def meant(self):
        """What was said of the target, complete or not, to be shown again."""
        values = {
            name: self[name].value() for name in ("target", "project", "name", "project_column")
        }
        values |= {name: self[name].value() for name in ("sector", "lead", "district")}
        return {name: value for name, value in values.items() if value and is_storable(value)}

    def manner(self):
        """The part of an order that is the same wherever the rows go."""
        names = ("mode", "key", "skip_duplicates", "mends")
        given = {name: self.cleaned_data.get(name) for name in names if name in self.cleaned_data}
        return given | {"key": given.get("key") or "client_id"}

    def answers(self):
        """The part of an order that says where the rows go."""
        values, target = self.cleaned_data, self.cleaned_data["target"]
        rows = ("sector", "lead", "district")
        new = {name: values[name].code if values[name] else "" for name in rows}
        return {
            "project_number": values.get("number") if target == EXISTING else None,
            "new_project": {"name": values["name"], **new} if target == NEW else None,
            "project_column": values["project_column"] if target == COLUMN else None,
        }
