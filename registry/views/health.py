from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """For the supervisor and the load balancer: serving, with the database in reach."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("数据库无法连接", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain")
