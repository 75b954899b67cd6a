"""Everything that is asked about one file, checked and stored as one order."""

import json

from django.db import transaction

from registry.exchange.memory import RECALLED
from registry.forms.import_columns import ColumnTable
from registry.forms.import_reading import ReadingForm
from registry.forms.import_target import TargetForm
from registry.jobs import NotNow, start
from registry.jobs.courses import COURSES
from registry.kinds.sectors import is_sector_open
from registry.models import ImportBatch, Job

NOTHING = {"project_number": None, "new_project": None, "project_column": None}
SECTOR_OPEN = "文件没有写介质，按设施类别定不了领域：请在这里选定，或在上面选定“全部行的介质”。"
SYSTEM = "坐标系"
#: What was proposed and taken away again is not proposed once more.
CLEARED = frozenset({"constants", "values"})
REREAD = "读法已改，已重新诊断。请核对各列后再检查。"
#: What of an order says how it came about, and nothing of what is asked.
ASIDE = frozenset({"meant", "rereads", "proposed"})
LOST = "按新的读法没能保留的选择：{}。"


class ImportSettings:
    """The diagnosis with its overrides, and the target. `looks_again` asks for a diagnosis only."""

    def __init__(self, data, *, batch, user):
        self.batch, self.user = batch, user
        self.diagnosis = batch.diagnosis or {}
        told = {
            name: value
            for name, value in batch.order.items()
            if value not in (None, "", []) or name in CLEARED
        }
        self.asked = {**(self.diagnosis.get("proposal") or {}), **told}
        self.looks_again = data is not None and data.get("action") == "diagnose"
        found = {"diagnosis": self.diagnosis, "asked": self.asked}
        self.reading = ReadingForm(data, **found)
        self.columns = ColumnTable(data, **found)
        self.target = TargetForm(data, user=user, **found)
        self.trouble = ""

    @property
    def is_diagnosed(self):
        """Whether there is more to show than which layers the file has."""
        return "columns" in self.diagnosis

    @property
    def has_errors(self):
        target = self.target.is_bound and not self.looks_again and self.target.errors
        return bool(self.reading.errors or self.columns.errors or target)

    @property
    def faults(self):
        """`(id, label, what is wrong)` of each field that has to be corrected."""
        forms = [self.reading] if self.looks_again else [self.reading, self.target]
        return [
            (form[name].auto_id, form.fields[name].label or SYSTEM, " ".join(errors))
            for form in forms
            if form.is_bound
            for name, errors in form.errors.items()
        ]

    @property
    def recalled(self):
        """What the last file with such a header was told, in words."""
        told = ["设施类别"] if self.columns.recalled.get("kind") else []
        told += ["表头所在的行"] if self.columns.recalled.get("header_rows") else []
        told += ["坐标所在的列"] if self.columns.is_table_recalled else []
        told += ["坐标系"] if self.diagnosis.get("crs", {}).get("sure") in RECALLED else []
        told += [f"全部行的{each['label']}" for each in self.columns.fixed if each["is_recalled"]]
        return "、".join(told)

    @property
    def retold(self):
        """What is said after the file was read otherwise; empty where it was not."""
        lost = self.diagnosis.get("lost") or ()
        return [REREAD, *[LOST.format("、".join(lost))] * bool(lost)] if self._was_reread else []

    @property
    def _was_reread(self):
        return bool(self.is_diagnosed and self.batch.order.get("rereads"))

    @property
    def has_changed_reading(self):
        return bool(self.diagnosis and self.reading.rereads(self.asked))

    def submit(self):
        """The job, begun; None where something has to be corrected first."""
        if not self.reading.is_valid():
            if self.looks_again:
                # A target was not asked for: what is wrong with it is told when it is.
                self.target.errors.clear()
            return None
        self.looks_again = self.looks_again or not self.is_diagnosed or self.has_changed_reading
        if not (self.looks_again or self._is_complete()):
            return None
        try:
            return self._start(self.order())
        except NotNow as refusal:
            self.trouble = str(refusal)
            return None

    def _is_complete(self):
        """Both are asked, so that everything that is wrong is told at once."""
        crs = self.diagnosis.get("crs") or {}
        states = ("deduced", "needed", "secret", "unknown")
        silent = crs.get("state") in states or crs.get("is_silent")
        if silent and not self.reading.cleaned_data.get("crs"):
            self.reading.add_error("crs", "文件没有说明可用的坐标系，请先选定。")
        valid = [self.columns.is_valid(), self._has_good_target(), not self.reading.errors]
        return all(valid)

    def _has_good_target(self):
        self.target.is_valid()
        if self.target.lacks_sector and is_sector_open(self.columns.kinds, self.columns.told):
            self.target.add_error("sector", SECTOR_OPEN)
        return not self.target.errors

    def order(self):
        self.target.is_valid()
        rereads = self.is_diagnosed and self.has_changed_reading
        # What is only looked at anew stays a proposal.
        unmoved = {"crs": None} if self.looks_again and self.reading.is_unmoved else {}
        order = {
            **self.reading.answers(),
            **unmoved,
            **self._told_of_columns(rereads),
            **self.target.manner(),
            **(NOTHING if self.looks_again else self.target.answers()),
            "meant": self.target.meant(),
            "rereads": rereads,
            "proposed": [] if rereads else self.columns.proposed,
        }
        return order | self._decisions(order)

    def _decisions(self, order):
        """Whose values hold, as it was chosen: of the same rows, read in the same way."""
        before, asked = self.batch.order, json.loads(json.dumps(order))
        is_same = all(asked[name] == before.get(name) for name in asked.keys() - ASIDE)
        decisions = before.get("decisions")
        return {"decisions": decisions} if is_same and decisions else {}

    def _told_of_columns(self, rereads):
        """Of a file to be read otherwise what was chosen by hand: the rest is found anew."""
        if not self.is_diagnosed:
            return {}
        told = self.columns.chosen() if rereads else self.columns.answers()
        offered = self.diagnosis.get("proposal") or {}
        never = {name for name in CLEARED if not (told[name] or offered.get(name))}
        return {name: said for name, said in told.items() if not (rereads and name in never)}

    @transaction.atomic
    def _start(self, order):
        batch = ImportBatch.objects.select_for_update().get(pk=self.batch.pk)
        if batch.status in COURSES[Job.Kind.CHECK].may_start:
            batch.order, batch.report, batch.rejects = order, {}, ""
            batch.save(update_fields=["order", "report", "rejects"])
        return start(Job.Kind.CHECK, batch, by=self.user)
