"""The map page and what it draws: tiles, styles, districts."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis.tiles import Tile
from layers import tiles
from layers.districts import district_index
from layers.styles import styles
from registry.filters import Question
from registry.models import Sector
from registry.views.kiosks import for_kiosks

MVT = "application/vnd.mapbox-vector-tile"


@require_safe
def map_page(request):
    question = Question(request.GET, request.user)
    return render(request, "layers/map.html", {"filter": question.filter})


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
