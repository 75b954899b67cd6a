"""What forms say of a mistake: in Chinese, and as a clerk would say it."""

import ast
import gettext
import re
from pathlib import Path

import pytest

from deploy.settings import ROOT
from registry.choices import Role
from registry.models import Organisation, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

OURS = ROOT / "registry" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def keeper(db, login):
    return login(UserFactory(organisation="taskforce", role=Role.SYSADMIN))


def errors(answer):
    found = re.findall(r'class="errorlist[^>]*>(.*?)</ul>', answer.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in found]


def test_the_first_password_of_ones_own_is_asked_for_in_chinese(login, stranger):
    User.objects.filter(pk=stranger.pk).update(must_change_password=True)
    client = login(User.objects.get(pk=stranger.pk))
    page = client.get("/accounts/password/").text
    assert "你的" not in page
    assert "密码至少要 8 位。" in page
    new = {"new_password1": "123456", "new_password2": "123456"}
    told = errors(client.post("/accounts/password/", {"old_password": "x", **new}))
    assert any("密码太短，至少要 8 位。" in each for each in told)
    assert not re.search(r"[a-z]{3}", "".join(told))


def test_a_new_organisation_is_refused_in_one_sentence_each(keeper):
    name = Organisation.objects.filter(type="department").first().name
    sent = {"code": "不 行", "name": name, "type": "department", "order": "1"}
    told = " ".join(errors(keeper.post("/reference/organisations/new/", sent)))
    assert "单位里已存在这个名称，请换一个。" in told
    assert "代码只能有字母、数字、- 和 _。" in told
    assert "有效的“字段”" not in told


def test_a_number_out_of_bounds_is_told_its_bound(keeper):
    told = " ".join(errors(keeper.post("/layers/", {"name": "道路", "opacity": "200"})))
    assert "不能大于 100。" in told


def entries(text):
    """What the catalogue's source says: each msgid and its sentence."""
    joined = {}
    for block in text.split("\n\n")[1:]:
        parts = re.findall(r'^(msgid|msgstr)(?:\[0\])? ((?:".*"\n?)+)', block + "\n", re.MULTILINE)
        said = {
            name: "".join(map(ast.literal_eval, lines.split("\n")[:-1])) for name, lines in parts
        }
        if said:
            joined[said["msgid"]] = said["msgstr"]
    return joined


def test_the_compiled_sentences_are_those_of_the_source():
    with OURS.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = entries(Path(OURS).read_text("utf-8"))
    assert len(source) > 15
    for message, sentence in source.items():
        assert sentence in (compiled.gettext(message), compiled.ngettext(message, "", 1))
