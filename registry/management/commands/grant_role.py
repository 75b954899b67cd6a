"""The first rights of an instance, given by whoever runs the server: nobody can grant them yet."""

from django.core.management.base import BaseCommand, CommandError

from registry.accounts.granting import grant
from registry.choices import Role
from registry.exchange.actors import SYSTEM
from registry.models import Organisation, User
from registry.refusals import Refusal


class Command(BaseCommand):
    help = "给一个账号授予角色（第一位安全管理员由此产生）"

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("organisation", help="单位代码，如 taskforce")
        parser.add_argument("role", choices=Role.values)

    def handle(self, username, organisation, role, **options):
        try:
            user = User.objects.get(username=username)
            unit = Organisation.objects.get(pk=organisation)
            grant(user, unit, role, by=SYSTEM)
        except User.DoesNotExist:
            raise CommandError(f"没有“{username}”这个账号。") from None
        except Organisation.DoesNotExist:
            raise CommandError(f"没有“{organisation}”这个单位。") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user} 现在是{unit}的{Role(role).label}。")
