"""QR codes lead into this site and nowhere else, and carry no inline style."""

from urllib.parse import urlencode

import pytest

pytestmark = pytest.mark.django_db


def ask(client, to):
    return client.get(f"/qr.svg?{urlencode({'to': to})}")


def test_an_address_becomes_a_code_without_inline_styles(login, leader):
    answer = ask(login(leader), "/?sector=A03#12/26.58/101.7")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")
    assert b"style" not in answer.content


@pytest.mark.parametrize("to", ["", "https://a.b/", "//a.b/", "/\\a.b", "javascript:alert(1)"])
def test_a_code_leads_nowhere_else(login, leader, to):
    assert ask(login(leader), to).status_code == 400


def test_an_address_too_long_for_paper_is_refused_in_words(login, leader):
    answer = ask(login(leader), "/?q=" + "管" * 500)
    assert answer.status_code == 400
    assert "地址太长" in answer.content.decode()
