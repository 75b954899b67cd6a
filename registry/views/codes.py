"""One-time codes: asked for at the door, set up and taken back on one's own page."""

import time

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from registry import audit
from registry.accounts import codes, sessions
from registry.choices import AuditAction
from registry.forms.codes import CodeForm, DropForm
from registry.reports.codes import qr_image
from registry.views.posting import form_view, posted, shown_once

#: In the session of who has given a right password: who he is, and since when.
HALF, HALF_SECONDS = "half_signed_in", 300


def ask_for_code(request, user, onward):
    """The first step is done; nothing is open yet."""
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "backend": user.backend, "at": time.time()}
    return redirect(f"{reverse('login_code')}?{urlencode({'next': onward})}")


def half_signed_in(request):
    half = request.session.get(HALF)
    if half is None or time.time() - half["at"] > HALF_SECONDS:
        return None
    user = get_user_model().objects.filter(pk=half["user"], is_active=True).first()
    if user:
        user.backend = half["backend"]
    return user


@login_not_required
@form_view
def login_code(request):
    user = half_signed_in(request)
    if user is None:
        return redirect("login")
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if codes.matches(user, form.cleaned_data["code"]):
            return let_in(request, user)
        audit.write(AuditAction.SIGN_IN_FAILED, request=request, subject=user.username)
        form.add_error("code", "口令不对或已用过，请等下一个再试；连续输错要多等一会儿。")
    return render(request, "registration/login_code.html", {"form": form})


def let_in(request, user):
    del request.session[HALF]
    login(request, user, user.backend)
    sessions.begin(request)
    audit.write(AuditAction.SIGNED_IN, request=request)
    onward = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
    return redirect(onward if is_ours else "layers:map")


@form_view
def codes_set_up(request):
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        spare = codes.confirm(request.user, form.cleaned_data["code"], request=request)
        if spare:
            return shown_once(request, "registry/codes_spare.html", {"codes": spare})
        form.add_error("code", "口令不对：请核对手机时间是否准确，用最新的一个再试。")
    address = codes.offered(request.user).config_url
    context = {"form": form, "image": qr_image(address), "address": address}
    return render(request, "registry/codes.html", context)


@require_POST
def codes_drop(request):
    form = DropForm(request.POST, user=request.user)
    if form.is_valid():
        codes.drop(request.user, by=request.user, request=request)
        messages.success(request, "已停用动态口令。")
    else:
        messages.error(request, "密码不对，没有停用。")
    return redirect("registry:account")
