"""People: their accounts by the system's administrator, their rights by the one of security."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.access import POWERS
from registry.accounts import codes, granting, locks, sessions
from registry.accounts.apart import hold
from registry.forms.people import GrantForm, PersonForm
from registry.models import Membership, User
from registry.question import asked_text
from registry.refusals import Refusal
from registry.register import page_number
from registry.views.posting import form_view, posted, said, shown_once
from registry.views.records import demand_power

ROWS = 50


def powers(user, person=None):
    """Each administrator has buttons of his own; `person` is whose account they would change."""
    rights = user.rights
    return {
        "accounts": rights.may_use("accounts", person),
        "grants": rights.may_use("rights"),
        "drops": rights.may_use("codes", person),
    }


def demand_keeper(user):
    """Either administrator sees the people."""
    verdicts = powers(user)
    if not any(verdicts.values()):
        raise PermissionDenied(f"{verdicts['accounts'].reason}。")


def get_person(user, pk, power):
    """Whose account the user may change by this power."""
    demand_power(user, power)
    person = get_object_or_404(User, pk=pk)
    demand_power(user, power, person)
    return person


@require_safe
def person_list(request):
    demand_keeper(request.user)
    people = User.objects.prefetch_related("memberships__organisation").order_by("id")
    if asked := asked_text(request.GET, "q"):
        people = people.naming(asked)
    page = Paginator(people, ROWS).get_page(page_number(request.GET))
    context = {
        "page": page,
        "locked": locks.locked(page),
        "asked": asked,
        **powers(request.user),
    }
    return render(request, "registry/people.html", context)


@form_view
def person_new(request):
    demand_power(request.user, "accounts")
    form = PersonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        password = granting.open_account(person, by=request.user, request=request)
        return show_password(request, person, password)
    return render(request, "registry/person_form.html", {"form": form})


@form_view
def person_page(request, pk):
    demand_keeper(request.user)
    if request.method == "POST":
        return person_save(request, pk)
    person = get_object_or_404(User, pk=pk)
    return show(request, person, PersonForm(instance=person), GrantForm())


@transaction.atomic
def person_save(request, pk):
    person = hold(get_person(request.user, pk, "accounts"))
    form = PersonForm(request.POST, instance=person)
    if not form.is_valid():
        return show(request, person, form, GrantForm())
    changed = [name for name in form.changed_data if name != "opened"]
    granting.rename(person, changed, by=request.user, request=request)
    messages.success(request, f"已保存“{person}”。")
    return redirect("registry:person", person.pk)


def show(request, person, form, grant_form):
    context = {
        "person": person,
        "form": form,
        "grant_form": grant_form,
        "memberships": person.memberships.select_related("organisation"),
        "sign_ins": sessions.open_sign_ins(person),
        "locked": locks.locked([person]),
        "apart": POWERS["codes"].note,
        "has_codes": codes.device_of(person) is not None,
        "why_not": granting.why_not(person, request.user),
        "why_not_withdraw": granting.why_not_withdraw(person, request.user),
        **powers(request.user, person),
    }
    return render(request, "registry/person.html", context)


def show_password(request, person, password):
    context = {"person": person, "password": password}
    return shown_once(request, "registry/person_password.html", context)


@require_POST
def person_reset(request, pk):
    person = get_person(request.user, pk, "accounts")
    try:
        password = granting.reset_password(person, by=request.user, request=request)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("registry:person", pk)
    return show_password(request, person, password)


@require_POST
def person_active(request, pk):
    is_active = request.POST.get("active") == "yes"
    sentence = "账号已启用。" if is_active else "账号已停用，所有登录已退出。"
    verb = partial(granting.set_active, is_active=is_active)
    return done(request, get_person(request.user, pk, "accounts"), verb, sentence)


@require_POST
def person_unlock(request, pk):
    return done(request, get_person(request.user, pk, "accounts"), locks.unlock, "已解除锁定。")


@require_POST
def person_codes_drop(request, pk):
    return done(request, get_person(request.user, pk, "codes"), codes.drop, "已停用动态口令。")


@require_POST
def person_sign_out(request, pk):
    person = get_person(request.user, pk, "accounts")
    return done(request, person, granting.sign_out, "所有登录已退出。")


def done(request, person, verb, sentence):
    said(request, partial(verb, person, by=request.user, request=request), sentence)
    return redirect("registry:person", person.pk)


@require_POST
def grant_new(request, pk):
    demand_power(request.user, "rights")
    person = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST)
    if form.is_valid():
        try:
            granting.grant(person, by=request.user, request=request, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已授权。")
            return redirect("registry:person", pk)
    return show(request, person, PersonForm(instance=person), form)


@require_POST
def grant_end(request, pk, membership):
    demand_power(request.user, "rights")
    held = get_object_or_404(Membership, pk=membership, user=pk)
    verb = partial(granting.withdraw, held, by=request.user, request=request)
    said(request, verb, "已收回。")
    return redirect("registry:person", pk)
