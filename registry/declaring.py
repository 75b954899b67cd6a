"""What is done to batches and rules: each in one transaction with the verdicts that follow."""

from django.db import transaction

from registry.models import DeclarationBatch
from registry.readiness.verdicts import judge, take_turn
from registry.refusals import Refusal


def hold(batch):
    """The batch as it is now; nobody else changes it, nor judges by it, before this is through."""
    take_turn()
    return DeclarationBatch.objects.get(pk=batch.pk)


@transaction.atomic
def keep_rule(rule):
    batch = hold(rule.batch)
    rule.save()
    judge_if_published(batch)


@transaction.atomic
def drop_rule(rule):
    batch = hold(rule.batch)
    rule.delete()
    if batch.is_published and not batch.rules.exists():
        raise Refusal("已发布的批次至少要有一条规则。可先撤回发布，再删除。")
    judge_if_published(batch)


@transaction.atomic
def keep_batch(form):
    """Save a batch by its form; other sectors mean other verdicts."""
    take_turn()
    batch = form.save()
    judge_if_published(batch)
    return batch


@transaction.atomic
def drop_batch(batch):
    """What holds is withdrawn first: everybody's lists and questions lean on it."""
    batch = hold(batch)
    if batch.is_published:
        raise Refusal("已发布的批次不能直接删除。请先撤回发布，再删除。")
    batch.delete()


@transaction.atomic
def publish(batch):
    batch = hold(batch)
    if not batch.rules.exists():
        raise Refusal("还没有规则，不能发布。请先添加规则。")
    if batch.has_ended:
        raise Refusal(
            f"申报已于 {batch.closes_on} 截止，不能发布。请先“修改批次”，把申报截止改到今天或以后。"
        )
    batch.is_published = True
    batch.save(update_fields=["is_published"])
    judge(batch)


@transaction.atomic
def withdraw(batch):
    """The verdicts go; the rules stay, to be changed and published again."""
    batch = hold(batch)
    batch.is_published = False
    batch.save(update_fields=["is_published"])
    judge(batch)


def judge_if_published(batch):
    if batch.is_published:
        judge(batch)
