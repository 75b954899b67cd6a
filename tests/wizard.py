"""The import wizard as its pages are used, without a browser."""

from registry.models import ImportBatch
from tests.institute import sent

NEW = "/imports/new/"


def work_here(monkeypatch):
    """Read files in this process, and tell no progress: tests have one connection for all.

    A process for each file would take a second; `gis`' own tests start them.
    """
    from gis.readers import staging

    def read(task, arguments, *, progress=None, **limits):
        staging.write(**arguments, progress=progress or (lambda done, total: None))

    def silent(*arguments):
        return lambda done, total=0, text="": None

    monkeypatch.setattr(staging, "run", read)
    monkeypatch.setattr("registry.jobs.running.Progress", silent)


class Wizard:
    """One person's import: `upload`, `check`, `decide`, `write`, `undo`; the answers come back."""

    def __init__(self, client, run):
        self.client, self.run = client, run
        self.url = ""

    def upload(self, parts, **more):
        answer = self.client.post(NEW, {"files": sent(parts), **more})
        if answer.status_code == 302:
            self.url = answer.url
            self.run()
        return answer

    @property
    def batch(self):
        return ImportBatch.objects.get(pk=self.url.rstrip("/").rpartition("/")[2])

    def page(self, query=""):
        return self.client.get(self.url + query)

    def form(self, **changes):
        """What the form would send as it stands, with some changes; None leaves one out."""
        settings = self.page().context["settings"]
        sheet = {"action": "check", "crs": settings.reading.chosen_system}
        for name in settings.reading.fields:
            if name not in ("crs", "crs_listed", "crs_typed"):
                sheet[name] = settings.reading[name].value() or ""
        for row in settings.columns.rows:
            sheet[f"column-{row.place}"], sheet[f"unit-{row.place}"] = row.field, row.unit
            for spot, meaning in enumerate(row.meanings):
                sheet[f"value-{row.place}-{spot}"] = meaning.chosen
        for each in settings.columns.fixed:
            sheet[f"fixed-{each['name']}"] = each["value"]
        for name in settings.target.fields:
            sheet[name] = settings.target[name].value() or ""
        if not sheet["mends"]:
            del sheet["mends"]
        return {name: value for name, value in {**sheet, **changes}.items() if value is not None}

    def place(self, column):
        """Where a column stands in the table."""
        rows = self.page().context["settings"].columns.rows
        return next(row.place for row in rows if row.found["name"] == column)

    def check(self, **changes):
        return self._step("check", self.form(**changes))

    def write(self, *, all_confirmed=True, **answers):
        return self._step("write", self.answers(all_confirmed=all_confirmed, **answers))

    def answers(self, *, all_confirmed=True, **answers):
        """What the form of writing would send as the page now shows it."""
        context = self.page().context
        accepted = context["outcome"].codes_to_confirm if all_confirmed else []
        return {"accepted": accepted, "seen": context["write"]["seen"].value(), **answers}

    def decide(self, **answers):
        """Which values hold where the register has changed since the export, as now shown."""
        seen = self.page().context["conflicts"]["seen"].value()
        return self._step("conflicts", {"seen": seen, **answers})

    def undo(self, **answers):
        return self._step("undo", answers)

    def _step(self, name, sheet):
        answer = self.client.post(f"{self.url}{name}/", sheet)
        if answer.status_code == 302:
            self.run()
        return answer
