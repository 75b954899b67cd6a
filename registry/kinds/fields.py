"""What a kind's attribute is, and how a raw value becomes a stored one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from registry.choices import Accuracy, Classification, Medium, Work
from registry.kinds.values import BadValue, as_day, as_number, as_text, as_written, is_blank

#: From here on a float no longer tells neighbouring whole numbers apart.
INEXACT = 2**53
#: Every degree of secrecy, however a file words it.
SECRETS = (Classification.SECRET, "涉密", "秘密", "机密", "绝密")


@dataclass(frozen=True)
class Attribute:
    """One attribute of a kind. `name` carries the unit, `label` is what people read."""

    name: str
    label: str
    unit: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    suggestions: tuple[Any, ...] = ()

    input_type = "text"

    @property
    def caption(self) -> str:
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    def clean(self, raw: Any) -> Any:
        return None if is_blank(raw) else self.parse(raw)

    def parse(self, raw: Any) -> Any:
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """A stored value as people read it; the unit stands in the caption."""
        return f"{value:.15g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Text(Attribute):
    """Free text; `digits` demands exactly so many digits, `suggestions` only help typing.

    A code is told apart from others, so it does not matter in which width it was typed.
    """

    digits: int = 0
    max_length: int = 200
    is_code: bool = False

    def parse(self, raw: Any) -> str:
        if isinstance(raw, float) and abs(raw) >= INEXACT:
            raise BadValue("编码列是小数类型，位数已丢失，请把该列改为文本")
        text = as_text(raw) if self.is_code or self.digits else as_written(raw)
        if self.digits and not (text.isdecimal() and len(text) == self.digits):
            raise BadValue(f"应为 {self.digits} 位数字，现为“{text}”")
        if len(text) > self.max_length:
            raise BadValue(f"最多 {self.max_length} 个字，现有 {len(text)} 个")
        return text


@dataclass(frozen=True)
class Number(Attribute):
    """A measured number between `low` and `high`, both allowed."""

    low: float | None = 0
    high: float | None = None
    whole: bool = False

    input_type = "number"

    def parse(self, raw: Any) -> int | float:
        number = as_number(raw)
        if self.whole and number != number.to_integral_value():
            raise BadValue(f"应为整数，现为 {number}")
        if self.low is not None and number < Decimal(str(self.low)):
            raise BadValue(f"不能小于 {self.low}，现为 {number}")
        if self.high is not None and number > Decimal(str(self.high)):
            raise BadValue(f"不能大于 {self.high}，现为 {number}")
        return int(number) if self.whole else float(number)


@dataclass(frozen=True)
class Year(Number):
    """A year from 1950 to the present one."""

    low: float | None = 1950
    whole: bool = True

    def parse(self, raw: Any) -> int | float:
        year = super().parse(raw)
        if year > date.today().year:
            raise BadValue(f"不能晚于今年，现为 {year}")
        return year


@dataclass(frozen=True)
class Date(Attribute):
    """A day that is not in the future, stored as 2026-11-23."""

    input_type = "date"

    def parse(self, raw: Any) -> str:
        day = as_day(raw)
        if day > date.today():
            raise BadValue(f"不能晚于今天，现为 {day}")
        return day.isoformat()


@dataclass(frozen=True)
class Choice(Attribute):
    """One of a closed list of Chinese values; the list is what is stored."""

    options: tuple[str, ...] = ()

    input_type = "select"

    def parse(self, raw: Any) -> str:
        text = as_text(raw)
        plain = {as_text(option): option for option in self.options}
        if text not in plain:
            raise BadValue(f"没有“{text}”这一项，可选：{'、'.join(self.options)}")
        return plain[text]


@dataclass(frozen=True)
class Coded(Attribute):
    """One of a closed list stored by code; the Chinese label is accepted as well."""

    options: tuple[tuple[str, str], ...] = ()

    input_type = "select"

    def parse(self, raw: Any) -> str:
        text = as_text(raw)
        codes = {name: code for code, label in self.options for name in (code, as_text(label))}
        if text not in codes:
            labels = "、".join(label for _, label in self.options)
            raise BadValue(f"没有“{text}”这一项，可选：{labels}")
        return codes[text]

    def show(self, value: Any) -> str:
        return dict(self.options)[value]


@dataclass(frozen=True)
class Marking(Coded):
    """The owner's classification of a record; what is secret does not come in at all."""

    def parse(self, raw: Any) -> str:
        if as_text(raw).startswith(SECRETS):
            raise BadValue("涉密数据不得录入本系统")
        return super().parse(raw)


@dataclass(frozen=True)
class Cleaned:
    """Outcome of cleaning: stored values and, by attribute name, what is wrong."""

    values: dict[str, Any]
    errors: dict[str, str]


def clean_all(attributes: Mapping[str, Attribute], raw: Mapping[str, Any], owner: str) -> Cleaned:
    """Clean known attributes, refuse unknown ones; blanks are left out, not stored."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, value in raw.items():
        if name not in attributes:
            errors[name] = f"{owner}没有“{name}”这个属性"
            continue
        try:
            cleaned = attributes[name].clean(value)
        except BadValue as refusal:
            errors[name] = str(refusal)
        else:
            if cleaned is not None:
                values[name] = cleaned
    return Cleaned(values, errors)


@dataclass(frozen=True)
class Kind:
    """One kind of asset: its shape, attributes, counted unit and map sign."""

    code: str
    label: str
    unit: str
    shapes: tuple[str, ...]
    attributes: tuple[Attribute, ...] = ()
    required_columns: tuple[str, ...] = ()
    year_label: str = "投用年份"
    has_medium: bool = False
    sign: str = "circle"
    by_name: Mapping[str, Attribute] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {a.name: a for a in self.attributes})

    @property
    def is_line(self) -> bool:
        return "LINESTRING" in self.shapes

    @property
    def columns(self) -> dict[str, Attribute]:
        """The real columns that this kind uses, year named as the kind names it."""
        columns = {**COLUMNS, "year_laid": replace(COLUMNS["year_laid"], label=self.year_label)}
        if not self.has_medium:
            del columns["medium"]
        if not self.is_line:
            del columns["declared_length_m"]
        return columns

    def clean(self, raw: Mapping[str, Any]) -> Cleaned:
        """Clean what is kept in the asset's `attributes`."""
        return clean_all(self.by_name, raw, self.label)

    def clean_columns(self, raw: Mapping[str, Any]) -> Cleaned:
        """Clean what is kept in real columns."""
        return clean_all(self.columns, raw, self.label)

    def missing(self, columns: Mapping[str, Any], attributes: Mapping[str, Any]) -> list[str]:
        """Labels of required columns and attributes that are empty (缺项)."""
        needed = self.columns
        blank = [needed[name].label for name in self.required_columns if is_blank(columns[name])]
        return blank + [
            a.label for a in self.attributes if a.required and is_blank(attributes.get(a.name))
        ]


#: Attributes that questions ask for and every kind may have: real columns of an asset.
COLUMNS: dict[str, Attribute] = {
    "name": Text("name", "名称", aliases=("设施名称",)),
    "number": Text("number", "编号", max_length=60, is_code=True, aliases=("管段编号", "设施编号")),
    "work": Coded("work", "改造性质", options=tuple(Work.choices)),
    "medium": Coded(
        "medium", "介质", options=tuple(Medium.choices), aliases=("管线种类", "介质类型")
    ),
    "year_laid": Year("year_laid", "投用年份", aliases=("敷设年代", "敷设年份", "建成年份")),
    "declared_length_m": Number(
        "declared_length_m", "计量长度", "m", high=1_000_000, aliases=("长度", "管长")
    ),
}

#: What is said about the record rather than about the thing, alike for every kind.
PROVENANCE: dict[str, Attribute] = {
    "accuracy": Coded("accuracy", "数据来源", options=tuple(Accuracy.choices)),
    "classification": Marking(
        "classification",
        "密级",
        options=tuple(c for c in Classification.choices if c[0] != Classification.SECRET),
    ),
}
