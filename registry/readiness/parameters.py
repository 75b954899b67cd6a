"""What narrows a fact: which sources, which kinds, which attribute."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.choices import AttachmentType, FundingStatus, Medium, Work
from registry.kinds import KIND_CHOICES, KINDS, Choice, Coded, Date, Number
from registry.models import FundingSource
from registry.readiness.comparisons import BadTest


@dataclass(frozen=True)
class Parameter:
    """What narrows a fact; several codes mean *or*, none means all."""

    label: str
    options: Callable[[], dict[str, str]]
    is_single: bool = False

    def read(self, raw):
        codes = [raw] if isinstance(raw, str) else list(raw or ())
        options = self.options() if codes else {}
        if unknown := [code for code in codes if code not in options]:
            raise BadTest(f"“{self.label}”没有“{unknown[0]}”这个选项。")
        if self.is_single and len(codes) != 1:
            raise BadTest(f"请选择{self.label}。")
        return codes[0] if self.is_single else codes

    def show(self, given):
        codes = [given] if self.is_single else given
        options = self.options() if codes else {}
        return "、".join(options[code] for code in codes)


def rows(model):
    return lambda: dict(model.objects.values_list("code", "name"))


def comparable_attributes():
    """Numbers, days and choices of each kind, as `elevator.registered_on`."""
    return {
        f"{kind.code}.{name}": f"{kind.label}：{attribute.caption}"
        for kind in KINDS.values()
        for name, attribute in {**kind.columns, **kind.by_name}.items()
        if isinstance(attribute, Number | Date | Choice | Coded)
        # A condition that names cameras would tell of them to whom they are closed.
        and kind.code != "camera"
    }


PARAMETERS = {
    "sources": Parameter("资金来源", rows(FundingSource)),
    "statuses": Parameter("资金状态", lambda: dict(FundingStatus.choices)),
    "types": Parameter("资料类型", lambda: dict(AttachmentType.choices)),
    "kinds": Parameter("设施类别", lambda: {c: n for c, n in KIND_CHOICES if c != "camera"}),
    "media": Parameter("介质", lambda: dict(Medium.choices)),
    "works": Parameter("改造性质", lambda: dict(Work.choices)),
    "attribute": Parameter("属性", comparable_attributes, is_single=True),
}
