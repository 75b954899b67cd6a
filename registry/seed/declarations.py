"""The example batch of the lift rules holds in the demo city."""

from registry.declaring import publish
from registry.models import DeclarationBatch


def publish_examples():
    for batch in DeclarationBatch.objects.filter(is_example=True, is_published=False):
        publish(batch)
