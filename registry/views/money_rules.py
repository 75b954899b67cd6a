"""Rules of money: all may read them, those with the power keep them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.forms.money_rules import FundingRuleForm
from registry.models import FundingRule
from registry.money_rules import drop_rule
from registry.views.posting import form_view, posted
from registry.views.records import demand, demand_power
from registry.views.rules import do, in_turn, is_kept

#: What the log calls it.
RULE = "funding rule"


@require_safe
def funding_rule_list(request):
    demand(request.user, "view")
    rules = FundingRule.objects.seen_by(request.user).prefetch_related("sources", "sectors")
    keeps = request.user.rights.may_use("rules")
    return render(request, "registry/funding_rules.html", {"rules": rules, "keeps": keeps})


@form_view
@in_turn
def funding_rule_new(request):
    demand_power(request.user, "rules")
    return fill_in(request, FundingRule())


@form_view
@in_turn
def funding_rule_edit(request, pk):
    return fill_in(request, get_rule(request.user, pk))


def fill_in(request, rule):
    form = FundingRuleForm(posted(request), instance=rule, user=request.user)
    if is_kept(request, form, rule, subject=RULE):
        messages.success(request, f"已保存规则“{rule}”。")
        return redirect("registry:funding_rule_list")
    return render(request, "registry/funding_rule.html", {"form": form})


@require_POST
@in_turn
def funding_rule_delete(request, pk):
    rule = get_rule(request.user, pk)
    subject, told = f"{RULE} {pk}", f"已删除规则“{rule}”。"
    do(request, partial(drop_rule, rule), subject=subject, act="delete", told=told)
    return redirect("registry:funding_rule_list")


def get_rule(user, pk):
    demand_power(user, "rules")
    return get_object_or_404(FundingRule.objects.seen_by(user), pk=pk)
