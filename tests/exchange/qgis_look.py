"""Run by QGIS's own Python: what QGIS makes of the layers of each file, as JSON."""

import json
import sys

from qgis.core import QgsApplication, QgsProviderRegistry, QgsVectorLayer


def told(uri):
    layer = QgsVectorLayer(uri, "layer", "ogr")
    if not layer.isValid():
        return None
    layer.loadDefaultStyle()
    renderer = layer.renderer()
    is_sorted = renderer.type() == "categorizedSymbol"
    return {
        "crs": layer.crs().authid(),
        "fields": [field.name() for field in layer.fields()],
        "rows": [
            {"values": row.attributes(), "shape": row.geometry().asWkt(6)}
            for row in layer.getFeatures()
        ],
        "categories": [each.label() for each in renderer.categories()] if is_sorted else [],
    }


application = QgsApplication([], False)
application.initQgis()
found = {
    path: [told(each.uri()) for each in QgsProviderRegistry.instance().querySublayers(path)]
    for path in sys.argv[1:]
}
print(json.dumps(found, default=str))  # noqa: T201
application.exitQgis()
