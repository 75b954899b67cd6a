"""Django's own, told to the audit log: there is nothing that a superuser may not do."""

from django.contrib.auth.management.commands.createsuperuser import Command as Creating
from django.db import transaction
from django.db.models import Max

from registry.accounts.apart import OPENED
from registry.accounts.granting import told
from registry.choices import AuditAction
from registry.exchange.actors import SYSTEM
from registry.models import User


class Command(Creating):
    @transaction.atomic
    def handle(self, *args, **options):
        # The name may be asked for within.
        newest = User.objects.aggregate(pk=Max("pk"))["pk"] or 0
        super().handle(*args, **options)
        for user in User.objects.filter(pk__gt=newest, is_superuser=True):
            told(AuditAction.ACCOUNT_CHANGED, user, SYSTEM, None, **OPENED, superuser=True)
