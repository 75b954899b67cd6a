"""Attachments: the papers and photos of a project."""

import re
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone

from gis.functions import IsEmpty, OnEarth
from registry.choices import AttachmentType, Moment, PlacedBy, Recorded, Scan
from registry.models.disclosure import ToldQuerySet
from registry.models.people import User
from registry.models.projects import Project, within_years
from registry.models.triggers import RaiseVersion, judge_anew, note_changes
from registry.years import FAR_OFF

#: Formats that show a picture; any of them may be a photo.
PICTURES = ("jpg", "png", "webp")
#: A scanner has nothing against these.
HANDED_OUT = (Scan.OFF, Scan.CLEAN)
FOLDER = re.compile(r"[0-9a-f]{32}")


class AttachmentQuerySet(ToldQuerySet):
    written_at = "uploaded_at"

    def present(self):
        return self.filter(deleted_at__isnull=True)

    def deleted(self):
        return self.filter(deleted_at__isnull=False)

    def photos(self):
        return self.filter(type=AttachmentType.PHOTO)

    def papers(self):
        return self.exclude(type=AttachmentType.PHOTO)

    def mapped(self):
        return self.filter(location__isnull=False)

    def visible_to(self, user):
        seen = Project.objects.visible_to(user).order_by()
        return self.told_to(user).filter(project__in=seen)

    def kept_in(self, folders):
        """Which of these names of folders are a row's own."""
        ids = [UUID(name) for name in folders if FOLDER.fullmatch(name)]
        found = self.filter(client_id__in=ids).values_list("client_id", flat=True)
        return {client_id.hex for client_id in found}

    def handed_out(self):
        return self.filter(scan__in=HANDED_OUT)

    def pictures(self):
        """Photos with a picture to show."""
        return self.present().photos().handed_out().filter(previews__gt=0)


class Attachment(models.Model):
    """One file of a project. `folder` holds it with its previews and nothing else's.

    Photos of one `spot` and different moments are laid side by side.
    """

    client_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        Project, models.CASCADE, related_name="attachments", verbose_name="项目"
    )
    type = models.CharField("类型", max_length=20, choices=AttachmentType)
    document_number = models.CharField("文号", max_length=100, blank=True)
    dated_on = models.DateField("日期", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    moment = models.CharField("施工阶段", max_length=20, choices=Moment, blank=True)
    spot = models.CharField("拍摄点", max_length=60, blank=True)
    location = models.PointField("位置", srid=4490, null=True, blank=True)
    placed_by = models.CharField("位置来源", max_length=20, choices=PlacedBy, blank=True)
    taken_at = models.DateTimeField("拍摄时间", null=True, editable=False)
    file_name = models.CharField("文件名", max_length=255, editable=False)
    format = models.CharField("格式", max_length=10, editable=False)
    size = models.PositiveBigIntegerField("字节", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    pages = models.PositiveIntegerField("页数", default=0, editable=False)
    previews = models.PositiveSmallIntegerField("预览页数", default=0, editable=False)
    scan = models.CharField("查毒", max_length=20, choices=Scan, default=Scan.OFF, editable=False)
    uploaded_by = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("更新时间", default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    deleted_at = models.DateTimeField("删除时间", null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资料和照片"
        ordering = ("id",)
        indexes = (
            models.Index(
                fields=("project", "type"),
                condition=Q(deleted_at__isnull=True),
                name="attachment_of_project",
            ),
            models.Index(
                fields=("-uploaded_at", "-id"),
                condition=Q(deleted_at__isnull=True, type="photo"),
                name="attachment_newest_photo",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("project", "sha256"),
                condition=Q(deleted_at__isnull=True),
                name="attachment_once",
                violation_error_message="本项目中已有内容完全相同的文件。",
            ),
            models.CheckConstraint(
                condition=Q(type__in=AttachmentType.values),
                name="attachment_type_known",
                violation_error_message="没有这种资料类型。",
            ),
            models.CheckConstraint(
                condition=Q(moment="", spot="")
                | Q(type=AttachmentType.PHOTO, moment__in=["", *Moment.values]),
                name="attachment_moment_of_photos",
                violation_error_message="只有照片有施工阶段和拍摄点，且应为施工前、施工中或完工后。",
            ),
            models.CheckConstraint(
                condition=~Q(type=AttachmentType.PHOTO) | Q(format__in=PICTURES),
                name="attachment_photo_is_picture",
                violation_error_message="只有图片（jpg、png、webp）可以作为照片。",
            ),
            models.CheckConstraint(
                condition=Q(location__isnull=True, placed_by="")
                | Q(location__isnull=False)
                & ~Q(IsEmpty("location"))
                & Q(OnEarth("location"))
                & Q(placed_by__in=PlacedBy.values),
                name="attachment_placed",
                violation_error_message="位置超出范围，请检查经纬度。",
            ),
            models.CheckConstraint(
                condition=within_years("dated_on"),
                name="attachment_dated_within_years",
                violation_error_message=FAR_OFF,
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, sha256__regex=r"^[0-9a-f]{64}$", scan__in=Scan.values),
                name="attachment_file_whole",
                violation_error_message="资料必须有文件及其 SHA-256。",
            ),
        )
        triggers = (
            RaiseVersion(name="raise_version"),
            *note_changes(Recorded.ATTACHMENT),
            *judge_anew(),
        )

    def __str__(self):
        return self.file_name

    @property
    def is_photo(self):
        return self.type == AttachmentType.PHOTO

    @property
    def is_handed_out(self):
        return self.scan in HANDED_OUT

    @property
    def folder(self):
        """Named by the row's own UUID: nothing of the sender's reaches the disk."""
        name = self.client_id.hex
        return Path(settings.MEDIA_ROOT) / "papers" / name[:2] / name

    @property
    def path(self):
        return self.folder / f"original.{self.format}"
