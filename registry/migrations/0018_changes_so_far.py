"""The ledger of changes begins with what rows and events tell of the time before it."""

from django.db import migrations

SO_FAR = """
INSERT INTO registry_change
    (project_id, recorded, operation, at, context_id, user_id, first, last, rows)
SELECT * FROM (
    SELECT id AS project_id, 'project' AS recorded, 'insert' AS operation, created_at AS at,
        NULL::uuid AS context_id, created_by_id AS user_id, id AS first, id AS last, 1 AS rows
    FROM registry_project
    UNION ALL
    SELECT project_id, 'asset', 'insert', created_at, NULL, max(b.imported_by_id),
        min(a.id), max(a.id), count(*)
    FROM (
        SELECT id, project_id, batch_id, created_at FROM registry_asset
        UNION
        SELECT id, project_id, batch_id, created_at FROM registry_assetevent
        WHERE pgh_label = 'delete'
    ) a LEFT JOIN registry_importbatch b ON b.id = a.batch_id
    GROUP BY project_id, batch_id, created_at
    UNION ALL
    SELECT l.project_id, 'funding', 'insert', least(l.created_at, e.updated_at, l.updated_at), NULL,
        l.created_by_id, l.id, l.id, 1
    FROM registry_fundingline l
    LEFT JOIN registry_fundinglineevent e ON e.pgh_obj_id = l.id AND e.version = 1
    UNION ALL
    SELECT project_id, 'stage', 'insert', recorded_at, NULL, by_id, id, id, 1
    FROM registry_stagechange
    UNION ALL
    SELECT project_id, 'attachment', 'insert', uploaded_at, NULL, uploaded_by_id, id, id, 1
    FROM registry_attachment
    UNION ALL
    SELECT project_id, recorded, pgh_label, pgh_created_at, pgh_context_id,
        max((c.metadata->>'user')::bigint), min(pgh_obj_id), max(pgh_obj_id), count(*)
    FROM (
        SELECT pgh_obj_id AS project_id, 'project' AS recorded, pgh_label, pgh_created_at,
            pgh_context_id, pgh_obj_id FROM registry_projectevent
        UNION ALL
        SELECT project_id, 'asset', pgh_label, pgh_created_at, pgh_context_id, pgh_obj_id
        FROM registry_assetevent
        UNION ALL
        SELECT project_id, 'funding', pgh_label, pgh_created_at, pgh_context_id, pgh_obj_id
        FROM registry_fundinglineevent
        UNION ALL
        SELECT project_id, 'attachment', pgh_label, pgh_created_at, pgh_context_id, pgh_obj_id
        FROM registry_attachmentevent
    ) e LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
    GROUP BY project_id, recorded, pgh_label, pgh_created_at, pgh_context_id
) told ORDER BY at;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0017_changes")]

    operations = [migrations.RunSQL(SO_FAR, migrations.RunSQL.noop)]
