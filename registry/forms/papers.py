"""Papers that are sent in, and what is said about one."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from registry.choices import AttachmentType, Moment, PlacedBy
from registry.editions import as_it_was, revisions, version_of
from registry.forms.fields import INCOMPLETE, PastDayField
from registry.forms.imports import FilesField, FilesInput
from registry.forms.locations import point_fields, point_of, point_texts
from registry.forms.overtaken import holds_project, refuse_overtaken, untouched
from registry.models import Attachment
from registry.models.attachments import PICTURES
from registry.papers.intake import take
from registry.refusals import Refusal
from registry.territory import warnings

ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.ofd"
MOST_FILES = 50
#: Typed texts of which an untouched one is taken over from the second saver.
PLACE = {"longitude", "latitude"}


def photo_fields():
    return {
        "moment": forms.ChoiceField(
            label="施工阶段", required=False, choices=[("", "（未注明）"), *Moment.choices]
        ),
        "spot": forms.CharField(
            label="拍摄点",
            required=False,
            max_length=60,
            help_text="同一地点的照片写同一个名称，施工前、中、后就并排显示",
            widget=forms.TextInput(attrs={"list": "spots", "autocomplete": "off"}),
        ),
    }


class PapersForm(forms.Form):
    """One or many files with what they have in common."""

    files = FilesField(
        label="文件",
        widget=FilesInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "请先选择文件。"},
    )
    type = forms.ChoiceField(
        label="类型",
        required=False,
        choices=[("", "自动判断"), *AttachmentType.choices],
        help_text="图片按照片，其余按文件名；传完可逐个改",
    )
    dated_on = PastDayField(label="日期", required=False)
    document_number = forms.CharField(label="文号", required=False, max_length=100)
    note = forms.CharField(label="说明", required=False, max_length=200)

    def __init__(self, data=None, files=None, *, project, user):
        super().__init__(data, files)
        self.project, self.user = project, user
        self.fields.update(photo_fields())
        self.taken, self.refused = [], []

    def clean_files(self):
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise ValidationError(f"一次最多上传 {MOST_FILES} 个文件。")
        return files

    @property
    def sentences(self):
        """Everything that is wrong with what was sent, one sentence each."""
        told = [f"{self.fields[n].label}：{e}" if n in self.fields else e for n, e in self._wrong()]
        return [*told, *self.refused]

    def _wrong(self):
        return [(name, error) for name, errors in self.errors.items() for error in errors]

    def submit(self):
        """Take each file by itself: one that is refused does not hold up the others."""
        if not self.is_valid():
            return
        facts = {name: value for name, value in self.cleaned_data.items() if name != "files"}
        for file in self.cleaned_data["files"]:
            try:
                self.taken.append(take(self.project, file, by=self.user, **facts))
            except Refusal as refusal:
                self.refused.append(str(refusal))


class PaperForm(forms.ModelForm):
    """What is said about one paper; the second saver is told what the first has changed."""

    dated_on = PastDayField(label="日期", required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )
    outside_confirmed = forms.BooleanField(label="位置无误，确认保存", required=False)

    class Meta:
        model = Attachment
        fields = ("type", "dated_on", "document_number", "note")

    def __init__(self, data, *, attachment, user):
        self.user = user
        opened = attachment if data is None else self._as_opened(attachment, data)
        super().__init__(data, instance=attachment, initial=texts_of(opened or attachment))
        self.opened = opened
        self.is_picture = attachment.format in PICTURES
        if self.is_picture:
            self.fields.update(photo_fields() | point_fields())
        else:
            self.fields["type"].choices = [c for c in AttachmentType.choices if c[0] != "photo"]

    def _as_opened(self, attachment, data):
        version = data.get("version", "")
        if version == str(attachment.version):
            return attachment
        return as_it_was(attachment, version_of(version), self.user)

    def clean(self):
        values = super().clean()
        if self.is_picture:
            is_photo = values.get("type") == AttachmentType.PHOTO
            self.instance.moment = values.get("moment", "") if is_photo else ""
            self.instance.spot = values.get("spot", "") if is_photo else ""
            self._place(values)
        return values

    def _place(self, values):
        if PLACE & set(self.errors) or not PLACE & set(self.changed_data):
            return
        try:
            location = point_of(values["longitude"], values["latitude"])
        except ValidationError as refusal:
            self.add_error("longitude", refusal)
            return
        doubts = warnings(location, self.instance.project.district) if location else []
        if doubts and not values["outside_confirmed"]:
            self.add_error("outside_confirmed", [*doubts, "如确认无误，请勾选后再次保存。"])
        self.instance.location = location
        self.instance.placed_by = PlacedBy.HAND if location else ""

    @transaction.atomic
    def submit(self):
        """Save; False where something is refused."""
        if not holds_project(self, self.instance.project_id):
            return False
        rows = Attachment.objects.present().select_for_update(no_key=True)
        stored = rows.filter(pk=self.instance.pk).first()
        if not self.is_valid():
            return False
        if stored is None:
            self.add_error(None, "这份资料已被他人删除，本次没有保存。")
            return False
        if stored.version != self.cleaned_data["version"]:
            self._refuse(stored)
            return False
        self.save()
        return True

    def _refuse(self, stored):
        told, texts = (), {}
        if self.opened:
            told = revisions(stored, self.user, since=self.opened.version)
            texts = untouched(self, texts_of(stored), PLACE)
        refuse_overtaken(self, "这份资料", told, texts, version=stored.version)


def texts_of(record):
    """What the fields show of a paper or of its state in history."""
    names = ("type", "dated_on", "document_number", "note", "moment", "spot", "version")
    values = {name: getattr(record, name) for name in names}
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return texts | point_texts(record.location)
