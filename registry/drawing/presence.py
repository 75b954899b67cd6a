"""Who else is drawing in a project."""

from django.utils import timezone

from registry.models import Editor

OWN = "您的另一个窗口"


def arrive(project, user, tab, unsaved):
    """Note that a tab is here, and tell of the others."""
    Editor.objects.gone().delete()
    facts = {"project": project, "user": user, "unsaved": unsaved, "seen_at": timezone.now()}
    Editor.objects.update_or_create(tab=tab, defaults=facts)
    others = Editor.objects.present().filter(project=project).exclude(tab=tab)
    return [told(each, user) for each in others.select_related("user").order_by("since")]


def leave(user, tab):
    Editor.objects.filter(tab=tab, user=user).delete()


def told(editor, user):
    return {
        "name": OWN if editor.user_id == user.pk else str(editor.user),
        "unsaved": editor.unsaved,
        "since": f"{timezone.localtime(editor.since):%H:%M}",
    }
