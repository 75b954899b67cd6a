"""The buttons of a project's page: each leads somewhere or says why it does not just now.

What a person's role never does has no button at all.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from registry.access import Permit
from registry.editing import may_discard


@dataclass(frozen=True)
class Action:
    label: str
    url: str
    verdict: Permit
    is_in_role: bool

    @property
    def is_greyed(self):
        return self.is_in_role and not self.verdict


def actions_for(user, project):
    """By name; the verdict of each is final, the views behind ask the same question again."""

    def action(label, name, right):
        return judged(label, of_project(name), right, user.rights.may(right, project))

    def judged(label, url, right, verdict):
        return Action(label, url, verdict, is_in_role=bool(user.rights.may(right)))

    def of_project(name):
        return reverse(f"registry:{name}", args=(project.number,))

    take = f"{reverse('registry:export_new')}?{urlencode({'q': project.number})}"
    bring = f"{reverse('registry:import_new')}?{urlencode({'project': project.number})}"
    return {
        "edit": action("修改", "project_edit", "edit"),
        "money": action("编辑资金", "project_money", "edit"),
        "draw": action("绘制", "project_draw", "edit"),
        "add": action("添加设备设施", "asset_new", "edit"),
        "bring": judged("导入设施", bring, "import", user.rights.may("import", project)),
        "take": judged("导出设施", take, "export", user.rights.may("export", project)),
        "copy": action("复制", "project_copy", "create"),
        "delete": judged(
            "删除", of_project("project_delete"), "delete", may_discard(user, project)
        ),
    }
