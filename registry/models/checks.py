"""Checks of the database whose words stand at one field of a form."""

from django.core.exceptions import ValidationError
from django.db import models


class CheckAt(models.CheckConstraint):
    """A check of several columns; a form shows what it refuses at the field `at`.

    Migrations know it as the plain check that it is in the database.
    """

    def __init__(self, *, at, **kwargs):
        super().__init__(**kwargs)
        self.at = at

    def deconstruct(self):
        _, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self):
        _, args, kwargs = self.deconstruct()
        return type(self)(*args, at=self.at, **kwargs)

    def validate(self, *args, **kwargs):
        try:
            super().validate(*args, **kwargs)
        except ValidationError as refusal:
            raise ValidationError({self.at: refusal.messages}) from None
