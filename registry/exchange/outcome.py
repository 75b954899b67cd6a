"""What a check found, as the page tells it: in groups, with what still stands in the way."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from registry.exchange.decisions import assets_in
from registry.exchange.report import LEAVABLE, TO_CONFIRM
from registry.kinds import KINDS

#: A heading for many rows of one code; a code without one is told by its first sentence.
TITLES = {
    # errors
    "bad_value": "值不合要求",
    "unstorable_text": "文字无法保存",
    "kind_missing": "没有写设施类别",
    "line_for_area": "图形是线，设施类别要的是面，可以修复",
    "wrong_shape": "图形类型与设施类别不符",
    "unreadable_geometry": "图形数据损坏",
    "invalid": "图形无效",
    "empty": "图形没有坐标",
    "not_finite": "坐标不是数字",
    "out_of_range": "坐标超出范围",
    "zero_length": "线的长度为零",
    "mixed_shape": "一个图形里混有点、线、面",
    "number_twice": "编号在文件中重复",
    "number_taken": "编号已经登记",
    "camera_sector": "摄像机不能登记在这个项目",
    "project_missing": "没有写项目编号",
    "project_unknown": "没有这个项目",
    "not_allowed": "没有导入权限",
    "key_twice": "同一设施出现了不止一次",
    "asset_elsewhere": "设施登记在别的项目",
    "kind_differs": "设施类别与登记的不同",
    "changed_since": "登记册在导出后已改动，不覆盖",
    "cell_error": "单元格是错误值",
    "cell_uncalculated": "公式没有算出结果",
    "bad_coordinate": "坐标无法读取",
    "half_coordinate": "坐标不全",
    "bad_shape_text": "图形文字无法解读",
    "line_unread": "同一条线上有读不出来的点",
    "vertex_alone": "只有一个点，连不成线",
    "point_unknown": "点号找不到",
    "point_twice": "点号有不止一个位置",
    "far_too_long": "图上长度超过计量长度的一百倍",
    "reaches_too_far": "一头在本市，另一头在市外很远处",
    # warnings
    "outside_city": "位置不在本市范围内，或有一部分在外",
    "outside_district": "位置不在申报地区内，或有一部分在外",
    "text_cut": "文字在末尾被截断",
    "number_overflowed": "数字列里只有星号，按空白处理",
    "written_before": "同一个文件以前导入过",
    "duplicate_in_file": "文件中有图形相同的行",
    "duplicate_registered": "与已登记的设施图形相同",
    "duplicate_skipped": "重复的行，按要求略过",
    "double_of_refused": "与不能写入的行重复",
    "code_twice": "编码在文件中重复",
    "code_registered": "编码已经登记",
    "key_unknown": "登记册中没有对应的设施，将新增",
    "key_missing": "没有写用来对号的内容，将新增",
    "version_missing": "没有版本，无法得知导出后是否改过",
    "length_unit": "计量长度的单位可能不是米",
    "unit_noted": "单位按表上方写的读取",
    "unit_doubtful": "表上方写的单位，看不出是否也指这一列",
    "length_differs": "计量长度与图上长度相差超过 5%",
    "repeated_vertices": "图形中有重复的顶点",
    "self_crossing": "线与自身相交或重合",
    "tiny": "图形小于 1 毫米",
    "mended": "图形已按要求修复",
    "conflict_adopted": "登记册后来又改过的，按您的选择改为文件中的值",
    "conflict_kept": "登记册后来又改过的，按您的选择保留现在的值",
    "conflict_merged": "登记册后来又改过的，按您的选择逐项取两边的值",
    "conflict_overwritten": "登记册后来又改过的，按您的选择逐项取两边的值，有的改为文件中的值",
    "only_registered": "文件里没有改、只有登记册后来改过的，保留现在的值",
    "only_in_file": "登记册后来又改过的，文件改的几项没有人动过，按文件写入",
    "not_in_file": "登记册里有、文件里没有的设施，保持不变",
    "places_missing": "表里没有找到坐标列",
    "places_dropped": "表里没有找到坐标列",
    "places_suggested": "有两列很可能是坐标",
    "ends_suggested": "有四列很可能是线两端的坐标",
    "places_elsewhere": "有的行位置写在没有读取的列里",
    "places_kept": "像坐标的列是原始属性，未采用",
    "places_unread": "未上图的表里有像坐标的列，未采用",
    "placeholders": "表示“没有”的记号，按空白处理",
    "shape_not_made": "图形没有按选定的写法读取",
    "place_differs": "经度、纬度与 WKT 不一致，图形按 WKT",
    "place_not_taken": "写了经度、纬度而没有写 WKT，不采用",
    "left_alone": "没有图形，原有位置不变",
    "row_left_out": "不是数据的行，未导入",
    "cell_error_kept": "不作字段的列里有错误值，不影响导入",
    "cell_uncalculated_kept": "不作字段的列里有没算出结果的公式，不影响导入",
    "more_alike": "还有同样的情况",
}
#: What is no field of an asset.
LABELS = {
    "geometry": "图形",
    "kind": "设施类别",
    "project": "项目",
    "client_id": "资产标识",
    "version": "版本",
}


@dataclass
class Group:
    """Everything of one code and one field: how many rows, and the first that are listed."""

    code: str
    field: str
    count: int = 0
    entries: list = field(default_factory=list)

    @property
    def key(self):
        return f"{self.code}.{self.field}"

    @property
    def title(self):
        words = TITLES.get(self.code) or self.entries[0]["message"].rstrip("。")
        label = self.label if self.code in ("bad_value", "unstorable_text") else ""
        return f"{label}：{words}" if label else words

    @property
    def label(self):
        return self.entries[0]["label"]

    @property
    def about_file(self):
        return all(entry["row"] == 0 for entry in self.entries)

    @property
    def may_be_left_out(self):
        """Whether its rows may stay behind while the others are written."""
        return self.code in LEAVABLE and not self.about_file

    @property
    def is_answered_by_sentence(self):
        """Whether the one sentence says it all, so that no heading is needed."""
        return len(self.entries) == 1


def label_of(name, kinds):
    """What these kinds call a field: the year is 敷设年份 of a pipe, 投用年份 of a station."""
    fields = (KINDS[code].fields for code in kinds)
    found = dict.fromkeys(each[name].label for each in fields if name in each)
    return LABELS.get(name) or "、".join(found) or name


def labelled(entries, kinds):
    labels = {name: label_of(name, kinds) for name in {entry["field"] for entry in entries}}
    return [{**entry, "label": labels[entry["field"]]} for entry in entries]


def grouped(entries, counts):
    """The most frequent first. A list is cut, `counts` by code are not."""
    groups = defaultdict(list)
    for entry in entries:
        groups[entry["code"], entry["field"]].append(entry)
    listed = defaultdict(int)
    for (code, _), found in groups.items():
        listed[code] += len(found)
    made = []
    for (code, name), found in groups.items():
        alone = len(found) == listed[code]
        made.append(Group(code, name, counts.get(code, 0) if alone else len(found), found))
    return sorted(made, key=lambda group: -max(group.count, 1))


class ImportOutcome:
    """The report of a batch that was checked, beside the order it answers."""

    def __init__(self, report, order):
        self.report, self.order = report, order
        self.counts = report.get("counts", {})
        kinds = report.get("kinds") or tuple(KINDS)
        self.lines = labelled(report.get("errors", ()), kinds)
        self.errors = grouped(self.lines, self.counts)
        warnings = grouped(labelled(report.get("warnings", ()), kinds), self.counts)
        self.questions = [group for group in warnings if group.code in TO_CONFIRM]
        self.told = [group for group in warnings if group.code not in TO_CONFIRM]
        # One of an older version, which kept them otherwise, has to be checked again to be decided.
        self.conflicts = report["conflicts"] if report.get("disputes") else ()

    def __bool__(self):
        return bool(self.report)

    @cached_property
    def disputed(self):
        """Each asset that the register has changed since the export, with its version."""
        kept = self.report.get("disputes", ())
        return {asset: version for version, found in kept for asset in assets_in(found)}

    @property
    def codes_to_confirm(self):
        return list(dict.fromkeys(group.code for group in self.questions))

    @property
    def notes(self):
        """What asks for nothing; where nothing can be written, the questions too."""
        return [*self.questions, *self.told] if self and self.obstacle else self.told

    @property
    def to_write(self):
        return self.report["rows_new"] + self.report["rows_changed"]

    @property
    def target(self):
        """Where the rows go, in words."""
        if self.order.get("new_project"):
            return f"新项目“{self.order['new_project']['name']}”"
        if self.order.get("project_column"):
            return f"“{self.order['project_column']}”列所写的项目"
        return self.order.get("project_number") or ""

    @property
    def promise(self):
        """What the button will do, no more and no less."""
        new, changed = self.report["rows_new"], self.report["rows_changed"]
        told = [f"写入 {new:,} 行到{spaced(self.target)}"] if new or not changed else []
        if changed:
            where = whose(self.target) if not new else ""
            told.append(f"更新{where} {changed:,} 行")
        for name, verb in (("rows_skipped", "略过重复"), ("rows_refused", "不写入")):
            if self.report[name]:
                told.append(f"{verb} {self.report[name]:,} 行")
        return "，".join(told)

    @property
    def is_readable(self):
        """Whether any row could be looked at."""
        return self.report.get("readable", True)

    @property
    def headline(self):
        read, refused = self.report["rows_read"], self.report["rows_refused"]
        if not self.is_readable:
            return "没有检查成：文件或设置有误"
        found = f"{read:,} 行中 {refused:,} 行不能写入" if refused else f"{read:,} 行都没有错误"
        return f"检查完毕：{found}"

    @property
    def obstacle(self):
        """Why nothing can be written as things stand; empty where only answers are missing."""
        if not self.is_readable:
            return "文件或设置有误，一行都没有检查，请改正后重新检查。"
        if any(entry["row"] == 0 for entry in self.report["errors"]):
            return "有涉及整个文件的错误，请改正后重新检查。"
        if self.report["rows_refused"] >= self.report["rows_read"]:
            return "没有一行可以写入，请改正后重新检查。"
        if not self.to_write:
            return "没有要新增或改动的行，不需要写入。"
        return ""

    def entries_of(self, key):
        """Lines of one group, else of all errors, in the order of the file."""
        for group in (*self.errors, *self.questions, *self.notes):
            if group.key == key:
                return group.entries
        return self.lines


def spaced(target):
    """A blank between Chinese and a number such as RA-000123."""
    return f" {target}" if target[:1].isascii() else target


def whose(target):
    return f"{spaced(target)} 的" if target[-1:].isascii() else f"{spaced(target)}的"
