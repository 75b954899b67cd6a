"""Files of an import: the original as it was sent, the refused rows, and what the map shows."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from registry import audit
from registry.choices import AuditAction
from registry.views.downloads import handed_out
from registry.views.imports import get_own_batch


@require_safe
def import_original(request, pk):
    batch = get_own_batch(request.user, pk)
    return file_of(request, batch, batch.path, batch.file_name)


@require_safe
def import_rejects(request, pk):
    batch = get_own_batch(request.user, pk)
    path = Path(settings.MEDIA_ROOT) / batch.rejects if batch.rejects else None
    return file_of(
        request, batch, path, f"{Path(batch.file_name).stem}_未写入的行{Path(batch.rejects).suffix}"
    )


@require_safe
def import_preview(request, pk):
    """Shapes as they would come to lie, and the faults that can be mended, before and after."""
    batch = get_own_batch(request.user, pk)
    found = batch.diagnosis or {}
    faults = (found.get("geometry") or {}).get("faults") or []
    answer = JsonResponse(
        {
            "crs": (found.get("crs") or {}).get("found"),
            **(found.get("preview") or {"bounds": None, "features": []}),
            "faults": {each["code"]: each["examples"] for each in faults},
        }
    )
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def file_of(request, batch, path, name):
    if path is None or not path.exists():
        raise Http404
    audit.write(AuditAction.DOWNLOADED, request=request, subject=f"import {batch.pk}")
    return handed_out(path.open("rb"), name)
