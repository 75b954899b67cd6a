"""What someone sends in: one file, a zip, or the loose parts of a shapefile together."""

from django import forms
from django.db import transaction

from registry.exchange.accepted import ACCEPTED
from registry.imports import named_project
from registry.jobs import start
from registry.models import ImportBatch, Job
from registry.refusals import Refusal
from registry.uploads import keep

#: Parts of a shapefile that are chosen together with it.
PARTS = (".dbf", ".shx", ".prj", ".cpg")
SUFFIXES = (*(suffix for suffixes in ACCEPTED.values() for suffix in suffixes), *PARTS)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; an empty one among them is judged where it is kept."""

    widget = FilesInput

    def __init__(self, **kwargs):
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(each, initial) for each in data or [None]]


class UploadForm(forms.Form):
    files = FilesField(
        label="文件",
        widget=FilesInput(attrs={"accept": ",".join(SUFFIXES)}),
        error_messages={"required": "请先选择文件。"},
    )
    project = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, user, project=""):
        super().__init__(data, files, initial={"project": project})
        self.user = user

    @property
    def chosen_project(self):
        """The project from whose page the person came, if he may look at it."""
        text = self["project"].value() or ""
        return named_project(self.user, text) if text else None

    def submit(self):
        """The batch, its diagnosis begun; None where the files are refused."""
        if not self.is_valid():
            return None
        try:
            stored = keep(self.cleaned_data["files"])
        except Refusal as refusal:
            self.add_error("files", str(refusal))
            return None
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                **vars(stored), imported_by=self.user, order=self.first_order()
            )
            start(Job.Kind.CHECK, batch, by=self.user)
        return batch

    def first_order(self):
        """Nothing is asked for yet; where the rows are meant to go is only remembered."""
        project = self.chosen_project
        return {"meant": {"target": "existing", "project": f"{project}"}} if project else {}
