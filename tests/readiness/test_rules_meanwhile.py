"""Two at the same moment: one changes rules while the worker judges, or while another does."""

import pytest
from django.db import transaction

from registry.models import AuditRecord, DeclarationBatch, FundingRule, Verdict
from registry.readiness.verdicts import judge_due, take_turn
from tests.factories import ProjectFactory
from tests.meanwhile import in_thread, wait_for_a_lock
from tests.readiness.conftest import CODED
from tests.readiness.test_rules_pages import FUNDED, sent

pytestmark = pytest.mark.usefixtures("committed_db")


def renamed(name, batch):
    return {"name": name, "sectors": ["A03"], "version": str(batch.version)}


#: What is posted to a batch, and how many verdicts there are of its one project afterwards.
CHANGES = {
    "publish/": (lambda batch: {}, 1),
    "withdraw/": (lambda batch: {}, 0),
    "edit/": (lambda batch: renamed("改了名字", batch), 1),
    "new/": (lambda batch: sent(FUNDED), 1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_who_changes_a_batch_waits_for_the_judging_and_neither_fails(
    login, admin, published, change
):
    ProjectFactory()
    client, (data, verdicts) = login(admin), CHANGES[change]
    answers = []
    with transaction.atomic():
        take_turn()
        address = f"/rules/{published.pk}/{change}"
        changing, refused = in_thread(lambda: answers.append(client.post(address, data(published))))
        wait_for_a_lock()
        assert judge_due() == 1
    changing.join(10)
    assert not refused
    assert [answer.status_code for answer in answers] == [302]
    assert Verdict.objects.count() == verdicts


@pytest.fixture
def money_rule(db):
    rule = FundingRule.objects.create(text="县级资金上限", limit=50)
    rule.sources.set(["county"])
    return rule


def money(rule, **values):
    return {
        "text": "县级资金上限", "sources": ["county"], "bound": "at_most", "measure": "share",
        "limit": "50", "severity": "block", "evidence": "own", "is_active": "on",
        "version": str(rule.version), **values,
    }  # fmt: skip


def test_two_who_save_a_batch_at_once_are_compared_one_after_the_other(login, admin, batch):
    address = f"/rules/{batch.pk}/edit/"
    first, second = (renamed(name, batch) for name in ("先保存的", "后保存的"))
    the_second_is_told(login, admin, address, first, second)
    assert DeclarationBatch.objects.get(pk=batch.pk).name == "先保存的"


def test_two_who_save_a_rule_at_once_are_compared_one_after_the_other(
    login, admin, batch, add_rule
):
    rule = add_rule(CODED)
    first, second = (sent(CODED, text=text, version="1") for text in ("先保存的", "后保存的"))
    the_second_is_told(login, admin, f"/rules/{batch.pk}/{rule.pk}/edit/", first, second)
    assert batch.rules.get().text == "先保存的"


def test_two_who_save_a_money_rule_at_once_are_compared_one_after_the_other(
    login, admin, money_rule
):
    first, second = (money(money_rule, text=text) for text in ("先保存的", "后保存的"))
    the_second_is_told(login, admin, f"/funding-rules/{money_rule.pk}/", first, second)
    assert FundingRule.objects.get().text == "先保存的"


def the_second_is_told(login, person, address, first, second):
    answer = answer_of_the_later(login, person, address, first, second)
    assert answer.status_code == 200
    assert "先保存的" in answer.text
    assert "后保存的" in answer.text


def answer_of_the_later(login, person, address, first, second):
    """Both have arrived, from two browsers, before either has been committed."""
    client, another = login(person), login(person)
    answers = []
    with transaction.atomic():
        assert client.post(address, first).status_code == 302
        later, refused = in_thread(lambda: answers.append(another.post(address, second)))
        wait_for_a_lock()
    later.join(10)
    assert not refused
    return answers[0]


@pytest.mark.parametrize(
    ("address", "data", "model"),
    [
        ("/rules/new/", {"name": "同一个名字"}, DeclarationBatch),
        (
            "/funding-rules/new/",
            {"text": "同一个名字", "sources": ["county"], "limit": "50", "bound": "at_most"}
            | {"measure": "share", "severity": "block", "evidence": "own"},
            FundingRule,
        ),
    ],
)
def test_a_second_click_makes_no_second_one(login, admin, address, data, model):
    before = model.objects.count()
    answer = answer_of_the_later(login, admin, address, data, data)
    assert "已" in answer.text
    assert model.objects.count() == before + 1
    assert AuditRecord.objects.filter(action="rules-changed").count() == 1
