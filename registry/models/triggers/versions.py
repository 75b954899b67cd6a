"""An edition number on every record."""

import pgtrigger
from django.contrib.gis.db.models import GeometryField


class RaiseVersion(pgtrigger.Trigger):
    """Every real change raises `version`, so that a second editor is noticed."""

    when = pgtrigger.Before
    operation = pgtrigger.Update
    func = "NEW.version := OLD.version + 1; NEW.updated_at := statement_timestamp(); RETURN NEW;"

    def get_condition(self, model):
        """Shapes are compared as bytes: a restored dump has no path to the operators of PostGIS."""
        fields = model._meta.fields
        shapes = [f for f in fields if isinstance(f, GeometryField) and not f.generated]
        others = [f.name for f in fields if f.generated or f in shapes]
        change = pgtrigger.AnyChange(exclude=["version", "updated_at", *others])
        if not shapes:
            return change
        changes = [
            change.resolve(model),
            *(
                f'OLD."{shape.column}"::bytea IS DISTINCT FROM NEW."{shape.column}"::bytea'
                for shape in shapes
            ),
        ]
        return pgtrigger.Condition(f"({' OR '.join(changes)})")
