"""Opening a round, and telling of one project in it."""

from datetime import date, datetime, time, timedelta
from itertools import chain, count

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from registry.exports import wording
from registry.forms.fields import INCOMPLETE, LinesField, MoneyField
from registry.models import Attachment, Round, RoundPhoto, RoundReport
from registry.refusals import Refusal, sentence
from registry.rounds.running import open_round
from registry.sql import shared

#: As many photos of a project are offered to be shown, besides those that are.
PHOTOS = 12
DUE_IN = timedelta(days=7)
CLOSED = "这一轮调度已经关闭或撤回，没有保存。"
END_OF_WORK = time(18, 0)


class MonthField(forms.DateField):
    """`2026-11` of the browser's own month; the first of it."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m"], **kwargs)


class DueField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RoundForm(forms.ModelForm):
    month = MonthField(label="月份")
    due_at = DueField(label="截止时间")

    class Meta:
        model = Round
        fields = ("name", "month", "due_at")

    def __init__(self, data, *, question, query, user):
        round_ = Round(query=query, wording=wording(question))
        today = timezone.localdate()
        super().__init__(data, instance=round_, initial=proposed(today))
        self.question, self.user = question, user

    def submit(self):
        """The round; None where it is refused."""
        if not self.is_valid():
            return None
        try:
            return open_round(self.save(commit=False), self.question, by=self.user)
        except Refusal as refusal:
            self.add_error(None, str(refusal))
            return None


def proposed(today):
    due = timezone.make_aware(datetime.combine(today + DUE_IN, END_OF_WORK))
    month = date(today.year, today.month, 1)
    return {"name": free_name(today), "month": month, "due_at": due}


def free_name(today):
    """The month's name, or that of its second, third … round."""
    month = f"{today.year} 年 {today.month} 月"
    taken = set(Round.objects.filter(name__startswith=month).values_list("name", flat=True))
    later = (f"{month}第 {number} 次调度" for number in count(2))
    return next(name for name in chain([f"{month}调度"], later) if name not in taken)


class AmountConfirmed(forms.CheckboxInput):
    """A tick for one amount: where another is written it is asked for anew."""

    amount = ""

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")

    def get_context(self, name, value, attrs):
        is_ticked = bool(value) and value == self.amount
        return super().get_context(name, is_ticked, {**(attrs or {}), "value": self.amount})


class ReportForm(forms.ModelForm):
    """Progress, payment to date, words and photos; `unchanged` takes all from the last round."""

    paid_wan = MoneyField(
        label="累计支付（万元）", error_messages={"required": "请填写累计支付，没有支付填 0。"}
    )
    text = LinesField(
        label="进展说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    paid_confirmed = forms.CharField(
        label="累计支付无误，与资金表不同也照此填报", required=False, widget=AmountConfirmed
    )
    photos = forms.ModelMultipleChoiceField(Attachment.objects.none(), required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), INCOMPLETE)
    )

    class Meta:
        model = RoundReport
        fields = ("progress", "paid_wan", "text")
        widgets = {"progress": forms.TextInput(attrs={"inputmode": "numeric"})}
        error_messages = {"progress": {"required": "请填写进度。"}}

    def __init__(self, data, *, report, user, offered):
        self.is_unchanged = data is not None and "unchanged" in data
        super().__init__(
            self._as_before(data, report) if self.is_unchanged and report.previous else data,
            instance=report,
            initial=proposed_for(report),
            prefix=f"r{report.pk}",
        )
        self.user, self.offered = user, offered
        self.fields["progress"].required = True
        self.fields["paid_wan"].help_text = f"资金表中已支付 {report.ledger_wan:,.2f} 万元"
        self.fields["photos"].queryset = report.project.attachments.present().told_to(user).photos()

    def _as_before(self, data, report):
        """What was sent, with the figures of the last round in place of its own."""
        data = data.copy()
        for name in ("progress", "paid_wan", "text"):
            data[f"r{report.pk}-{name}"] = getattr(report.previous, name)
        return data

    def clean(self):
        values = super().clean()
        previous = self.instance.previous
        if self.is_unchanged and previous is None:
            self.add_error(None, "上一轮没有填报，不能选“无变化”，请填写本期情况。")
        paid, whole = values.get("paid_wan"), self.instance.project.investment_wan
        if paid is not None and whole is not None and paid > whole:
            is_held = self.instance.project.awaiting
            way_out = "等审核结束或撤回提交后修改总投资" if is_held else "先修改总投资"
            self.add_error(
                "paid_wan",
                f"累计支付超过总投资 {whole:,.2f} 万元，请核对单位；确已调概的请{way_out}。",
            )
        if previous and not values.get("text"):
            self._ask_why(values, previous)
        self._compare_with_ledger(values)
        return values

    def _compare_with_ledger(self, values):
        """Offices may know more than the table of money: what differs is asked about."""
        paid, ledger = values.get("paid_wan"), self.instance.ledger_wan
        if paid in (None, ledger):
            return
        amount = self.fields["paid_confirmed"].widget.amount = f"{paid:.2f}"
        if values["paid_confirmed"] != amount:
            self.add_error(
                "paid_confirmed",
                f"填报的累计支付 {paid:,.2f} 万元，资金表中已支付 {ledger:,.2f} 万元，两者不同，"
                "请核对。如确认无误，请勾选后再次填报。",
            )

    def _ask_why(self, values, previous):
        """What grows month by month does not shrink without a word."""
        for name, label in (("paid_wan", "累计支付"), ("progress", "进度")):
            now, before = values.get(name), getattr(previous, name)
            if now is not None and before is not None and now < before:
                self.add_error("text", f"{label}比上一轮（{before}）小，请在进展说明中写明原因。")

    @property
    def photo_choices(self):
        """The photos offered, each with whether it is chosen."""
        chosen = {str(value) for value in self["photos"].value() or ()}
        return [(photo, str(photo.pk) in chosen) for photo in self.offered]

    def submit(self):
        """Save; False where something is refused. The same told twice is harmless."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                return self._save()
        except IntegrityError as error:
            self.add_error(None, sentence(error, RoundReport))
            return False

    def _save(self):
        # First the round, as who closes or withdraws it does: the other way round both would wait.
        if not shared(Round.objects.open().filter(pk=self.instance.round_id).values("pk")):
            self.add_error(None, CLOSED)
            return False
        locked = RoundReport.objects.select_for_update(no_key=True).get(pk=self.instance.pk)
        if locked.version != self.cleaned_data["version"]:
            return self._says_the_same(locked) or self._refuse(locked)
        report = self.instance
        report.is_unchanged = self.is_unchanged
        report.reported_by, report.reported_at = self.user, timezone.now()
        report.save()
        self._show_photos(report)
        return True

    @property
    def _chosen(self):
        return set(self.cleaned_data["photos"].values_list("pk", flat=True))

    def _show_photos(self, report):
        """What the form did not offer was not taken away by leaving it unticked."""
        chosen = self._chosen
        report.shown.filter(attachment__in=self.offered).exclude(attachment__in=chosen).delete()
        fresh = chosen - shown_in(report)
        RoundPhoto.objects.bulk_create(
            RoundPhoto(report=report, attachment_id=pk) for pk in sorted(fresh)
        )

    def _says_the_same(self, locked):
        if (locked.reported_by_id, locked.is_unchanged) != (self.user.pk, self.is_unchanged):
            return False
        names = ("progress", "paid_wan", "text")
        if any(self.cleaned_data[name] != getattr(locked, name) for name in names):
            return False
        shown, offered = shown_in(locked), {photo.pk for photo in self.offered}
        return shown == self._chosen | (shown - offered)

    def _refuse(self, locked):
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = locked.version
        photos = locked.shown.count()
        day = f"{timezone.localtime(locked.reported_at):%m-%d %H:%M}" if locked.reported_at else ""
        self.add_error(
            None,
            f"您打开页面之后，{locked.reported_by or '他人'}已于 {day} 填报："
            f"进度 {locked.progress}%，累计支付 {locked.paid_wan} 万元，"
            f"{locked.text or '没有说明'}，{f'{photos} 张照片' if photos else '没有照片'}。"
            "本次没有保存；如仍以您填写的为准，请再次确认。",
        )
        return False


def shown_in(report):
    return set(report.shown.values_list("attachment", flat=True))


def proposed_for(report):
    """What stands in the fields: what was told, or else what the last round told."""
    source = report if report.reported_at else report.previous or report
    values = {name: getattr(source, name) for name in ("progress", "paid_wan", "text")}
    shown = [each.attachment_id for each in report.shown.all()]
    return values | {"version": report.version, "photos": shown}


def photos_offered(reports, user, ticked=()):
    """`{project: [those shown or ticked, and the newest]}` for a page of reports, by one query."""
    found = {report.project_id: [] for report in reports}
    told = [report.pk for report in reports]
    shown = RoundPhoto.objects.filter(report__in=told, attachment=OuterRef("pk"))
    place = Window(RowNumber(), partition_by="project", order_by="-pk")
    photos = Attachment.objects.pictures().told_to(user).filter(project__in=found)
    photos = photos.annotate(place=place, is_shown=Exists(shown))
    wanted = Q(place__lte=PHOTOS) | Q(is_shown=True) | Q(pk__in=ticked)
    for photo in photos.filter(wanted).order_by("-pk"):
        found[photo.project_id].append(photo)
    return found
