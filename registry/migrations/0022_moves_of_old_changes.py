"""Stage changes written before the table of moves get their codes, declared projects a level.

What was declared and went on had passed the review, by whatever way: its submission stands as
waiting for the last level, so that history still leads from one state to the next.
"""

import pgtrigger
from django.db import migrations

MOVES = """
UPDATE registry_stagechange SET move = CASE standing
    WHEN 'returned' THEN 'return' WHEN 'suspended' THEN 'suspend'
    WHEN 'withdrawn' THEN 'withdraw' WHEN 'terminated' THEN 'terminate'
    ELSE CASE stage
        WHEN 'planned' THEN 'register' WHEN 'declared' THEN 'submit' WHEN 'reserved' THEN 'admit'
        WHEN 'preparing' THEN 'prepare' WHEN 'applying' THEN 'apply' WHEN 'funded' THEN 'fund'
        WHEN 'tendering' THEN 'tender' WHEN 'started' THEN 'start' WHEN 'building' THEN 'build'
        WHEN 'completed' THEN 'complete' WHEN 'accepted' THEN 'accept' ELSE 'close' END END
"""

PASSED = """
UPDATE registry_stagechange SET awaiting = 'city' WHERE stage = 'declared' AND standing = 'active'
"""

WAITING = """
UPDATE registry_project p SET awaiting = CASE
    WHEN NOT s.is_restricted AND EXISTS (
        SELECT FROM registry_organisation o
        WHERE o.type = 'territory' AND o.district_id = p.district_id) THEN 'territory'
    WHEN EXISTS (SELECT FROM registry_sector_leads l WHERE l.sector_id = s.code) THEN 'lead'
    ELSE 'city' END
FROM registry_sector s
WHERE s.code = p.sector_id AND p.stage = 'declared' AND p.standing = 'active'
"""

LAST = """
UPDATE registry_stagechange c SET awaiting = p.awaiting FROM registry_project p
WHERE p.id = c.project_id AND p.awaiting <> ''
    AND c.id = (SELECT max(id) FROM registry_stagechange WHERE project_id = p.id)
"""


def tell_moves(apps, schema_editor):
    """Nobody edits anything here: versions and history stay as they are."""
    with pgtrigger.ignore():
        for statement in (MOVES, PASSED, WAITING, LAST):
            schema_editor.execute(statement)


def mark_lifts(apps, schema_editor):
    apps.get_model("registry", "Sector").objects.filter(code__in=("A01", "A02")).update(
        of_residents=True
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0021_moves")]

    operations = [
        migrations.RunPython(tell_moves, migrations.RunPython.noop),
        migrations.RunPython(mark_lifts, migrations.RunPython.noop),
    ]
