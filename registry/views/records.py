"""The getters: a record fetched and the right to it checked in one step."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from registry.models import AssetEvent, Project


def get_project(user, number, action=None):
    """A project that the user may look at; 404 to a stranger, 403 to a mere reader."""
    visible = Project.objects.visible_to(user)
    named = visible.select_related("sector", "lead", "owner", "district", "total", "created_by")
    project = get_object_or_404(named, number=number)
    if action:
        demand(user, action, project)
    return project


def get_deleted_project(user, number):
    return get_object_or_404(Project.objects.deleted_within(user, "delete"), number=number)


def get_asset(project, pk):
    return get_object_or_404(project.assets.select_related("project__district"), pk=pk)


def is_in_bin(user, number):
    """Whether the first of two clicks has already put the project into the bin."""
    return Project.objects.deleted_within(user, "delete").filter(number=number).exists()


def is_deleted_asset(project, pk):
    return AssetEvent.objects.filter(pgh_obj_id=pk, project=project, pgh_label="delete").exists()


def demand(user, action, project=None):
    allow(user.rights.may(action, project))


def demand_power(user, power, on=None):
    allow(user.rights.may_use(power, on))


def allow(verdict):
    if not verdict:
        raise PermissionDenied(f"{verdict.reason}。")
