from django.urls import path

from layers import views

app_name = "layers"
urlpatterns = [
    path("", views.map_page, name="map"),
    path("print/", views.print_page, name="print"),
    path("tiles/assets/<int:z>/<int:x>/<int:y>.mvt", views.asset_tile, name="asset-tile"),
    path("tiles/districts/<int:z>/<int:x>/<int:y>.mvt", views.district_tile, name="district-tile"),
    path(
        "tiles/labels/districts/<int:z>/<int:x>/<int:y>.mvt",
        views.district_labels,
        name="district-labels",
    ),
    path(
        "tiles/labels/projects/<int:z>/<int:x>/<int:y>.mvt",
        views.project_labels,
        name="project-labels",
    ),
    path("basemaps.json", views.basemap_list, name="basemaps"),
    path(
        "basemaps/<slug:code>/<int:part>/<int:z>/<int:x>/<int:y>",
        views.basemap_tile,
        name="basemap-tile",
    ),
    path(
        "tiles/reference/<int:pk>/<int:z>/<int:x>/<int:y>.mvt",
        views.reference_tile,
        name="reference-tile",
    ),
    path("layers.json", views.reference_layers, name="reference-layers"),
    path("styles.json", views.style_sheet, name="styles"),
    path("districts.json", views.districts, name="districts"),
]
