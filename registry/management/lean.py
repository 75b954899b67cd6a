"""A command of files, which asks no address."""

from django.core.management import BaseCommand


class LeanCommand(BaseCommand):
    """Without the checks that would load all pages and their libraries, 40 MB of them."""

    requires_system_checks = ()
