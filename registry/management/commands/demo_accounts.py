"""Open or close the demo's accounts."""

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from registry.exchange.messages import SYSTEM_REASONS
from registry.seed import accounts


class Command(BaseCommand):
    help = "启用示例账号（随机密码写入只有本人可读的文件）或停用示例账号"

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["enable", "disable"])

    def handle(self, *, action, **options):
        path = settings.INSTANCE.accounts_file
        try:
            said = enable(path) if action == "enable" else disable(path)
        except OSError as error:
            reason = SYSTEM_REASONS.get(error.strerror, f"系统提示 {error.strerror}")
            raise CommandError(f"示例账号文件“{path}”无法写入：{reason}。") from None
        if said and options["verbosity"]:
            self.stdout.write(said)


def enable(path):
    if not accounts.demo_users().exists():
        return "没有示例账号：先执行 manage.py seed 写入示例城市。"
    if not accounts.is_open(path):
        accounts.open_all(path)
    return f"示例账号和密码在 {path}"


def disable(path):
    accounts.close_all(path)
    return "示例账号已停用。"
