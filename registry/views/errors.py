"""One table from typed errors to answers: JSON for scripts, a page for people."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.views import defaults

from registry import audit
from registry.choices import AuditAction
from registry.drawing.documents import TooManyAssets
from registry.question import BadQuestion
from registry.uploads import SignInFirst, TooLong
from registry.views import strangers

STATUS = {BadQuestion: 400, TooManyAssets: 409}
#: Django has pages for these; only a script is answered here.
DATA_STATUS = {**STATUS, PermissionDenied: 403, Http404: 404}
#: What WeChat and QQ append to an address that is sent on; no page of ours asks it of a question.
APPENDED = frozenset(
    {
        *("from", "isappinstalled", "nsukey", "scene", "subscene", "clicktime", "enterid"),
        *("ADTAG", "tdsourcetag", "pt_from", "_wv"),
    }
)
EXPIRED = "登录已过期，请重新登录"
#: For a program that asks for data; our own pages say EXPIRED, whatever they are answered.
STRANGER = (
    f"{EXPIRED}。程序请带上请求头 Authorization: Bearer 令牌，令牌由本人登录后在“我的账号”里新建。"
)
#: Goes with every 401, and names the one way in for programs.
CHALLENGE = 'Bearer realm="Renewal Atlas"'
TOO_MANY_FIELDS = "一次提交的选项超过 {} 项，没有收下。请返回上一页，分几次选定后提交。"
#: For a program that has mistyped an address or a condition.
GUIDE = "地址和查询条件的写法见 /api/openapi.json。"
NOT_FOUND = "没有这个项目或记录，可能已被删除，或者您无权查看。"


def is_data(request):
    """Scripts ask for data by its address."""
    return request.path.endswith((".json", ".mvt", ".geojson")) or request.path.startswith("/api/")


def wants_json(request):
    """A script shows the sentence beside what stood there; with a token comes a program."""
    wants_page = request.accepts("text/html") and not request.token
    return request.htmx or is_data(request) or not wants_page


def refusal(exception):
    """The status and the sentence of a typed error; None for any other."""
    status = DATA_STATUS.get(type(exception))
    if status is None:
        return None
    return status, NOT_FOUND if status == 404 else str(exception)


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends people to the sign-in page and tells scripts that they are not signed in."""

    def handle_no_permission(self, request, view_func):
        return sent_to_sign_in(request)


def sent_to_sign_in(request, sentence=""):
    """Whoever was signed in is told why he has to do it again; the sentence may be known."""
    if is_data(request):
        return JsonResponse(
            {"error": STRANGER}, status=401, headers={"WWW-Authenticate": CHALLENGE}
        )
    if sentence or was_signed_in(request):
        messages.info(request, sentence or f"{EXPIRED}。")
    return redirect_to_login(way_back(request))


def was_signed_in(request):
    """Whoever sends a form had its page; whoever brings the key of a session had the session."""
    has_key = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()
    return request.method == "POST" or has_key


def way_back(request):
    """Where to go on after signing in: what was asked for, or the page that sent something."""
    if request.method != "POST":
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    is_ours = page.netloc == request.get_host()
    return page._replace(scheme="", netloc="").geturl() if is_ours else "/"


class RefusalMiddleware:
    """Turns a refusal into its sentence with the right status; who may not is in the log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            detail = {"method": request.method}
            audit.write(AuditAction.REFUSED, request=request, subject=request.path, detail=detail)
        elif response.status_code == 403:
            strangers.note_refusal(request)
        elif response.status_code == 405 and wants_json(request):
            return told_of_methods(request, response)
        elif response.status_code == 405 and request.method == "GET":
            return shown_above(request, response)
        return response

    def process_exception(self, request, exception):
        if wants_json(request):
            told = refusal(exception)
            return told_of_guide(request, *told) if told else None
        status = STATUS.get(type(exception))
        if status is None:
            return None
        surplus = surplus_of(request, exception)
        if appended := {name: () for name in surplus if name in APPENDED}:
            return redirect(address_without(request, appended))
        words = [word for name, values in surplus.items() for word in values or [name]]
        told = {"sentence": str(exception), "surplus": "、".join(words)}
        told["without"] = address_without(request, surplus)
        return render(request, f"{status}.html", told, status=status)


def told_of_methods(request, response):
    """Django refuses without a word, the interface with an English one."""
    allowed = response["Allow"]
    told = told_to_script(405, f"这个地址不能用 {request.method}，请用 {allowed}。")
    told["Allow"] = allowed
    return told


def shown_above(request, response):
    """What only a button does has no page: who comes by its address is shown to the button.

    So comes who signs in again, or types the address anew, where a form was refused.
    """
    told = {"above": page_above(request.path)}
    page = render(request, "405.html", told, status=405)
    page["Allow"] = response["Allow"]
    return page


def page_above(path):
    """The nearest address above that there is; "/" at last."""
    above = f"{path.rstrip('/').rpartition('/')[0]}/"
    return above if is_valid_path(above) else page_above(above)


def surplus_of(request, exception):
    """What of a page's address may be left out so that it opens: names, each with its values."""
    if request.method not in ("GET", "HEAD"):
        return {}
    surplus = getattr(exception, "surplus", {})
    return {name: values for name, values in surplus.items() if name in request.GET}


def address_without(request, surplus):
    kept = request.GET.copy()
    for name, values in surplus.items():
        asked = kept.getlist(name)
        kept.setlist(name, [value for value in asked if values and value not in values])
    return f"{request.path}?{kept.urlencode(safe=',')}".removesuffix("?")


def told_of_guide(request, status, sentence):
    """What is asked amiss, a program can read up; what it may not, it cannot."""
    is_amiss = request.token and status in (400, 404)
    return told_to_script(status, sentence + GUIDE if is_amiss else sentence)


def told_to_script(status, sentence):
    return JsonResponse({"error": sentence}, status=status)


def not_found(request, exception):
    """Of an address that there is not, which no view is asked about."""
    if wants_json(request):
        return told_of_guide(request, 404, NOT_FOUND)
    return defaults.page_not_found(request, exception)


def bad_request(request, exception):
    """What is no request; of a body that was not received it is said why."""
    if isinstance(exception, SignInFirst):
        return sent_to_sign_in(request)
    sentence = not_received(exception)
    if not sentence:
        return defaults.bad_request(request, exception)
    if wants_json(request):
        return told_to_script(400, sentence)
    return render(request, "400.html", {"sentence": sentence}, status=400)


def not_received(exception):
    """Why a body was not received; empty where that is nothing to be told."""
    if isinstance(exception, TooManyFieldsSent):
        return TOO_MANY_FIELDS.format(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    return str(exception) if isinstance(exception, TooLong) else ""
