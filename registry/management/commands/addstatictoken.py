"""django-otp's own, told to the audit log: the code stands in for the owner's telephone."""

from django.db import transaction
from django_otp.plugins.otp_static.management.commands.addstatictoken import Command as Adding

from registry.accounts.granting import told
from registry.choices import AuditAction
from registry.exchange.actors import SYSTEM
from registry.models import User


class Command(Adding):
    @transaction.atomic
    def handle(self, *args, **options):
        super().handle(*args, **options)
        user = User.objects.get(username=options["username"])
        told(AuditAction.ACCOUNT_CHANGED, user, SYSTEM, None, spare_code=True)
