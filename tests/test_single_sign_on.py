"""Single sign-on against a provider that listens on this machine: real tokens, real signatures."""

import base64
import json
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.models import AuditRecord, SignIn, User
from tests.listening import Answering, listening
from tests.telephone import code_of, forgive

pytestmark = pytest.mark.django_db

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PASSWORD = "Pan-zhihua2026"
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def number(value):
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8)).decode()


class Provider(Answering):
    """Says of everybody that he is `told`, by a token signed with `key`."""

    told, key, nonce = "", KEY, ""

    def do_GET(self):
        public = KEY.public_key().public_numbers()
        keys = {"kid": "k", "kty": "RSA", "alg": "RS256", "use": "sig"}
        keys |= {"n": number(public.n).rstrip("="), "e": number(public.e).rstrip("=")}
        jwks = self.path.startswith("/jwks")
        self.say({"keys": [keys]} if jwks else {"sub": "1", "preferred_username": self.told})

    def do_POST(self):
        now = int(time.time())
        claims = {
            "sub": "1",
            "aud": "atlas",
            "nonce": type(self).nonce,
            "iat": now,
            "exp": now + 60,
        }
        token = jwt.encode(claims, type(self).key, "RS256", headers={"kid": "k"})
        self.say({"id_token": token, "access_token": "a", "token_type": "Bearer"})

    def say(self, content):
        self.answer(json.dumps(content).encode(), content_type="application/json")


@pytest.fixture
def provider(settings):
    with listening(Provider) as server:
        root = server.address
        settings.SSO = {"label": "统一身份认证", "client_id": "atlas"}
        settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = "atlas", "secret"
        settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{root}/authorize"
        settings.OIDC_OP_TOKEN_ENDPOINT = f"{root}/token"
        settings.OIDC_OP_USER_ENDPOINT = f"{root}/userinfo"
        settings.OIDC_OP_JWKS_ENDPOINT = f"{root}/jwks"
        backends = settings.AUTHENTICATION_BACKENDS
        settings.AUTHENTICATION_BACKENDS = [*backends, "registry.accounts.single.SingleSignOn"]
        Provider.key = KEY
        yield Provider


def come_in(provider, told, onward="/projects/"):
    """From the button to what comes back from the provider."""
    provider.told = told
    client = Client()
    asked = parse_qs(urlsplit(client.get(f"/sso/?next={onward}").url).query)
    provider.nonce = asked["nonce"][0]
    sent = {"code": "c", "state": asked["state"][0]}
    return client, client.get("/sso/callback/", sent)


def test_who_has_an_account_comes_in(provider, reporter):
    assert "用统一身份认证登录" in Client().get("/accounts/login/").text
    client, answer = come_in(provider, reporter.username)
    assert answer.url == "/projects/"
    assert client.get("/projects/").status_code == 200
    assert SignIn.objects.get().user == reporter
    assert AuditRecord.objects.get(action="signed-in").detail == {"single": True}


@pytest.mark.parametrize("told", ["nobody-here", "", None])
def test_who_has_none_is_told_so_and_gets_none(provider, reporter, told):
    people = User.objects.count()
    client, answer = come_in(provider, told)
    assert answer.url == "/accounts/login/"
    assert "还没有账号" in client.get("/accounts/login/").text
    assert client.get("/projects/").status_code == 302
    assert User.objects.count() == people
    assert AuditRecord.objects.filter(action="sign-in-failed").exists()


def test_a_null_is_nobodys_name(provider, reporter):
    User.objects.filter(pk=reporter.pk).update(username="None")
    for told in (None, ["None"], {"None": 1}, "a\0b", True):
        client, answer = come_in(provider, told)
        assert answer.url == "/accounts/login/"
        assert client.get("/projects/").status_code == 302
    client, _ = come_in(provider, "None")
    assert client.get("/projects/").status_code == 200


def test_a_number_is_a_name(provider, reporter):
    User.objects.filter(pk=reporter.pk).update(username="10086")
    client, _ = come_in(provider, 10086)
    assert client.get("/projects/").status_code == 200


def test_a_confirmed_device_is_asked_for_its_code(provider, reporter):
    device = TOTPDevice.objects.create(user=reporter, confirmed=True)
    client, answer = come_in(provider, reporter.username)
    assert answer.url == "/accounts/code/?next=%2Fprojects%2F"
    assert client.get("/projects/").status_code == 302
    assert not SignIn.objects.exists()
    assert not AuditRecord.objects.filter(action="signed-in").exists()
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    forgive()
    assert client.post(answer.url, {"code": code_of(device)}).url == "/projects/"
    assert client.get("/projects/").status_code == 200
    assert AuditRecord.objects.get(action="signed-in").detail == {"single": True}
    assert SignIn.objects.get().user == reporter


def test_a_role_that_demands_codes_demands_them_here_as_well(provider, reporter, settings):
    settings.CODE_ROLES = ["reporter"]
    User.objects.filter(pk=reporter.pk).update(must_change_password=True)
    client, _ = come_in(provider, reporter.username)
    assert client.get("/projects/").url == "/account/codes/"
    assert client.get("/account/codes/").status_code == 200


def test_a_password_of_this_site_concerns_nobody_who_comes_without(provider, reporter, settings):
    reporter.set_password(PASSWORD)
    reporter.save()
    long_ago = timezone.now() - timedelta(days=settings.PASSWORD_DAYS + 1)
    User.objects.filter(pk=reporter.pk).update(must_change_password=True, password_set_at=long_ago)
    client, _ = come_in(provider, reporter.username)
    assert client.get("/projects/").status_code == 200
    assert "初始密码" not in client.get("/accounts/password/").text
    client = Client()
    client.post("/accounts/login/", {"username": reporter.username, "password": PASSWORD})
    assert client.get("/projects/").url == "/accounts/password/"


def test_who_comes_without_a_password_gives_up_his_device_by_a_code(provider, reporter):
    reporter.set_password(PASSWORD)
    reporter.save()
    device = TOTPDevice.objects.create(user=reporter, confirmed=True)
    client, answer = come_in(provider, reporter.username)
    client.post(answer.url, {"code": code_of(device)})
    assert "原来的动态口令" in client.get("/account/").text
    client.post("/account/codes/drop/", {"proof": PASSWORD})
    assert TOTPDevice.objects.filter(pk=device.pk).exists()
    forgive()
    client.post("/account/codes/drop/", {"proof": code_of(device, steps=1)})
    assert not TOTPDevice.objects.exists()


def test_who_is_signed_in_is_not_signed_in_again(provider, reporter):
    client, _ = come_in(provider, reporter.username)
    assert client.get("/sso/").url == "/"
    assert client.get("/sso/callback/", {"code": "c", "state": "s"}).url == "/"
    assert SignIn.objects.open().count() == 1


def test_a_closed_account_stays_out(provider, reporter):
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    client, _ = come_in(provider, reporter.username)
    assert client.get("/projects/").status_code == 302


def test_a_token_that_another_signed_opens_nothing(provider, reporter):
    provider.key = OTHER_KEY
    client, answer = come_in(provider, reporter.username)
    assert answer.status_code in {302, 400}
    assert client.get("/projects/").status_code == 302


def test_a_state_of_another_browser_opens_nothing(provider, reporter):
    provider.told = reporter.username
    client = Client()
    client.get("/sso/")
    assert client.get("/sso/callback/", {"code": "c", "state": "forged"}).status_code == 400
    assert client.get("/projects/").status_code == 302


def test_next_leads_nowhere_else(provider, reporter):
    _, answer = come_in(provider, reporter.username, "https://evil.example/")
    assert answer.url == "/"


def test_failures_of_others_lock_nobody_out(provider, reporter):
    for _ in range(6):
        come_in(provider, "nobody-here")
    _, answer = come_in(provider, reporter.username)
    assert answer.url == "/projects/"


def test_the_door_is_not_there_where_no_provider_is_declared(db):
    assert Client().get("/sso/").status_code == 404
    assert "统一身份认证" not in Client().get("/accounts/login/").text
