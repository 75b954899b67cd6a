"""The sheet: a project's form and its funding rows, checked and saved as one."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.editions import as_it_was, edition, revisions
from registry.forms.money import FundingRows
from registry.forms.projects import ProjectForm
from registry.models import Project, User
from registry.refusals import sentence
from registry.workflow import record


class ProjectSheet:
    def __init__(self, data, *, user, project=None):
        self.user = user
        self.project = project or Project(created_by=user)
        self.is_new = self.project.pk is None
        lines = () if self.is_new else self.project.funding_lines.order_by("year", "pk")
        self.form = ProjectForm(data, project=self.project, user=user)
        self.rows = FundingRows(data, lines)

    @transaction.atomic
    def submit(self):
        """Save all; False where something is refused, and the forms then say what."""
        sound = self._wait_and_check()
        if not sound:
            return False
        try:
            with transaction.atomic():
                self._save()
        except IntegrityError as error:
            self.form.add_error(None, sentence(error, Project))
            return False
        return True

    def _wait_and_check(self):
        """Take turns: with other editors of the project, or with one's own second click."""
        if self.is_new:
            User.objects.select_for_update().get(pk=self.user.pk)
            return self._is_sound()
        current = Project.objects.present().select_for_update().filter(pk=self.project.pk).first()
        sound = self._is_sound()
        if current is None:
            self.form.add_error(None, "这个项目已被他人删除，本次没有保存。")
            return False
        opened = self.form.data.get("edition", "")
        if opened == edition(current):
            return sound
        self._refuse(current, opened)
        return False

    def _is_sound(self):
        return all([self.form.is_valid(), self.rows.is_valid()])

    def _refuse(self, current, opened):
        version = opened.partition(";")[0]
        seen = int(version) if version.isdecimal() and len(version) < 9 else 0
        told = [str(revision) for revision in revisions(current, since=seen)] or [
            "资金安排已被他人修改，请对照项目页"
        ]
        self.form.adopt(current, as_it_was(current, seen))
        self.form.add_error(
            None,
            "您打开表单之后，这个项目已被修改，本次没有保存。"
            f"{'。'.join(told)}。您填写的内容保留在下面，未动过的栏目已换成最新内容，请核对后再次保存。",
        )

    def _save(self):
        project = self.form.save()
        self.rows.save(project)
        if self.is_new:
            record(project, by=self.user, effective_on=timezone.localdate())
