"""Attributes that are numbers: measures with a unit, counts and years."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from registry.kinds.attribute import Attribute
from registry.kinds.units import factor, is_money, split_number
from registry.kinds.values import LONGEST_NUMBER, BadValue, as_number, as_text, dated
from registry.years import FIRST_YEAR

#: 1998 and 1998年.
YEAR = re.compile(r"(\d{4})年?")
#: Before an amount of money, whatever its unit: ￥ as `as_text` leaves it, and codes.
YUAN = ("¥", "RMB", "CNY")
#: Below it there are not four digits.
LOWEST_YEAR = 1000
#: Digits of a number that has no upper bound.
USUAL_DIGITS = 9


@dataclass(frozen=True)
class Number(Attribute):
    """A measured number between `low` and `high`, both allowed.

    `raw_unit` is what the file's numbers are in, where that is another unit than the field's;
    a unit written behind a number itself goes before it. `signs` may stand before the number:
    DN300, Φ300.
    """

    low: float | None = 0
    high: float | None = None
    whole: bool = False
    signs: tuple[str, ...] = ()
    raw_unit: str = ""

    input_type = "number"

    def in_unit(self, unit: str) -> "Number":
        """The same field for numbers in another unit; BadValue where that does not convert."""
        if factor(unit, self.unit) is None:
            raise BadValue(f"单位“{unit}”不能换算为“{self.unit}”")
        return replace(self, raw_unit=unit)

    @property
    def highest(self) -> float | None:
        """The greatest that is allowed today."""
        return self.high

    @property
    def room(self) -> int:
        digits = USUAL_DIGITS if self.high is None else len(str(int(self.high)))
        return digits + (self.low is None or self.low < 0)

    def recognise(self, raw: Any) -> tuple[int | float, str]:
        number, how = self._measured(raw)
        if self.whole and number != number.to_integral_value():
            raise BadValue(f"应为整数，现为 {shown(number)}")
        if self.low is not None and number < Decimal(str(self.low)):
            raise BadValue(f"不能小于 {self.low}，现为 {shown(number)}")
        if self.high is not None and number > Decimal(str(self.high)):
            raise BadValue(f"不能大于 {self.high}，现为 {shown(number)}")
        return int(number) if self.whole else float(number), how

    def _measured(self, raw: Any) -> tuple[Decimal, str]:
        """The number in the field's unit, without signs before and units behind it."""
        text = as_text(raw)
        digits, unit = split_number(self._without_sign(text)) if self.unit else (text, None)
        try:
            number = as_number(raw if digits == text else digits)
        except BadValue:
            if digits == text:
                raise
            raise BadValue(f"“{raw}”不是数字") from None
        times = factor(unit or self.raw_unit or self.unit, self.unit)
        if times is None:
            raise BadValue(f"“{raw}”的单位不能换算为“{self.unit}”")
        # The column's unit stands behind a bare number; DN300 stays as the cell has it.
        is_bare = digits == text and self.raw_unit
        given = f"{text}{self.raw_unit}" if is_bare else text
        found = f"{shown(number * times)}{self.unit}"
        told = (digits != text or times != 1) and given != found
        return number * times, f"{given} → {found}" if told else ""

    def _without_sign(self, text: str) -> str:
        signs = (*self.signs, *YUAN) if is_money(self.unit) else self.signs
        for sign in signs:
            if (
                text.casefold().startswith(sign.casefold())
                and text[len(sign) :].strip()[:1].isdigit()
            ):
                return text[len(sign) :].strip()
        return text


def shown(number: Decimal) -> str:
    """A number without exponent and needless zeros."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


@dataclass(frozen=True)
class Year(Number):
    """A year from the first of a record to the present one; of a day or a month, its year."""

    low: float | None = FIRST_YEAR
    whole: bool = True
    example: str = "1998"

    @property
    def highest(self) -> int:
        return date.today().year

    @property
    def room(self) -> int:
        return len(str(date.max.year))

    def recognise(self, raw: Any) -> tuple[int | float, str]:
        text = as_text(raw)
        how = ""
        if found := YEAR.fullmatch(text):
            text = found[1]
        else:
            with suppress(BadValue):
                text, how = self._of_day(raw)
        year, _ = super().recognise(self._four_digits(text, raw))
        if year > self.highest:
            raise BadValue(f"不能晚于今年，现为 {year}")
        return year, how

    def _four_digits(self, text: str, raw: Any) -> str:
        """A number that is a year: 98, 98年 and 二〇一〇年 are told how to be written."""
        try:
            number = as_number(text)
        except BadValue:
            number = Decimal()
        if abs(number) < LOWEST_YEAR:
            raise BadValue(f"“{as_text(raw)[:LONGEST_NUMBER]}”不是年份，请写四位年份，如 1998")
        return text

    def _of_day(self, raw: Any) -> tuple[str, str]:
        # A number such as 2024.1 is ambiguous as a month, but not as a year.
        day, _ = dated(as_text(raw))
        return str(day.year), f"{as_text(raw)} → {day.year}"
