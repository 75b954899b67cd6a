"""Fields that read what clerks type: full-width digits, thousands commas, typographic dashes."""

from django import forms

from registry.kinds.values import BadValue, as_number, as_text, is_blank
from registry.models.money import MOST_WAN
from registry.years import FAR_OFF, FUTURE, is_sensible, lies_ahead

#: Hyphens, dashes and the minus sign, all meant as the plain hyphen of a code.
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")

#: What is wrong with a form whose hidden fields do not come back as they were sent.
INCOMPLETE = "填写的内容没有收全，本次没有保存，请刷新页面后重新填写。"


def sensible_day(day):
    """As the database has it of every day of a record, but at the field that is meant."""
    if not is_sensible(day):
        raise forms.ValidationError(FAR_OFF)


class DayField(forms.DateField):
    """A day, by the browser's own calendar; what lies far off is a slip of the pen."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = (sensible_day,)


class PastDayField(DayField):
    """The day of what has happened."""

    def clean(self, value):
        day = super().clean(value)
        if lies_ahead(day):
            raise forms.ValidationError(FUTURE)
        return day


class LinesField(forms.CharField):
    """Text of several lines; the line ends of browsers are no change of it."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class MoneyField(forms.DecimalField):
    """万元 with two decimals: "１,594.00" is read as 1594.00."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {
        "min_value": "金额不能小于 0。",
        "max_value": "金额超过 1000 亿元，请检查单位是不是万元。",
        "max_decimal_places": "金额最多两位小数。",
    }

    def __init__(self, **kwargs):
        super().__init__(max_digits=14, decimal_places=2, min_value=0, max_value=MOST_WAN, **kwargs)

    def to_python(self, value):
        if is_blank(value):
            return None
        try:
            return super().to_python(as_number(value))
        except BadValue as refusal:
            raise forms.ValidationError(f"{refusal}。") from None


class PlatformCodeField(forms.CharField):
    """The code of the national platform, however its digits and hyphens were typed."""

    def to_python(self, value):
        text = as_text(super().to_python(value)).translate(DASHES)
        return "".join(text.split())
