"""Tables of administration, read whole: on a phone as cards, on an office screen unbroken."""

import pytest
from playwright.sync_api import expect

from registry import audit
from registry.models import Kiosk, User
from tests.browser.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

RUNS_OFF = "(box) => box.scrollWidth > box.clientWidth"
BROKEN = """
(items) => items.filter((item) => {
  const range = document.createRange();
  range.selectNodeContents(item);
  return range.getBoundingClientRect().height > 36;
}).map((item) => item.textContent)
"""


def test_a_line_of_fields_begins_at_the_edge_of_its_card(city, sign_in):
    page = sign_in("demo-admin")
    page.goto("/log/")
    card = page.locator("form.form-line")
    inner = card.evaluate("(box) => box.clientTop + parseFloat(getComputedStyle(box).paddingTop)")
    gap = page.get_by_text("人员", exact=True).bounding_box()["y"] - card.bounding_box()["y"]
    assert gap == pytest.approx(inner, abs=2)


@pytest.fixture
def records(city, stage):
    def write():
        by = User.objects.get(username="demo-admin")
        detail = {"角色": "填报", "单位": "东区人民政府"}
        record = audit.write("rights-changed", user=by, subject="demo-dongqu", detail=detail)
        kiosk = Kiosk.objects.create(name="会议室", organisation_id="dongqu", granted_by=by)
        return record, kiosk

    _, kiosk = stage.commit(write)
    yield
    stage.commit(kiosk.delete)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/log/", ("变更权限", "对象：demo-dongqu", "东区人民政府")),
        ("/kiosks/", ("范围：东区人民政府", "最近使用：—", "使用中", "撤销")),
    ],
)
def test_no_column_runs_off_a_phone(records, sign_in, address, told):
    page = sign_in("demo-admin", **PHONE)
    page.goto(address)
    box = page.locator(".table-wrap")
    assert not box.evaluate(RUNS_OFF)
    for words in told:
        label, _, value = words.rpartition("：")
        cell = box.locator("td", has_text=value).first
        expect(cell).to_be_visible()
        if label:
            expect(cell).to_have_attribute("data-label", label)


def test_why_one_may_not_is_a_line_on_an_office_screen(city, sign_in):
    page = sign_in("demo-dongqu")
    page.goto("/rights/")
    assert page.locator(".verdicts .is-refused").count() > 5
    assert page.locator(".verdicts li").evaluate_all(BROKEN) == []
