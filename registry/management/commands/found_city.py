"""Give an instance without projects the districts and units of `CITY_CODE`; each start does so."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from registry.founding import found
from registry.refusals import Refusal


class Command(BaseCommand):
    help = "把还没有项目的储备库换成 CITY_CODE 的城市（run.sh 每次启动都会做）"

    def handle(self, **options):
        try:
            changed = found()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        if changed:
            self.stdout.write(f"这是{settings.CITY_NAME}（{settings.CITY_CODE}）的储备库。")
