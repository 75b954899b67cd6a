"""Rows that the register has changed since they were exported: the person decides, seeing both."""

import json
import re

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import Point

from registry.exchange.changes import MOST_VERTICES, moves
from registry.exchange.decisions import packed, unpacked
from registry.exchange.report import CONFLICTS
from registry.kinds import KINDS
from registry.models import Asset, AuditRecord
from tests.factories import AssetFactory, ProjectFactory
from tests.institute import workbook
from tests.wizard import Wizard

pytestmark = pytest.mark.django_db
HEADER = ["资产标识", "版本", "项目编号", "设施类别", "编号", "名称"]


@pytest.fixture
def stations():
    project = ProjectFactory(sector_id="A06", name="炳草岗燃气管网更新")
    kind = {"project": project, "kind": "gas_station"}
    return [AssetFactory(**kind, number=f"T{n}", name=f"{n}号站") for n in (1, 2, 3)]


@pytest.fixture
def wizard(login, reporter, run_waiting, stations):
    """All three renamed in the file; the first two were renamed in the register as well."""
    rows = [
        [str(s.client_id), s.version, s.project.number, "燃气场站", s.number, f"{s.number}新站"]
        for s in stations
    ]
    for station in stations[:2]:
        rename(station, f"{station.number}别名")
    wizard = Wizard(login(reporter), run_waiting)
    wizard.upload({"改过.xlsx": workbook([HEADER, *rows])})
    wizard.check()
    return wizard


def rename(station, name):
    Asset.objects.filter(pk=station.pk).update(name=name)


def names():
    return list(Asset.objects.order_by("number").values_list("name", flat=True))


def field(station, name=""):
    return f"asset-{station.pk}-{name}".rstrip("-")


def test_nothing_is_overwritten_until_it_is_decided(wizard):
    outcome = wizard.page().context["outcome"]
    assert (outcome.report["rows_changed"], len(outcome.disputed)) == (1, 2)
    wizard.write(good_rows_only="on")
    assert names() == ["T1别名", "T2别名", "T3新站"]


def test_each_conflict_is_decided_by_itself_and_checked_anew(wizard, stations):
    first, second, _ = stations
    wizard.decide(**{field(first): "adopt", field(second): "keep"})
    outcome = wizard.page().context["outcome"]
    assert (outcome.disputed, outcome.report["rows_refused"]) == ({}, 0)
    told = [(c["name"], c["registered"], c["file"]) for c in outcome.report["changes"]["listed"]]
    assert told == [("T1别名", "T1别名", "T1新站"), ("3号站", "3号站", "T3新站")]
    assert names() == ["T1别名", "T2别名", "3号站"]
    wizard.write()
    assert names() == ["T1新站", "T2别名", "T3新站"]
    decided = {first.pk: (2, "adopt"), second.pk: (2, "keep")}
    assert unpacked(wizard.batch.order["decisions"]) == decided
    detail = AuditRecord.objects.get(action="imported").detail
    assert detail == {"added": 0, "updated": 2, "conflict_adopted": 1, "conflict_kept": 1}
    wizard.undo()
    assert names() == ["T1别名", "T2别名", "3号站"]


@pytest.mark.parametrize(
    ("choice", "after"),
    [("adopt", ["T1新站", "T2新站", "T3新站"]), ("keep", ["T1别名", "T2别名", "T3新站"])],
)
def test_all_are_decided_at_once_even_those_not_shown(wizard, monkeypatch, choice, after):
    monkeypatch.setattr("registry.exchange.matching.CONFLICTS", 1)
    wizard.check()
    assert len(wizard.page().context["outcome"].conflicts) == 1
    wizard.decide(all=choice)
    wizard.write()
    assert names() == after


def test_where_all_clash_nothing_offers_to_keep_both(wizard):
    assert "全部保留两边的改动" not in wizard.page().text
    answer = wizard.decide(all="merge")
    assert "两边改的是同一项" in answer.text
    assert wizard.batch.order.get("decisions") is None


def test_what_changes_again_is_a_conflict_again(wizard, stations):
    first, second, _ = stations
    wizard.decide(**{field(first): "adopt"})
    rename(first, "T1再改")
    wizard.decide(**{field(second): "adopt"})
    outcome = wizard.page().context["outcome"]
    assert outcome.disputed == {first.pk: 3}
    wizard.write(good_rows_only="on")
    assert names() == ["T1再改", "T2新站", "T3新站"]


def test_what_changes_between_the_decision_and_the_writing_stops_the_file(wizard, stations):
    wizard.decide(all="adopt")
    rename(stations[0], "T1再改")
    wizard.write()
    assert names() == ["T1再改", "T2别名", "3号站"]
    assert "请重新检查" in wizard.page().text


def test_one_answered_singly_is_not_what_all_the_others_are(wizard, stations):
    wizard.decide(**{field(stations[0]): "keep", "all": "adopt"})
    wizard.write()
    assert names()[0] == "T1别名"
    assert names()[1] == "T2新站"


LENGTHY = [*HEADER, "投用年份", "WKT"]


@pytest.fixture
def split(login, reporter, run_waiting, stations):
    """Each side has changed what the other has not; of the second, both have changed the name."""
    first, second, third = stations
    Asset.objects.update(year_laid=1999)
    rows = [
        [str(s.client_id), 2, s.project.number, "燃气场站", s.number, s.name, 1999, at(s, 0)]
        for s in stations
    ]
    rows[0][6] = rows[1][6] = 2024
    rows[1][5] = "文件的名"
    Asset.objects.filter(pk=first.pk).update(name="登记的名", location=at(first, 1e-4))
    rename(second, "登记的名")
    rename(third, "登记的名")
    wizard = Wizard(login(reporter), run_waiting)
    wizard.upload({"改过.xlsx": workbook([LENGTHY, *rows])})
    wizard.check()
    return wizard


def at(station, east):
    place = station.location
    return f"POINT ({place.x + east} {place.y})"


def facts():
    rows = Asset.objects.order_by("number").values_list("name", "year_laid", "location")
    return [(name, year, f"POINT ({at.x} {at.y})") for name, year, at in rows]


def test_the_changes_of_both_sides_are_kept_where_they_do_not_meet(split, stations):
    first, second, third = stations
    outcome = split.page().context["outcome"]
    assert outcome.counts["only_registered"] == 1
    sides = [
        {field["label"]: field["side"] for field in conflict["fields"]}
        for conflict in outcome.conflicts
    ]
    assert sides == [
        {"名称": "registered", "投用年份": "file", "位置": "registered"},
        {"名称": "both", "投用年份": "file"},
    ]
    split.decide(all="merge")
    assert split.page().context["outcome"].disputed == {second.pk: 3}
    split.decide(**{field(second, "name"): "registered"})
    listed = split.page().context["outcome"].report["changes"]["listed"]
    assert [(c["label"], c["file"]) for c in listed] == [("投用年份", "2024")] * 2
    split.write()
    assert facts() == [
        ("登记的名", 2024, at(first, 1e-4)),
        ("登记的名", 2024, at(second, 0)),
        ("登记的名", 1999, at(third, 0)),
    ]
    detail = AuditRecord.objects.get(action="imported").detail
    assert detail == {"added": 0, "updated": 2, "conflict_merged": 2}


def test_what_both_have_changed_is_asked_with_its_name(split, stations):
    second = stations[1]
    assert "名称用文件中的值：" in split.page().text
    refused = split.decide(**{field(second): "merge"})
    assert "还没有选：名称。" in refused.text
    split.decide(**{field(second): "merge", field(second, "name"): "file", "all": "keep"})
    split.write()
    assert [name for name, *_ in facts()] == ["登记的名", "文件的名", "登记的名"]
    assert [year for _, year, _ in facts()] == [1999, 2024, 1999]


def test_where_all_has_changed_on_both_sides_there_is_nothing_to_keep_of_both(wizard):
    offered = [[value for value, _ in conflict.choices] for conflict in shown(wizard)]
    assert offered == [["adopt", "keep"]] * 2
    assert not any(choice for conflict in shown(wizard) for _, choice in conflict.lines)
    wizard.decide(all="merge")
    assert len(wizard.page().context["outcome"].disputed) == 2


def shown(wizard):
    return wizard.page().context["conflicts"].shown


def test_a_very_long_shape_is_drawn_anew_without_a_distance():
    places = np.linspace((101.7, 26.5), (101.8, 26.6), MOST_VERTICES + 1)
    old = np.array([shapely.LineString(places), shapely.Point(101.7, 26.5), None], dtype=object)
    new = np.array(
        [
            shapely.LineString(places + 1e-4),
            shapely.Point(101.7, 26.5001),
            shapely.Point(101.7, 26.5),
        ]
    )
    assert moves(old, new)[0] == "重画"
    assert moves(old, new)[1].startswith("移动 11.1")
    assert moves(old, new)[2] == "上图"


def test_a_page_that_another_check_has_overtaken_decides_nothing(wizard, stations):
    seen = wizard.page().context["conflicts"]["seen"].value()
    rename(stations[0], "T1再改")
    wizard.check()
    answer = wizard.client.post(f"{wizard.url}conflicts/", {"seen": seen, "all": "adopt"})
    assert "后来又检查过" in answer.text
    assert "decisions" not in wizard.batch.order


def test_after_a_lost_race_only_what_was_changed_is_asked_again(wizard, stations):
    first, second, _ = stations
    wizard.decide(**{field(first): "adopt", field(second): "keep"})
    rename(first, "T1再改")
    wizard.write()
    page = wizard.page()
    assert "检查之后有 1 条设施被别人改动（第 2 行“T1新站”），什么也没有写入" in page.text
    (button,) = re.findall(r"<button[^>]*>重新检查</button>", page.text.split("data-fold")[0])
    assert 'form="settings"' in button
    wizard.check()
    assert wizard.page().context["outcome"].disputed == {first.pk: 3}
    wizard.decide(**{field(first): "adopt"})
    wizard.write()
    assert names() == ["T1新站", "T2别名", "T3新站"]


def test_of_many_that_were_changed_a_handful_is_named(wizard, stations, monkeypatch):
    monkeypatch.setattr("registry.exchange.loading.NAMED", 1)
    wizard.decide(all="adopt")
    for station in stations[:2]:
        rename(station, "再改")
    wizard.write()
    assert "有 2 条设施被别人改动（第 2 行“T1新站”等）" in wizard.page().text


def test_a_check_with_the_same_settings_keeps_what_was_decided(wizard):
    wizard.decide(all="adopt")
    wizard.check()
    assert wizard.page().context["outcome"].disputed == {}


def test_a_check_with_other_settings_asks_again(wizard):
    wizard.decide(all="adopt")
    wizard.check(**{f"column-{wizard.place('编号')}": ""})
    assert len(wizard.page().context["outcome"].disputed) == 2


def test_who_decides_nothing_is_told_so(wizard):
    answer = wizard.decide()
    assert "还没有选定" in answer.text
    assert wizard.batch.status == "checked"


@pytest.fixture
def met(login, reporter, run_waiting, stations):
    """Both sides have changed name, year, volume and place of the first."""
    first = stations[0]
    header = [*HEADER, "投用年份", "储罐容积", "WKT"]
    row = [str(first.client_id), 1, first.project.number, "燃气场站", first.number]
    row += ["文件的名", 2024, 50, at(first, 1e-4)]
    Asset.objects.filter(pk=first.pk).update(
        name="登记的名", year_laid=2001, attributes={"storage_m3": 80}, location=at(first, 2e-4)
    )
    wizard = Wizard(login(reporter), run_waiting)
    wizard.upload({"改过.xlsx": workbook([header, row])})
    wizard.check()
    return wizard


def told(station):
    row = Asset.objects.get(pk=station.pk)
    return row.name, row.year_laid, row.attributes, f"POINT ({row.location.x} {row.location.y})"


def test_of_what_both_have_changed_each_value_is_chosen_by_itself(met, stations):
    first = stations[0]
    before = told(first)
    sides = {"name": "file", "year_laid": "registered", "storage_m3": "file", "shape": "registered"}
    met.decide(**{field(first, name): side for name, side in sides.items()})
    outcome = met.page().context["outcome"]
    assert outcome.disputed == {}
    listed = [change["label"] for change in outcome.report["changes"]["listed"]]
    assert listed == ["名称", "储罐容积"]
    met.write()
    assert told(first) == ("文件的名", 2001, {"storage_m3": 50}, before[3])
    met.undo()
    assert told(first) == before


MET = ("name", "year_laid", "storage_m3", "shape")


def chosen_of(station, sides):
    return {field(station, name): side for name, side in zip(MET, sides, strict=True)}


@pytest.mark.parametrize(
    ("sides", "code"),
    [
        (["file"] * 4, "conflict_adopted"),
        (["file", *["registered"] * 3], "conflict_overwritten"),
    ],
)
def test_a_value_taken_from_the_file_is_confirmed_like_all_of_them(met, stations, sides, code):
    first = stations[0]
    before = told(first)
    met.decide(**chosen_of(first, sides))
    assert code in met.page().context["outcome"].codes_to_confirm
    met.write(all_confirmed=False)
    assert told(first) == before
    met.write()
    assert AuditRecord.objects.get(action="imported").detail == {"added": 0, "updated": 1, code: 1}


def test_where_every_value_stays_the_row_is_told_as_kept(met, stations):
    met.decide(**chosen_of(stations[0], ["registered"] * 4))
    outcome = met.page().context["outcome"]
    assert outcome.counts["conflict_kept"] == 1
    assert "conflict_kept" not in outcome.codes_to_confirm


def test_where_no_value_of_the_register_is_lost_nothing_is_to_be_confirmed(split, stations):
    second = stations[1]
    split.decide(**{field(second, "name"): "registered", "all": "merge"})
    outcome = split.page().context["outcome"]
    assert outcome.counts["conflict_merged"] == 2
    assert "按您的选择逐项取两边的值" in split.page().text
    assert not [each for each in outcome.codes_to_confirm if each.startswith("conflict_")]


def test_a_value_left_open_decides_nothing_and_keeps_what_was_chosen(met, stations):
    first = stations[0]
    sides = {"name": "file", "year_laid": "registered", "storage_m3": "file"}
    answer = met.decide(**{field(first, name): side for name, side in sides.items()})
    assert "还没有选：位置。" in answer.text
    (conflict,) = answer.context["conflicts"].shown
    chosen = [choice.value() for _, choice in conflict.lines]
    assert chosen == ["file", "registered", "file", None]
    assert met.batch.order.get("decisions") is None


def test_a_row_and_its_values_do_not_say_otherwise(met, stations):
    first = stations[0]
    answer = met.decide(**{field(first): "keep", field(first, "name"): "file"})
    assert (
        "整行选的是“全保留现在的值”，下面这些字段选的却是另一边，请改成一致：名称。" in answer.text
    )
    assert met.batch.order.get("decisions") is None


def test_a_full_page_is_answered_value_by_value(login, reporter, run_waiting):
    project = ProjectFactory(sector_id="A06", name="炳草岗燃气管网更新")
    all_met = [
        AssetFactory(project=project, kind="gas_station", number=f"T{n}") for n in range(CONFLICTS)
    ]
    rows = [
        [str(s.client_id), 1, project.number, "燃气场站", s.number, "文件", 2024, 50, at(s, 1e-4)]
        for s in all_met
    ]
    moved = Point(101.71, 26.59, srid=4490)
    Asset.objects.update(name="登记", year_laid=2001, attributes={"storage_m3": 80}, location=moved)
    wizard = Wizard(login(reporter), run_waiting)
    wizard.upload({"改过.xlsx": workbook([[*HEADER, "投用年份", "储罐容积", "WKT"], *rows])})
    wizard.check()
    names = [name for each in shown(wizard) for name in each.labels]
    assert len(names) == 4 * CONFLICTS
    whole = dict.fromkeys((each.name for each in shown(wizard)), "merge")
    answer = wizard.decide(**whole, **dict.fromkeys(names, "registered"))
    assert answer.status_code == 302
    assert wizard.page().context["outcome"].disputed == {}


def test_a_page_of_the_widest_kind_may_be_answered_in_full(settings):
    most = max(len(kind.fields) for kind in KINDS.values()) + len(["the row", "its shape"])
    assert CONFLICTS * most < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_more_fields_than_are_received_are_refused_in_words(wizard, settings, headers):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    sheet = {f"asset-{n}": "adopt" for n in range(6)}
    answer = wizard.client.post(f"{wizard.url}conflicts/", sheet, headers=headers)
    assert answer.status_code == 400
    text = answer.json()["error"] if headers else answer.text
    assert "一次提交的选项超过 5 项" in text


@pytest.mark.parametrize("assets", [range(1, 200_001), range(7, 400_007, 2), [5], []])
def test_decisions_on_very_many_rows_take_little_room(assets):
    decided = dict.fromkeys(assets, (3, "adopt")) | {400_010: (4, "merge name:file")}
    kept = packed(decided)
    assert unpacked(kept) == decided
    assert len(json.dumps(kept)) < 100 + 6 * len(assets)
    gapless = len(assets) == 0 or assets[-1] - assets[0] == len(assets) - 1
    assert not gapless or len(json.dumps(kept)) < 100
