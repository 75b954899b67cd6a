"""Tables of administration, read whole: on a phone as cards, on an office screen unbroken."""

import pytest
from playwright.sync_api import expect

from registry import audit
from registry.models import Kiosk, User
from tests.browser.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

RUNS_OFF = "(box) => box.scrollWidth > box.clientWidth"
LINES = """
(cells) => cells.filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
}).map((cell) => cell.textContent)
"""


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


def test_cells_of_the_table_of_rights_are_lines(city, sign_in):
    page = sign_in("demo-admin")
    page.goto("/rights/")
    assert page.locator(".rights-table :is(th, td)").evaluate_all(LINES) == []
