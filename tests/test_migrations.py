"""Migrations can be taken back, and the models say no more than they do."""

from django.core.management import call_command

from registry.models import Sector


def test_migrations_go_back_and_forth(committed_db):
    call_command("migrate", "registry", "0001", verbosity=0)
    assert not Sector.objects.exists()
    call_command("migrate", verbosity=0)
    assert Sector.objects.count() == 21
