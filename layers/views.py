"""The map page and what it draws: tiles, styles, districts."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis.tiles import Tile
from layers import tiles
from layers.districts import district_index
from layers.styles import styles
from registry.exports import wording
from registry.filters import Question
from registry.models import Sector
from registry.reports.sheets import classification_of
from registry.views.kiosks import for_kiosks

PAPERS = {
    "a4-landscape": "A4 横向",
    "a4-portrait": "A4 纵向",
    "a3-landscape": "A3 横向",
    "a3-portrait": "A3 纵向",
}
MVT = "application/vnd.mapbox-vector-tile"


@require_safe
def map_page(request):
    question = Question(request.GET, request.user)
    return render(request, "layers/map.html", {"filter": question.filter})


@require_safe
def print_page(request):
    """The map's view laid out on paper; what of it is where stands in the hash."""
    question = Question(request.GET, request.user)
    context = {
        "wording": wording(question),
        "classification": classification_of(question.assets()),
        "papers": PAPERS,
        "today": timezone.localdate(),
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


@for_kiosks
@require_safe
def style_sheet(request):
    sectors = Sector.objects.exclude(code__in=request.user.rights.closed)
    return JsonResponse(styles(sectors))


@for_kiosks
@require_safe
def districts(request):
    return JsonResponse(district_index())
