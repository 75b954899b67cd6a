"""Which gas pipe was painted at a pixel, found from the records and not from the page."""

from django.contrib.gis.db.models.functions import Distance

from registry.kinds.symbols import MEDIA
from registry.models import Asset

NEAR_M, APART_M = 6, 40
STEP = 25


def gas_pipe_painted_alone(atlas, identity):
    """x, y of a painted gas pixel, and its pipe: no other of another `identity(pipe)` is near."""
    for x, y in atlas.pixels(MEDIA["gas"].color)[::STEP]:
        place = atlas.place_at(x, y)
        gas = Asset.objects.filter(medium="gas", location__dwithin=(place, 0.001))
        gas = gas.select_related("project").annotate(apart=Distance("location", place))
        nearest, *others = gas.order_by("apart")
        strangers = [pipe for pipe in others if identity(pipe) != identity(nearest)]
        if nearest.apart.m < NEAR_M and all(pipe.apart.m > APART_M for pipe in strangers):
            return x, y, nearest
    raise AssertionError("no gas pipe is painted alone")


def next_frames(page):
    """Until what has been asked of the page is painted."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
