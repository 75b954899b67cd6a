"""One-time codes: asked for at the door, set up and taken back on one's own page."""

import time

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from registry import audit
from registry.accounts import codes, sessions
from registry.accounts.single import is_single
from registry.choices import AuditAction
from registry.forms.codes import CodeForm, FirstCodeForm, ProofForm, ProvenCodeForm
from registry.reports.codes import qr_image
from registry.views.posting import form_view, posted, shown_once

#: In the session of who has given a right password: who he is, and since when.
HALF, HALF_SECONDS = "half_signed_in", 300


def first_step_done(request, user, onward):
    """By a password or by single sign-on: lets in who has no device, asks the others for a code."""
    if codes.device_of(user):
        return ask_for_code(request, user, onward)
    return let_in(request, user, onward)


def ask_for_code(request, user, onward):
    """Nothing is open yet."""
    request.session.cycle_key()
    request.session[HALF] = {
        **{"user": user.pk, "backend": user.backend, "at": time.time()},
        # A password that was reset meanwhile ends this, as it ends what is signed in.
        "hash": user.get_session_auth_hash(),
    }
    return redirect(f"{reverse('login_code')}?{urlencode({'next': onward})}")


def half_signed_in(request):
    half = request.session.get(HALF)
    if half is None or time.time() - half["at"] > HALF_SECONDS:
        return None
    user = get_user_model().objects.filter(pk=half["user"], is_active=True).first()
    if user is None or not constant_time_compare(half.get("hash"), user.get_session_auth_hash()):
        return None
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
            return let_in(request, user, onward_of(request))
        audit.write(AuditAction.SIGN_IN_FAILED, request=request, subject=user.username)
        form.add_error("code", "口令不对或已用过，请等下一个再试；连续输错要多等一会儿。")
    return render(request, "registration/login_code.html", {"form": form})


def let_in(request, user, onward):
    request.session.pop(HALF, None)
    login(request, user, user.backend)
    sessions.begin(request)
    detail = {"single": True} if is_single(request.session) else None
    audit.write(AuditAction.SIGNED_IN, request=request, detail=detail)
    return HttpResponseRedirect(onward)


def onward_of(request):
    onward = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure())
    return onward if is_ours else reverse("layers:map")


def proves_by_code(request):
    """Who comes without a password of this site has none to prove himself by."""
    return is_single(request.session) or not request.user.has_usable_password()


def proof_form(form, request):
    return form(posted(request), request=request, by_code=proves_by_code(request))


@form_view
def codes_set_up(request):
    has_codes = codes.device_of(request.user) is not None
    can_prove = has_codes or not proves_by_code(request)
    form = proof_form(ProvenCodeForm, request) if can_prove else FirstCodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        spare = codes.confirm(request.user, form.cleaned_data["code"], request=request)
        if spare:
            return shown_once(request, "registry/codes_spare.html", {"codes": spare})
        form.add_error("code", "口令不对：请核对手机时间是否准确，用最新的一个再试。")
    address = codes.offered(request.user).config_url
    context = {
        "form": form,
        "image": qr_image(address),
        "address": address,
        "has_codes": has_codes,
        "title": "换手机" if has_codes else "启用动态口令",
    }
    return render(request, "registry/codes.html", context)


@require_POST
def codes_drop(request):
    form = proof_form(ProofForm, request)
    if form.is_valid():
        codes.give_up(request.user, request=request)
        messages.success(request, "已停用动态口令。")
    else:
        messages.error(request, f"没有停用：{form.errors['proof'][0]}")
    return redirect("registry:account")
