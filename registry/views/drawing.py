"""The page on which a project is drawn, and the data that it works with."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis.bounds import MAX_LAT
from registry.drawing.documents import drawing_of, texts_of
from registry.models import Asset, Project
from registry.question import BadQuestion, asked_text
from registry.regions import BoxField
from registry.shapes import neighbourhood, outlines
from registry.systems import choices
from registry.views.kiosks import for_kiosks
from registry.views.records import get_project
from registry.workflow import remarks

GEOJSON = "application/geo+json"
#: Degrees: what can be worked in at one time; a neighbourhood is no way to read the whole city.
WIDEST = 0.5


@require_safe
def project_draw(request, number):
    project = get_project(request.user, number, "edit")
    waiting = remarks.waiting(project, request.user)
    context = {"project": project, "remarks": waiting, "systems": choices()}
    return render(request, "registry/draw.html", context)


@require_safe
@cache_control(private=True, no_store=True)
def project_drawing(request, number):
    return JsonResponse(drawing_of(get_project(request.user, number, "edit")))


@require_safe
def neighbours(request):
    without = asked_text(request.GET, "without")
    shapes = neighbourhood(request.user, box_of(request.GET.get("bbox", "")), without)
    return HttpResponse(shapes, content_type=GEOJSON)


@for_kiosks
@require_safe
@cache_control(private=True, max_age=3600)
def district_outlines(request):
    return HttpResponse(outlines(), content_type=GEOJSON)


@require_safe
def asset_values(request, pk):
    """What is known of one asset of any project that the person may look at."""
    visible = Project.objects.visible_to(request.user).order_by()
    asset = get_object_or_404(Asset, pk=pk, project__in=visible)
    return JsonResponse({"kind": asset.kind, "values": texts_of(asset)})


def box_of(text):
    """The box of a question, and small enough to be worked in; the web map ends at 85°."""
    try:
        box = BoxField().clean(text)
    except ValidationError as refusal:
        raise BadQuestion(f"范围（bbox）：{''.join(refusal.messages)}") from None
    west, south, east, north = box.extent
    if south < -MAX_LAT or north > MAX_LAT:
        raise BadQuestion(f"范围（bbox）超出纬度 ±{MAX_LAT}°。")
    if max(east - west, north - south) > WIDEST:
        raise BadQuestion(f"范围（bbox）太大，长宽不能超过 {WIDEST}°，请放大地图。")
    return box
