"""The sheet: a project's form, checked and saved as one."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.editions import as_it_was, revisions, version_of
from registry.forms.overtaken import refuse_overtaken
from registry.forms.projects import ProjectForm
from registry.models import Project, User
from registry.refusals import sentence
from registry.territory import strays
from registry.workflow import record


class ProjectSheet:
    def __init__(self, data, *, user, project=None):
        self.user = user
        self.project = project or Project(created_by=user)
        self.is_new = self.project.pk is None
        self.form = ProjectForm(data, project=self.project, user=user)

    @property
    def strays(self):
        """How many assets a change of district has left outside."""
        has_moved = not self.is_new and "district" in self.form.changed_data
        return strays(self.project) if has_moved else 0

    @transaction.atomic
    def submit(self):
        """Save all; False where something is refused, and the form then says what."""
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
            User.objects.select_for_update(no_key=True).get(pk=self.user.pk)
            return self.form.is_valid()
        current = Project.objects.locked(self.project.pk)
        sound = self.form.is_valid()
        if current is None:
            self.form.add_error(None, "这个项目已被他人删除，本次没有保存。")
            return False
        opened = version_of(self.form.data.get("edition"))
        if opened == current.version:
            return sound
        self._refuse(current, opened)
        return False

    def _refuse(self, current, opened):
        told = revisions(current, self.user, since=opened)
        texts = self.form.left_alone(current, as_it_was(current, opened, self.user))
        refuse_overtaken(self.form, "这个项目", told, texts, edition=current.version)

    def _save(self):
        project = self.form.save()
        if self.is_new:
            record(project, by=self.user, effective_on=timezone.localdate())
