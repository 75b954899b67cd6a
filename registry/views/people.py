"""People: their accounts by the system's administrator, their rights by the one of security."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from registry.accounts import codes, granting, locks, sessions
from registry.forms.people import GrantForm, PersonForm
from registry.models import Membership, User
from registry.refusals import Refusal
from registry.register import page_number
from registry.views.posting import form_view, posted, shown_once
from registry.views.records import demand_power

ROWS = 50


def powers(user):
    """Either administrator sees the people; each has buttons of his own."""
    rights = user.rights
    verdicts = {"accounts": rights.may_use("accounts"), "grants": rights.may_use("rights")}
    if not any(verdicts.values()):
        raise PermissionDenied(f"{verdicts['accounts'].reason}。")
    return verdicts


@require_safe
def person_list(request):
    verdicts = powers(request.user)
    people = User.objects.prefetch_related("memberships__organisation").order_by("id")
    if asked := request.GET.get("q", "").strip():
        people = people.naming(asked)
    page = Paginator(people, ROWS).get_page(page_number(request.GET))
    return render(request, "registry/people.html", {"page": page, "asked": asked, **verdicts})


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
    verdicts = powers(request.user)
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(posted(request) if verdicts["accounts"] else None, instance=person)
    if request.method == "POST":
        demand_power(request.user, "accounts")
        if form.is_valid():
            form.save()
            messages.success(request, f"已保存“{person}”。")
            return redirect("registry:person", pk)
    return show(request, person, form, GrantForm(), verdicts)


def show(request, person, form, grant_form, verdicts):
    context = {
        "person": person,
        "form": form,
        "grant_form": grant_form,
        "memberships": person.memberships.select_related("organisation"),
        "sign_ins": sessions.open_sign_ins(person),
        "is_locked": locks.is_locked(person),
        "has_codes": codes.device_of(person) is not None,
        **verdicts,
    }
    return render(request, "registry/person.html", context)


def show_password(request, person, password):
    context = {"person": person, "password": password}
    return shown_once(request, "registry/person_password.html", context)


@require_POST
def person_reset(request, pk):
    demand_power(request.user, "accounts")
    person = get_object_or_404(User, pk=pk)
    password = granting.reset_password(person, by=request.user, request=request)
    return show_password(request, person, password)


@require_POST
def person_active(request, pk):
    is_active = request.POST.get("active") == "yes"
    return done(
        request,
        pk,
        lambda person: granting.set_active(person, is_active, by=request.user, request=request),
        "账号已启用。" if is_active else "账号已停用，所有登录已退出。",
    )


@require_POST
def person_unlock(request, pk):
    return done(
        request,
        pk,
        lambda person: locks.unlock(person, by=request.user, request=request),
        "已解除锁定。",
    )


@require_POST
def person_codes_drop(request, pk):
    return done(
        request,
        pk,
        lambda person: codes.drop(person, by=request.user, request=request),
        "已停用动态口令。",
    )


@require_POST
def person_sign_out(request, pk):
    demand_power(request.user, "accounts")
    return done(request, pk, lambda person: sessions.end(person.sign_ins.all()), "所有登录已退出。")


def done(request, pk, verb, sentence):
    person = get_object_or_404(User, pk=pk)
    try:
        verb(person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("registry:person", pk)


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
    return show(request, person, PersonForm(instance=person), form, powers(request.user))


@require_POST
def grant_end(request, pk, membership):
    demand_power(request.user, "rights")
    held = get_object_or_404(Membership, pk=membership, user=pk)
    granting.withdraw(held, by=request.user, request=request)
    messages.success(request, "已收回。")
    return redirect("registry:person", pk)
