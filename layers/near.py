"""What of a question reaches into a tile or its margin.

The tile's box is compared in the indexed column's own system, EPSG:4490 for assets (one
spatial index serves every question, and each costs an import a fifth of its time) and
EPSG:3857 for the rest: projecting the column instead would lose the index.
"""

from gis.tiles import degrees_of
from layers.catalog import BUFFER, EXTENT
from layers.encoding import box
from registry.models import Asset, ProjectTotal
from registry.reach import Ids, OneOf, gathered


def assets_near(question, tile):
    """The chosen assets whose box reaches there, and of what projects they may be."""
    near = box(degrees_of(tile.buffered(BUFFER / EXTENT)), srid=4490)
    projects = projects_reaching(question, near)
    rows = Asset.objects.filter(
        question.asset_conditions.of_assets(),
        OneOf("project_id", Ids(projects[0])),
        location__bboverlaps=near,
    )
    return rows.order_by(), projects


def projects_reaching(question, near):
    """Ids, sectors and stages of the projects whose extent touches a box, as written arrays."""
    found = question.rollup(ProjectTotal).filter(extent__bboverlaps=near).order_by()
    columns = ("project_id", "sector_id", "stage")
    written = found.aggregate(**{f"{column}_": gathered(column) for column in columns})
    return [array or "{}" for array in written.values()]
