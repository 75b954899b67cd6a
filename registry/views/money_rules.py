"""Rules of money: all may read them, those with the power keep them."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry import audit
from registry.choices import AuditAction
from registry.forms.money_rules import FundingRuleForm
from registry.models import FundingRule
from registry.views.posting import form_view, posted
from registry.views.records import demand, demand_power


@require_safe
def funding_rule_list(request):
    demand(request.user, "view")
    rules = FundingRule.objects.seen_by(request.user).prefetch_related("sources", "sectors")
    keeps = request.user.rights.may_use("rules")
    return render(request, "registry/funding_rules.html", {"rules": rules, "keeps": keeps})


@form_view
@transaction.atomic
def funding_rule_new(request):
    demand_power(request.user, "rules")
    return fill_in(request, FundingRuleForm(posted(request), user=request.user))


@form_view
@transaction.atomic
def funding_rule_edit(request, pk):
    demand_power(request.user, "rules")
    rule = get_object_or_404(FundingRule.objects.seen_by(request.user), pk=pk)
    return fill_in(request, FundingRuleForm(posted(request), user=request.user, instance=rule))


def fill_in(request, form):
    if request.method == "POST" and form.is_valid():
        rule = form.save()
        audit.write(AuditAction.RULES_CHANGED, request=request, subject=f"funding rule {rule.pk}")
        messages.success(request, f"已保存规则“{rule}”。")
        return redirect("registry:funding_rule_list")
    return render(request, "registry/funding_rule.html", {"form": form})


@require_POST
@transaction.atomic
def funding_rule_delete(request, pk):
    demand_power(request.user, "rules")
    rule = get_object_or_404(FundingRule.objects.seen_by(request.user), pk=pk)
    audit.write(AuditAction.RULES_CHANGED, request=request, subject=f"funding rule {rule.pk}")
    rule.delete()
    messages.success(request, f"已删除规则“{rule}”。")
    return redirect("registry:funding_rule_list")
