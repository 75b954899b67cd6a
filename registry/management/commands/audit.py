from django.core.management import BaseCommand, CommandError

from registry import sealing
from registry.models import AuditRecord, AuditSeal


class Command(BaseCommand):
    help = "封存审计日志（seal），或逐条核对已封存的日志（verify；不符时返回 1，并指出第一处）"

    def add_arguments(self, parser):
        parser.add_argument("action", choices=("seal", "verify"))

    def handle(self, *args, action, **options):
        if action == "seal":
            self.stdout.write(f"已封存 {sealing.seal()} 条审计日志。")
            return
        if fault := sealing.verify():
            raise CommandError(f"审计日志没有通过核对。{fault}")
        waiting = AuditRecord.objects.unsealed().count()
        self.stdout.write(
            f"{AuditSeal.objects.count()} 批审计日志与封存时一致，另有 {waiting} 条等待封存。"
        )
