"""The map page and what it draws: tiles, styles, districts."""

from base64 import b64decode

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis.tiles import Tile
from layers import labels, reference, tiles
from layers.basemaps.declared import basemaps
from layers.basemaps.errors import BasemapDown
from layers.basemaps.pictures import NOTHING_KEPT_S, picture
from layers.districts import district_index
from layers.styles import styles
from registry.exports import dated_stem, wording
from registry.models import ReferenceLayer, Sector
from registry.question import Question
from registry.reports.codes import LONGEST_ADDRESS
from registry.reports.sheets import classification_of
from registry.views.kiosks import for_kiosks

PAPERS = {
    "a4-landscape": "A4 横向",
    "a4-portrait": "A4 纵向",
    "a3-landscape": "A3 横向",
    "a3-portrait": "A3 纵向",
}
#: A clear pixel: where a base map has nothing, the paper shows.
NOTHING = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
#: By power, where those find their work who see no project: the three administrators.
DESKS = {
    "log": "registry:log",
    "accounts": "registry:person_list",
    "rights": "registry:person_list",
}
MVT = "application/vnd.mapbox-vector-tile"


@require_safe
def map_page(request):
    verdict = request.user.rights.may("view")
    if not verdict:
        return without_projects(request, verdict)
    question = Question(request.GET, request.user)
    return render(request, "layers/map.html", {"filter": question.filter})


def without_projects(request, verdict):
    """An administrator comes here after signing in: his own work is elsewhere."""
    for power, page in DESKS.items():
        if request.user.rights.may_use(power):
            return redirect(page)
    return render(request, "registry/no_rights.html", {"reason": verdict.reason})


@require_safe
def print_page(request):
    """The map's view laid out on paper; what of it is where stands in the hash."""
    question = Question(request.GET, request.user)
    today = timezone.localdate()
    context = {
        "wording": wording(question),
        "picture": dated_stem(question, today),
        "classification": classification_of(question.assets()),
        "papers": PAPERS,
        "longest_address": LONGEST_ADDRESS,
        "today": today,
    }
    return render(request, "layers/print.html", context)


def tile_response(tile, make):
    """404 outside the world, 204 where the tile is empty."""
    if not tile.exists:
        sentence = f"没有这张瓦片：{tile.z}/{tile.x}/{tile.y} 在世界范围之外。"
        return JsonResponse({"error": sentence}, status=404)
    content = make(tile)
    return HttpResponse(content, content_type=MVT, status=200 if content else 204)


@require_safe
@cache_control(private=True, no_cache=True)
def asset_tile(request, z, x, y):
    question = Question(request.GET, request.user)
    return tile_response(Tile(z, x, y), lambda tile: tiles.asset_tile(question, tile))


@require_safe
@cache_control(private=True, max_age=300)
def district_tile(request, z, x, y):
    return tile_response(Tile(z, x, y), tiles.district_tile)


@require_safe
@cache_control(private=True, max_age=300)
def district_labels(request, z, x, y):
    return tile_response(Tile(z, x, y), labels.district_labels)


@require_safe
@cache_control(private=True, no_cache=True)
def project_labels(request, z, x, y):
    question = Question(request.GET, request.user)
    return tile_response(Tile(z, x, y), lambda tile: labels.project_labels(question, tile))


@require_safe
@cache_control(private=True, max_age=300)
def reference_tile(request, pk, z, x, y):
    layer = get_object_or_404(ReferenceLayer.objects.ready(), pk=pk)
    return tile_response(Tile(z, x, y), lambda tile: reference.reference_tile(layer, tile))


@require_safe
def reference_layers(request):
    layers = ReferenceLayer.objects.ready()
    return JsonResponse({"layers": [as_json(layer) for layer in layers]})


def as_json(layer):
    names = ("id", "name", "color", "opacity", "dimensions", "min_zoom", "max_zoom")
    return {name: getattr(layer, name) for name in names}


@require_safe
def basemap_list(request):
    return JsonResponse({"basemaps": [each.as_json() for each in basemaps().values()]})


@require_safe
def basemap_tile(request, code, part, z, x, y):
    """The picture through this server: no page asks another host, no page learns the key."""
    basemap, tile = basemaps().get(code), Tile(z, x, y)
    if basemap is None or part >= basemap.parts or not tile.exists:
        raise Http404
    try:
        found = picture(basemap, part, tile)
    except BasemapDown:
        return is_down(basemap.label)
    content, type = found or (NOTHING, "image/gif")
    answer = HttpResponse(content, content_type=type)
    answer["Cache-Control"] = f"private, max-age={86400 if found else NOTHING_KEPT_S}"
    return answer


def is_down(label):
    answer = JsonResponse({"error": f"底图“{label}”没有响应。"}, status=503)
    answer["Cache-Control"] = "no-store"
    return answer


@for_kiosks
@require_safe
def style_sheet(request):
    sectors = Sector.objects.exclude(code__in=request.user.rights.closed)
    return JsonResponse(styles(sectors))


@for_kiosks
@require_safe
def districts(request):
    return JsonResponse(district_index())
