"""How tests ask for an export, and where its doors are."""

from uuid import uuid4

from django.urls import reverse

NEW = "/exports/new/"


def asked(**changes):
    chosen = {"format": "geojson", "crs": "EPSG:4490", "encoding": "utf-8"}
    return {**chosen, "client_id": str(uuid4()), **changes}


def fetch(client, record, **kwargs):
    return client.get(reverse("registry:export_download", args=(record.pk,)), **kwargs)


def doors(record):
    return [reverse(f"registry:{n}", args=(record.pk,)) for n in ("export", "export_again")] + [
        reverse("registry:export_download", args=(record.pk,)),
        reverse("registry:job", args=(record.job_id,)),
    ]
