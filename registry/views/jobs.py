"""A job's progress, asked for every second by the page that waits for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event

from registry.jobs import cancel, is_interrupted, is_worked
from registry.models import Job


@require_safe
def job_progress(request, pk):
    return render_job(request, get_job(request.user, pk))


@require_POST
def job_cancel(request, pk):
    job = get_job(request.user, pk)
    if not may_cancel(request.user, job):
        return HttpResponse("只有发起人可以取消。", status=403)
    cancel(job)
    job.refresh_from_db()
    return render_job(request, job)


def may_cancel(user, job):
    return job.created_by_id == user.pk or user.rights.is_superuser


def get_job(user, pk):
    return get_object_or_404(Job.objects.visible_to(user), pk=pk)


def render_job(request, job):
    """A job that is over says so to the page, which then shows what came of it."""
    context = {
        "job": job,
        "at_once": False,
        "is_worked": is_worked() if job.is_active else True,
        "is_interrupted": is_interrupted(job),
        "may_cancel": may_cancel(request.user, job),
    }
    response = render(request, "registry/_job.html", context)
    if not job.is_active:
        trigger_client_event(response, "job:over", after="settle")
    return response
