"""Tests of a rule as rows of a form: what is asked for decides which fields follow."""

from django import forms
from django.utils.datastructures import MultiValueDict

from registry.readiness.comparisons import BadTest
from registry.readiness.conditions import MEET, MOST_TESTS, read_condition, read_test
from registry.readiness.facts import FACTS
from registry.readiness.parameters import PARAMETERS

ASKED = [("", "请选择"), *((fact.code, fact.label) for fact in FACTS.values())]
#: A change of one of these changes which fields follow: the form comes back with them.
LEADING = {"hx-post": "", "hx-trigger": "change"}


class TestForm(forms.Form):
    """One test. Fields not yet decided are not there; `told` is the test as JSON."""

    __test__ = False

    def __init__(self, values, *, prefix, is_final):
        super().__init__(values if is_final else None, prefix=prefix)
        self.values = values
        self.fields["fact"] = forms.ChoiceField(
            label="检查内容", choices=ASKED, widget=forms.Select(attrs=LEADING)
        )
        self.fact = FACTS.get(self._one("fact"))
        if self.fact:
            self._ask_what_narrows()
            self._ask_how_it_compares()
        # While a rule is being put together nothing is wrong with it yet.
        self.initial = {name: self._told(name, field) for name, field in self.fields.items()}

    def _told(self, name, field):
        is_several = isinstance(field, forms.MultipleChoiceField)
        return self._several(name) if is_several else self._one(name)

    def _one(self, name):
        return self.values.get(self.add_prefix(name), "")

    def _several(self, name):
        return [code for code in self.values.getlist(self.add_prefix(name)) if code]

    def _ask_what_narrows(self):
        for name in self.fact.parameters:
            parameter = PARAMETERS[name]
            options = list(parameter.options().items())
            if parameter.is_single:
                choices = [("", "请选择"), *options]
                widget = forms.Select(attrs=LEADING)
                field = forms.ChoiceField(label=parameter.label, choices=choices, widget=widget)
            else:
                field = forms.MultipleChoiceField(
                    label=f"{parameter.label}（不选为全部）",
                    choices=options,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
            self.fields[name] = field

    def _ask_how_it_compares(self):
        try:
            sort = self.fact.sort_for({name: self._given(name) for name in self.fact.parameters})
        except BadTest:
            return  # until it is chosen of what
        comparisons = sort.comparisons
        self.fields["is"] = forms.ChoiceField(
            label="比较",
            choices=[("", "请选择"), *((c, each.label) for c, each in comparisons.items())],
            widget=forms.Select(attrs=LEADING),
        )
        comparison = comparisons.get(self._one("is"))
        if comparison and comparison.takes != "nothing":
            self.fields["value"] = self._value_field(sort, comparison.takes == "several")

    def _given(self, name):
        return PARAMETERS[name].read(self._several(name))

    def _value_field(self, sort, takes_several):
        _, unit = self.fact.named({name: self._given(name) for name in self.fact.parameters})
        label = f"值（{unit}）" if unit else "值"
        options = list(sort.offered.items())
        if takes_several:
            return forms.MultipleChoiceField(
                label=label, choices=options, widget=forms.CheckboxSelectMultiple
            )
        if options:
            return forms.ChoiceField(label=label, choices=[("", "请选择"), *options])
        is_day = sort.input_type == "date"
        attrs = {"type": "date"} if is_day else {"inputmode": "decimal", "autocomplete": "off"}
        return forms.CharField(label=label, max_length=40, widget=forms.TextInput(attrs=attrs))

    @property
    def told(self):
        values = {name: self.cleaned_data.get(name) for name in self.fields}
        return {name: value for name, value in values.items() if value}

    def clean(self):
        values = super().clean()
        if not self.errors:
            try:
                self.test = read_test(self.told)
            except BadTest as refusal:
                self.add_error("value" if "value" in self.fields else None, str(refusal))
        return values


class ConditionForm:
    """The tests of a rule and how they go together, as posted or as they stand.

    Buttons of the form add a row (`add`) or take one out (`remove`), which saves nothing.
    """

    def __init__(self, data=None, condition=None):
        self.is_final = data is not None and not is_being_shaped(data)
        if data is None:
            data = as_posted(condition or {"meet": "all", "tests": [{}]})
        rows = [row for row in data.getlist("test") if row.isdecimal() and len(row) < 4]
        if data.get("remove") in rows:
            rows.remove(data["remove"])
        if "add" in data or not rows:
            rows.append(str(max(map(int, rows), default=-1) + 1))
        self.tests = [
            TestForm(data, prefix=f"t{row}", is_final=self.is_final) for row in rows[:MOST_TESTS]
        ]
        self.rows = list(zip(rows, self.tests, strict=False))
        self.meet = data.get("meet") if data.get("meet") in MEET else "all"
        self.meets = MEET.items()
        self.may_grow = len(rows) < MOST_TESTS
        self.error = ""

    def is_valid(self):
        if not all(list(map(TestForm.is_valid, self.tests))):
            return False
        try:
            told = {"meet": self.meet, "tests": [test.told for test in self.tests]}
            self.condition = read_condition(told)
        except BadTest as refusal:
            self.error = str(refusal)
            return False
        return True


def is_being_shaped(data):
    return not {"add", "remove", "refresh"}.isdisjoint(data)


def as_posted(condition):
    """Stored JSON as the form would post it."""
    data = MultiValueDict({"meet": [condition["meet"]]})
    for i, test in enumerate(condition["tests"]):
        data.appendlist("test", str(i))
        for name, value in test.items():
            data.setlist(f"t{i}-{name}", value if isinstance(value, list) else [value])
    return data
