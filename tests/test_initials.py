"""Pinyin initials, kept by the database whichever way a record comes in."""

import pytest
from django.db import connection
from django.http import QueryDict

from registry.models import Organisation, Project
from registry.question import Question
from tests.factories import ProjectFactory

NAMES = {
    "东区供水管网更新改造": "dqgsgwgxgz",
    "攀枝花市城镇老旧小区改造（二期）": "pzhsczljxqgzeq",
    "仁和区DN400燃气管道1#段": "rhqdn400rqgd1d",
    "清香坪污水处理厂": "qxpwsclc",
    "米易县、盐边县重建农村银行宿舍": "myxybxcjncyhss",
    "钒钛高新区热力管线": "ftgxqrlgx",
    "雨水、垃圾、医疗、桥梁、隧道、摄像": "ysljylqlsdsx",
    "空调系统、调压站、调蓄池、调度中心": "ktxttyztxcddzx",
    "空调出风口、空调水系统": "ktcfkktsxt",
    "长江路、长寿路管网延长与增长": "cjlcslgwycyzz",
    "给水泵、供给、给排水": "jsbgjjps",
    "人民银行攀枝花市分行": "rmyhpzhsfh",
    "起重设备更新、载重新能源车": "qzsbgxzzxnyc",
    "路面重铺、重启、重点": "lmcpcqzd",
    "流量计校验、学校验收": "lljjyxxys",
    "曝气池、轧钢、畜牧、3幢": "bqczgxm3z",
    "卫生长效、国家长江、建成长度": "wscxgjcjjccd",
    "": "",
    "①㎡🚰ＡＢ": "",
}


def initials(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_initials(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "expected"), NAMES.items())
def test_first_letters_of_each_character(name, expected):
    assert initials(name) == expected


@pytest.mark.django_db
class TestFinding:
    def found(self, text, user):
        return set(Question(QueryDict(f"q={text}"), user).projects())

    def test_by_initials_of_name_place_and_unit(self, leader):
        unit = Organisation.objects.create(name="攀枝花市水务集团", type="unit")
        project = ProjectFactory(name="东区供水管网改造", place="炳草岗", owner=unit)
        ProjectFactory(name="西区燃气")
        for text in ("dqgs", "DQGS", "gwgz", "bcg", "swjt", "东区+bcg", "供水+RA-", "水务"):
            assert self.found(text, leader) == {project}, text
        for text in ("gsdq", "东区+西区", "zbcg"):
            assert self.found(text, leader) == set(), text

    def test_kept_by_update_and_plain_sql(self, leader):
        project = ProjectFactory(name="东区供水")
        Project.objects.filter(pk=project.pk).update(name="西区燃气")
        assert self.found("xqrq", leader) == {project}
        with connection.cursor() as cursor:
            cursor.execute("UPDATE registry_project SET place = '清香坪'")
        assert self.found("qxp", leader) == {project}
        assert self.found("dqgs", leader) == set()
