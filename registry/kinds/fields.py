"""What a kind's attribute is, and how a raw value becomes a stored one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from registry.choices import Accuracy, Classification, Medium, Work
from registry.kinds.attribute import OWN, WHOLE, Attribute
from registry.kinds.lists import Coded, Marking
from registry.kinds.measures import Number, Year
from registry.kinds.values import BadValue, as_text, as_written, dated, is_blank

LONG_TEXT = 400
#: Known only of what stands already: a lift that is yet to be added has no registration code.
OF_WHAT_STANDS = frozenset({"year_laid", "registration_code", "registered_on", "device_code"})
TO_BE_MADE = frozenset({Work.NEW, Work.ADD})
#: From here on a float no longer tells neighbouring whole numbers apart.
INEXACT = 2**53


@dataclass(frozen=True)
class Text(Attribute):
    """Free text; `digits` demands exactly so many digits, `suggestions` only help typing.

    A code is told apart from others, so it does not matter in which width it was typed.
    """

    digits: int = 0
    max_length: int = 200
    is_code: bool = False

    @property
    def is_long(self) -> bool:  # type: ignore[override]
        return self.max_length > LONG_TEXT

    @property
    def room(self) -> int:
        return self.digits or self.max_length

    @property
    def hint(self) -> str:
        return f"{self.digits} 位数字" if self.digits else super().hint

    def recognise(self, raw: Any) -> tuple[str, str]:
        if isinstance(raw, float) and abs(raw) >= INEXACT:
            raise BadValue("编码列是小数类型，位数已丢失，请把该列改为文本")
        text = as_text(raw) if self.is_code or self.digits else as_written(raw)
        if self.digits and not (text.isdecimal() and len(text) == self.digits):
            raise BadValue(f"应为 {self.digits} 位数字，现为“{text}”")
        if len(text) > self.max_length:
            raise BadValue(f"最多 {self.max_length} 个字，现有 {len(text)} 个")
        return text, ""


@dataclass(frozen=True)
class Date(Attribute):
    """A day that is not in the future, stored as 2026-11-23."""

    input_type = "date"

    def recognise(self, raw: Any) -> tuple[str, str]:
        day, doubt = dated(raw)
        if day > date.today():
            raise BadValue(f"不能晚于今天，现为 {day}")
        return day.isoformat(), f"{as_text(raw)} → {day}（{doubt}）" if doubt else ""


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
    #: Vehicles and equipment move about or stand inside a building: they may stay off the map.
    needs_place: bool = True
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

    @property
    def fields(self) -> dict[str, Attribute]:
        """Everything that may be said of an asset of this kind."""
        return {**self.columns, **PROVENANCE, **self.by_name}

    def clean(self, raw: Mapping[str, Any]) -> Cleaned:
        """Clean what is kept in the asset's `attributes`."""
        return clean_all(self.by_name, raw, self.label)

    def clean_columns(self, raw: Mapping[str, Any]) -> Cleaned:
        """Clean what is kept in real columns."""
        return clean_all(self.columns, raw, self.label)

    @property
    def needed(self) -> tuple[Attribute, ...]:
        """Columns and attributes that are missing (缺项) while they are empty."""
        columns = self.columns
        return (
            *(columns[name] for name in self.required_columns),
            *(attribute for attribute in self.attributes if attribute.required),
        )

    def missing(self, columns: Mapping[str, Any], attributes: Mapping[str, Any]) -> list[str]:
        """Labels of required columns and attributes that are empty (缺项)."""
        unknown = OF_WHAT_STANDS if columns["work"] in TO_BE_MADE else frozenset()
        values = {**attributes, **{name: columns[name] for name in self.required_columns}}
        return [
            each.gap_label
            for each in self.needed
            if each.name not in unknown
            and all(is_blank(values.get(name)) for name in (each.name, each.instead))
        ]


#: Codes of the pipe surveys' standard (domain: 管线种类) and everyday words. 排水 (PS) is missing
#: on purpose: rain, sewage or both, only the owner can say.
MEDIUM_WORDS = (
    *((word, "water") for word in ("JS", "供水", "自来水", "上水", "生活给水", "给水管")),
    *((word, "sewage") for word in ("WS", "污水管")),
    *((word, "rain") for word in ("YS", "雨水管")),
    *((word, "combined") for word in ("HS", "雨污合流", "雨污", "合流制")),
    *((word, "gas") for word in ("RQ", "MQ", "TR", "YH", "天然气", "煤气", "液化气", "燃气管")),
    *((word, "heat") for word in ("RL", "RS", "供热", "热水", "蒸汽", "暖气")),
)

#: Attributes that questions ask for and every kind may have: real columns of an asset.
COLUMNS: dict[str, Attribute] = {
    "name": Text(
        "name", "名称", scope=OWN, aliases=("设施名称", "管线名称", "管段名称", "管道名称")
    ),
    "number": Text(
        "number",
        "编号",
        max_length=60,
        is_code=True,
        scope=OWN,
        aliases=(
            *("管段编号", "设施编号", "管线编号", "管段号", "管线号", "管道编号", "管线段编号"),
            *("管段编码", "管线编码", "管道编码", "设施编码", "GXBH"),
        ),
    ),
    "work": Coded("work", "改造性质", options=tuple(Work.choices)),
    "medium": Coded(
        "medium",
        "介质",
        options=tuple(Medium.choices),
        synonyms=MEDIUM_WORDS,
        aliases=(
            *("管线种类", "介质类型", "管线类型", "管道类型", "管类", "输送介质", "Medium"),
            *("管线类别", "管道类别", "GXLX"),
        ),
    ),
    "year_laid": Year(
        "year_laid",
        "投用年份",
        aliases=(
            *("建设年月", "敷设年月", "建成年月", "竣工年月", "JSNF"),
            *("敷设年代", "敷设年份", "建成年份", "敷设时间", "敷设日期", "埋设年代", "埋设时间"),
            *("建设年代", "建设年份", "建设时间", "竣工时间", "竣工年份", "投用时间", "投运年份"),
            *("投运时间", "使用年代", "建成时间", "投用日期", "建成日期", "竣工日期", "Year"),
            *("埋设年月", "埋设年份", "埋设日期", "铺设年份", "铺设年代", "铺设年月", "铺设时间"),
            *("铺设日期", "建设日期", "投产时间", "投产年份", "投产日期"),
        ),
    ),
    "declared_length_m": Number(
        "declared_length_m",
        "计量长度",
        "m",
        high=1_000_000,
        scope=WHOLE,
        aliases=("长度", "管长", "管线长度", "管道长度", "管段长度", "Length", "GXCD"),
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
