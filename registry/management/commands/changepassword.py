"""Django's own, told to the audit log: whoever knows a password signs in as its owner."""

from getpass import getuser

from django.contrib.auth.management.commands.changepassword import Command as Changing
from django.db import transaction

from registry.accounts.apart import RESET
from registry.accounts.granting import told
from registry.choices import AuditAction
from registry.exchange.actors import SYSTEM
from registry.models import User


class Command(Changing):
    @transaction.atomic
    def handle(self, *args, **options):
        done = super().handle(*args, **options)
        user = User.objects.get(username=options["username"] or getuser())
        told(AuditAction.ACCOUNT_CHANGED, user, SYSTEM, None, **RESET)
        return done
