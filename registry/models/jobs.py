"""Jobs: work that takes longer than a page, with its progress, and how it ended."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.models.people import User


class JobQuerySet(models.QuerySet):
    def active(self):
        return self.filter(status__in=Job.ACTIVE)

    def visible_to(self, user):
        return self.filter(user.rights.own("created_by", user))


class Job(models.Model):
    """One piece of work. It belongs to the batch or the export record that points to it.

    `status` is written by `registry.jobs` alone. While it is `running`, the process that runs
    it holds an advisory lock of its id: whoever can take that lock knows that nobody does.
    """

    class Kind(models.TextChoices):
        CHECK = "check", "检查文件"
        WRITE = "write", "写入"
        UNDO = "undo", "撤销导入"
        EXPORT = "export", "导出"
        LAYER = "layer", "读取参考图层"

    class Status(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"
        CANCELLED = "cancelled", "已取消"

    ACTIVE = (Status.WAITING, Status.RUNNING)

    kind = models.CharField("任务", max_length=20, choices=Kind)
    status = models.CharField("状态", max_length=20, choices=Status, default=Status.WAITING)
    subject = models.CharField("对象", max_length=60)
    done = models.PositiveBigIntegerField("已处理", default=0)
    total = models.PositiveBigIntegerField("共", default=0)
    text = models.CharField("进展", max_length=200, blank=True)
    error = models.TextField("原因", blank=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    cancel_requested = models.BooleanField("要求取消", default=False)
    queue_id = models.BigIntegerField("队列编号", null=True, unique=True)
    created_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name="发起人"
    )
    created_at = models.DateTimeField("发起时间", default=timezone.now)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "running", "done", "failed", "cancelled"])
                & Q(kind__in=["check", "write", "undo", "export", "layer"]),
                name="job_known",
                violation_error_message="没有这种任务或状态。",
            ),
            models.UniqueConstraint(
                fields=("subject",),
                condition=Q(status__in=["waiting", "running"]),
                name="job_once_at_a_time",
                violation_error_message="同一对象已有任务在进行，请等它结束。",
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")),
                name="job_done_within_total",
                violation_error_message="任务进度超出了总数。",
            ),
        )

    def __str__(self):
        return f"{self.get_kind_display()} {self.subject}"

    @property
    def is_active(self):
        return self.status in self.ACTIVE

    @property
    def percent(self):
        """Whole per cent, or None while the total is not known."""
        return self.done * 100 // self.total if self.total else None
