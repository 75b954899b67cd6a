"""Migrations can be taken back, and the models say no more than they do."""

from django.core.management import call_command
from django.db import connection

from registry.models import Sector


def test_migrations_go_back_and_forth(committed_db):
    call_command("migrate", "registry", "0001", verbosity=0)
    assert not Sector.objects.exists()
    # On the way back to the present: what the former admin kept goes.
    call_command("migrate", "registry", "0040", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE django_admin_log (user_id bigint NOT NULL REFERENCES registry_user)"
        )
    call_command("migrate", verbosity=0)
    assert Sector.objects.count() == 21
    assert "django_admin_log" not in connection.introspection.table_names()
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "registry_user")
    assert "is_staff" not in {column.name for column in columns}
