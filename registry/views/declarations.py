"""Declaration batches: their rules, how they would judge, and when they hold."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry import declaring
from registry.forms.declarations import BatchForm, RuleSheet
from registry.models import DeclarationBatch, DeclarationRule
from registry.readiness.explaining import described, try_out
from registry.readiness.verdicts import counts
from registry.views.posting import form_view, posted
from registry.views.records import allow, demand_power
from registry.views.rules import do, in_turn, is_kept

#: What the log calls them.
BATCH, RULE = "declaration batch", "declaration rule"


def batches_for(user):
    """Who keeps the rules sees all, who may see projects those that hold, and nobody else any.

    Of a sector that is closed to him nobody sees any.
    """
    batches = DeclarationBatch.objects.seen_by(user).prefetch_related("rules", "sectors")
    if user.rights.may_use("rules"):
        return batches
    return batches.published() if user.rights.may("view") else batches.none()


def get_batch(user, pk, *, to_keep=False):
    batch = get_object_or_404(batches_for(user), pk=pk)
    if to_keep:
        demand_power(user, "rules")
    return batch


@require_safe
def batch_list(request):
    keeps = request.user.rights.may_use("rules")
    if not request.user.rights.may("view"):
        allow(keeps)
    batches = batches_for(request.user)
    return render(request, "registry/rules.html", {"batches": batches, "keeps": keeps})


@require_safe
def batch_page(request, pk):
    batch = get_batch(request.user, pk)
    context = {
        "batch": batch,
        "keeps": request.user.rights.may_use("rules"),
        "rules": described(batch),
        "outcomes": counts(batch, request.user) if batch.is_published else [],
    }
    return render(request, "registry/rules_batch.html", context)


@form_view
@in_turn
def batch_new(request):
    demand_power(request.user, "rules")
    return fill_in(request, DeclarationBatch(created_by=request.user))


@form_view
@in_turn
def batch_edit(request, pk):
    return fill_in(request, get_batch(request.user, pk, to_keep=True))


def fill_in(request, batch):
    form = BatchForm(posted(request), instance=batch, user=request.user)
    if is_kept(request, form, batch, subject=BATCH):
        messages.success(request, f"已保存“{batch}”。")
        return redirect("registry:batch", batch.pk)
    return render(request, "registry/rules_batch_form.html", {"form": form, "batch": batch})


@require_safe
def batch_trial(request, pk):
    batch = get_batch(request.user, pk, to_keep=True)
    trial = try_out(batch, request.user)
    context = {"batch": batch, "trial": trial, "rules": described(batch, trial)}
    return render(request, "registry/rules_trial.html", context)


@require_POST
@in_turn
def batch_publish(request, pk):
    told = "已发布，项目库里可以按申报条件筛选"
    return done_to(request, pk, declaring.publish, act="publish", told=told)


@require_POST
@in_turn
def batch_withdraw(request, pk):
    told = "已撤回，不再判定项目"
    return done_to(request, pk, declaring.withdraw, act="withdraw", told=told)


@require_POST
@in_turn
def batch_delete(request, pk):
    told = "及其规则已删除"
    return done_to(request, pk, declaring.drop_batch, act="delete", told=told)


def done_to(request, pk, verb, *, act, told):
    batch = get_batch(request.user, pk, to_keep=True)
    subject, told = f"{BATCH} {pk}", f"“{batch}”{told}。"
    do(request, partial(verb, batch), subject=subject, act=act, told=told)
    is_there = DeclarationBatch.objects.filter(pk=pk).exists()
    return redirect("registry:batch", pk) if is_there else redirect("registry:batch_list")


@form_view
@in_turn
def rule_new(request, pk):
    batch = get_batch(request.user, pk, to_keep=True)
    return write_rule(request, DeclarationRule(batch=batch, order=len(batch.rules.all()) * 10 + 10))


@form_view
@in_turn
def rule_edit(request, pk, rule):
    return write_rule(request, get_rule(request.user, pk, rule))


def write_rule(request, rule):
    sheet = RuleSheet(posted(request), rule=rule)
    if is_kept(request, sheet, rule, subject=RULE):
        messages.success(request, f"已保存规则“{rule}”。")
        return redirect("registry:batch", rule.batch_id)
    return render(request, "registry/rule_form.html", {"sheet": sheet, "batch": rule.batch})


@require_POST
@in_turn
def rule_delete(request, pk, rule):
    rule = get_rule(request.user, pk, rule)
    subject, told = f"{RULE} {rule.pk}", f"已删除规则“{rule}”。"
    do(request, partial(declaring.drop_rule, rule), subject=subject, act="delete", told=told)
    return redirect("registry:batch", pk)


def get_rule(user, pk, rule):
    batch = get_batch(user, pk, to_keep=True)
    return get_object_or_404(DeclarationRule.objects.select_related("batch"), pk=rule, batch=batch)
