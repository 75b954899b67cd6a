"""Single sign-on against a CAS server that listens on this machine."""

from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from registry.models import AuditRecord, SignIn, User
from tests.listening import Answering, listening

pytestmark = pytest.mark.django_db

GIVEN = """<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
<cas:authenticationSuccess><cas:user>{}</cas:user></cas:authenticationSuccess>
</cas:serviceResponse>"""
REFUSED = """<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
<cas:authenticationFailure code="INVALID_TICKET">unknown</cas:authenticationFailure>
</cas:serviceResponse>"""


class Server(Answering):
    """Vouches for the ticket ST-1, once, for the service that it was given for."""

    told, service, says = "", "", None

    def do_GET(self):
        path, asked = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        given = path == "/cas/p3/serviceValidate" and asked["ticket"] == ["ST-1"]
        given &= asked.get("service") == [Server.service]
        content = GIVEN.format(Server.told) if given else REFUSED
        Server.service = ""
        self.answer((Server.says or content).encode(), content_type="text/xml")


@pytest.fixture
def server(settings):
    with listening(Server) as near:
        settings.SSO = {"label": "统一身份认证", "server_url": f"{near.address}/cas"}
        backends = settings.AUTHENTICATION_BACKENDS
        settings.AUTHENTICATION_BACKENDS = [*backends, "registry.accounts.single.TicketSignOn"]
        Server.says = None
        yield Server


def sent_for_a_ticket(client, onward="/projects/"):
    """The address that the server sends the browser back to."""
    return parse_qs(urlsplit(client.get("/sso/", {"next": onward}).url).query)["service"][0]


def come_in(server, told, onward="/projects/", ticket="ST-1"):
    client = Client()
    server.told, server.service = told, sent_for_a_ticket(client, onward)
    return client, come_back(client, server.service, ticket)


def come_back(client, service, ticket="ST-1"):
    address = urlsplit(service)
    return client.get(address.path, dict([*parse_qsl(address.query), ("ticket", ticket)]))


def test_who_has_an_account_comes_in(server, reporter):
    assert "用统一身份认证登录" in Client().get("/accounts/login/").text
    client, answer = come_in(server, reporter.username)
    assert answer.url == "/projects/"
    assert client.get("/projects/").status_code == 200
    assert SignIn.objects.get().user == reporter
    assert AuditRecord.objects.get(action="signed-in").detail == {"single": True}


@pytest.mark.parametrize("told", ["nobody-here", "", "a\x7fb"])
def test_who_has_none_is_told_so_and_gets_none(server, reporter, told):
    people = User.objects.count()
    client, answer = come_in(server, told)
    assert answer.url == "/accounts/login/"
    assert "还没有账号" in client.get("/accounts/login/").text
    assert client.get("/projects/").status_code == 302
    assert User.objects.count() == people
    assert AuditRecord.objects.get().action == "sign-in-failed"


def test_a_closed_account_stays_out(server, reporter):
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    client, _ = come_in(server, reporter.username)
    assert client.get("/projects/").status_code == 302


@pytest.mark.parametrize("ticket", ["ST-2", ""])
def test_a_ticket_that_the_server_does_not_know_opens_nothing(server, reporter, ticket):
    client, answer = come_in(server, reporter.username, ticket=ticket)
    assert answer.url == "/accounts/login/"
    assert client.get("/projects/").status_code == 302


def test_a_ticket_serves_once(server, reporter):
    client = Client()
    server.told, server.service = reporter.username, sent_for_a_ticket(client)
    service = server.service
    assert come_back(client, service).url == "/projects/"
    client.post("/accounts/logout/")
    assert come_back(client, service).url == "/accounts/login/"
    assert client.get("/projects/").status_code == 302


def test_nobody_is_signed_in_as_the_stranger_whose_ticket_he_was_sent(server, reporter):
    stranger, victim = Client(), Client()
    server.told, server.service = reporter.username, sent_for_a_ticket(stranger)
    sent_for_a_ticket(victim)
    assert come_back(victim, server.service).url == "/accounts/login/"
    assert victim.get("/projects/").status_code == 302


@pytest.mark.parametrize("answer", ["<html><p>busy", "<a/>", "<a><authenticationSuccess/></a>"])
def test_an_answer_that_is_not_cas_is_told_as_such(server, reporter, answer):
    server.says = answer
    client, response = come_in(server, reporter.username)
    assert response.url == "/accounts/login/"
    assert "没有响应" in client.get("/accounts/login/").text


def test_a_server_that_is_down_is_told_as_such(server, reporter, settings):
    with listening(Server) as gone:
        pass
    settings.SSO = {**settings.SSO, "server_url": f"{gone.address}/cas"}
    client, response = come_in(server, reporter.username)
    assert response.url == "/accounts/login/"
    assert "没有响应" in client.get("/accounts/login/").text


def test_a_confirmed_device_is_asked_for_its_code(server, reporter):
    TOTPDevice.objects.create(user=reporter, confirmed=True)
    client, answer = come_in(server, reporter.username)
    assert answer.url == "/accounts/code/?next=%2Fprojects%2F"
    assert client.get("/projects/").status_code == 302


def test_a_password_of_this_site_concerns_nobody_who_comes_without(server, reporter):
    User.objects.filter(pk=reporter.pk).update(must_change_password=True)
    client, _ = come_in(server, reporter.username)
    assert client.get("/projects/").status_code == 200


def test_next_leads_nowhere_else(server, reporter):
    _, answer = come_in(server, reporter.username, "https://evil.example/")
    assert answer.url == "/"
