from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registry.jobs import is_worked


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """For the supervisor and the load balancer: serving, with the database in reach.

    `?worker` also asks that a worker is alive: one page less without it, but no site away.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("数据库无法连接", status=503, content_type="text/plain; charset=utf-8")
    if "worker" in request.GET and not is_worked():
        sentence = "后台任务服务没有运行"
        return HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain")


class HealthMiddleware:
    """Answered before the host's name is looked at: who watches the site asks it by its address."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.path = reverse("registry:healthz")

    def __call__(self, request):
        return healthz(request) if request.path_info == self.path else self.get_response(request)
