"""How a file is to be read: layer, encoding, coordinate system, kind, a table's columns."""

from decimal import Decimal

from django import forms

from gis.errors import GisError
from registry.exchange.messages import TABLE_SHAPES
from registry.forms.import_layers import offer_layers
from registry.forms.import_systems import SAID, SystemChoice, convertible, offered
from registry.forms.import_table import TOGETHER, obstacles
from registry.kinds import KIND_CHOICES
from registry.systems import SYSTEM_CHARS, choices, system_words, with_added

OTHER = "other"
BY_OWN = "{}没有公开的转换参数：请在上面选定按本单位哪一组七参数转换。"
ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("gb18030", "GBK / GB18030（简体）"),
    ("big5", "Big5（繁体）"),
    ("utf-16", "UTF-16"),
)
#: Formats whose text may be in any encoding; the others say it themselves.
ENCODED = frozenset({"ESRI Shapefile", "CSV", ""})
#: What becomes of codes that the file itself has names for.
KEPT = "kept"
CODES = (("", "换成代码表里的名称"), (KEPT, "保留代码"))
SHAPES = tuple((shape, TABLE_SHAPES[shape]) for shape in ("points", "lines", "wkt", "none"))
#: Columns of a table that say where a row is.
PLACES = {
    "x": "横坐标（东、经度）列，线的起点",
    "y": "纵坐标（北、纬度）列，线的起点",
    "end_x": "终点横坐标（东、经度）列",
    "end_y": "终点纵坐标（北、纬度）列",
    "pair": "坐标在一格里的列，线的起点",
    "end_pair": "终点坐标在一格里的列",
    "path": "各折点在一格里的列",
    "group": "管段编号列（一行一个点时）",
    "order": "点序号列",
    "wkt": "WKT 列",
}


class ReadingForm(forms.Form):
    layer = forms.CharField(label="图层", required=False, max_length=20_000)
    encoding = forms.ChoiceField(
        label="文字编码", required=False, choices=[("", "按识别结果"), *ENCODINGS]
    )
    codes = forms.ChoiceField(label="代码列", required=False, choices=CODES)
    crs = forms.CharField(required=False, max_length=20_000)
    crs_listed = forms.ChoiceField(label="从常用坐标系中选", required=False)
    crs_typed = forms.CharField(
        label="或者填写",
        required=False,
        max_length=SYSTEM_CHARS,
        help_text="EPSG 代号（如 4543），或把 .prj 文件里的文字（WKT）整段粘贴；PROJ 字符串也可以",
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    add_east = forms.DecimalField(
        label="东坐标加（米）",
        required=False,
        max_digits=13,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    add_north = forms.DecimalField(
        label="北坐标加（米）",
        required=False,
        max_digits=13,
        decimal_places=4,
        help_text="图上的坐标去过大数的，填去掉了多少，如 400000 和 2900000；没有去过就空着",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label="设施类别", required=False)
    header_rows = forms.CharField(
        label="表头在第几行",
        required=False,
        max_length=40,
        help_text="两行表头写“2,3”",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    shape = forms.ChoiceField(label="图形写在哪里", required=False)

    def __init__(self, data, *, diagnosis, asked):
        self.found, self.asked = diagnosis, asked
        self.table = (diagnosis.get("table") or {}).get("found")
        self.convertible = []
        super().__init__(data, initial=self._first())
        self._offer()

    def _first(self):
        table = {**(self.table or {}), **(self.asked.get("table") or {})}
        first = {name: self.asked.get(name) or "" for name in ("layer", "encoding", "kind")}
        if not self.is_drawing:
            first["layer"] = first["layer"] or self.found.get("format", {}).get("layer", "")
        first["codes"] = KEPT if self.asked.get("keep_codes") else ""
        first["crs"] = "" if self.is_open else self.asked.get("crs") or ""
        first["header_rows"] = ",".join(map(str, table.get("header_rows") or ()))
        first["shape"] = table.get("shape") or ""
        return first | {name: table.get(name) or "" for name in PLACES}

    def _offer(self):
        found = self.found.get("format", {})
        offer_layers(self.fields["layer"], found, is_drawing=self.is_drawing)
        self.fields["crs_listed"].choices = [("", "请选择"), *choices()]
        kinds = self.found.get("kinds") or {}
        blank = "按文件的“设施类别”列" if kinds.get("column") else "请选择"
        self.fields["kind"].choices = [("", blank), *KIND_CHOICES]
        self.fields["shape"].choices = [("", "按识别结果"), *SHAPES]
        columns = list(self.table["columns"]) if self.table else []
        for name, label in PLACES.items() if self.table else ():
            chosen = forms.ChoiceField(label=label, required=False)
            chosen.choices = [("", "无"), *((column, column) for column in columns)]
            self.fields[name] = chosen

    @property
    def is_open(self):
        """Whether the numbers allow several readings alike, so that only a person can choose."""
        crs = self.found.get("crs") or {}
        return crs.get("state") == "deduced" and crs.get("sure") == "possible"

    @property
    def is_unmoved(self):
        """Whether the system is the one that was proposed, and nobody has chosen it."""
        crs = self.found.get("crs") or {}
        chosen = self.cleaned_data.get("crs")
        return crs.get("state") == "deduced" and not self.is_open and chosen == crs["found"]

    @property
    def is_encoded(self):
        return self.found.get("format", {}).get("driver", "") in ENCODED

    @property
    def has_codes(self):
        """Whether some columns hold codes that the file itself has names for."""
        return bool(self.found.get("codes", {}).get("columns"))

    @property
    def is_drawing(self):
        """Whether the layers are read all together unless one is asked for."""
        return self.found.get("format", {}).get("driver", "") == "DXF"

    @property
    def has_layers(self):
        return len(self.found.get("format", {}).get("layers") or ()) > 1

    @property
    def constants(self):
        return [self["add_east"], self["add_north"]]

    @property
    def has_constants(self):
        """Whether something was typed there, right or wrong."""
        return any(field.value() for field in self.constants)

    @property
    def places(self):
        return [self[name] for name in PLACES if name in self.fields]

    @property
    def chosen_system(self):
        """The value whose radio button is pressed."""
        return self["crs"].value() or ""

    @property
    def systems(self):
        """Every reading there is to choose from, the surest first, each once."""
        crs = self.found.get("crs") or {}
        told = offered(crs)
        for text in (self.asked.get("crs"), self.chosen_system):
            if text and text != OTHER and text not in told:
                # A file's own WKT is known by what it was recognised as.
                found = crs.get("found") if crs.get("state") == "given" else None
                words = system_words(found if text == self.asked.get("crs") and found else text)
                told = {text: SystemChoice(text, words, "given"), **told}
        told |= {each.value: each for each in self.convertible}
        return list(told.values())

    def clean_header_rows(self):
        text = self.cleaned_data["header_rows"].replace("，", ",").replace("、", ",")
        try:
            return [int(part) for part in text.split(",") if part.strip()]
        except ValueError:
            raise forms.ValidationError("请填写行号，如 2 或 2,3。") from None

    def clean(self):
        values = super().clean()
        text = values.get("crs", "")
        if text == OTHER:
            # A radio button's value comes back with other line ends than it went out with.
            text = " ".join((values.get("crs_typed") or values.get("crs_listed") or "").split())
            if not (text or self.errors):
                self.add_error("crs", "请选择或填写坐标系。")
        if self.table:
            for name, words in obstacles(values, self.table).items():
                self.add_error(name, words)
        values["crs"] = self._with_added(f"EPSG:{text}" if text.isdecimal() else text, values)
        if values["crs"]:
            self._understand(values["crs"])
        return values

    def _with_added(self, text, values):
        """With the constants that were typed: to what is chosen, else to what the file says."""
        added = [values.get(name) or 0 for name in ("add_east", "add_north")]
        if not any(added):
            return text
        crs = self.found.get("crs") or {}
        text = text or (crs["found"] if crs.get("state") in SAID else "")
        if not (text or self.errors):
            self.add_error("crs", "坐标加常数以前，请先选定坐标系。")
        return text and with_added(text, *map(Decimal, added))

    def _understand(self, text):
        # pyproj takes a while to load: not for every page to wait for.
        from gis.crs import parse
        from registry.exchange import messages
        from registry.exchange.systems import own_parameters

        try:
            parse(text, parameters=own_parameters())
        except GisError as error:
            # Which of its parameters are of this datum nobody but the owner knows.
            is_secret = error.code == "datum_not_convertible"
            self.convertible = convertible(text) if is_secret else []
            words = BY_OWN.format(system_words(text)) if self.convertible else None
            self.add_error("crs", words or messages.of_error(error))

    def answers(self):
        """The part of an order that says how the file is read."""
        values = self.cleaned_data
        several = self.has_layers or not self.found.get("format")
        return {
            "layer": (values["layer"] if several else "") or None,
            "encoding": values["encoding"] or None,
            "crs": values["crs"] or None,
            "kind": values["kind"] or None,
            "table": self._table(values),
            "keep_codes": values["codes"] == KEPT,
        }

    def _table(self, values):
        """Only what was found otherwise than it now says: the rest stays the reader's business."""
        changed = {
            name: values.get(name) or None
            for name in ("header_rows", "shape", *PLACES)
            if self.table
            and name in self.fields
            and (values.get(name) or None) != (self.table.get(name) or None)
        }
        for together in TOGETHER:
            # One column alone would leave the reader without the others.
            if not changed.keys().isdisjoint(together):
                changed |= {name: values.get(name) or None for name in together}
        before = self.asked.get("table") or {}
        return ({**before, **changed} if changed else before) or None

    def rereads(self, order):
        """Whether the file has to be looked at anew before its columns can be judged."""
        now = self.answers()
        # Of several layers one was read that nobody had asked for: asked for, it is the same.
        was = {**order, "layer": order.get("layer") or (self.has_layers and self.initial["layer"])}
        names = ("layer", "encoding", "kind", "table", "keep_codes")
        return [name for name in names if (was.get(name) or None) != (now[name] or None)]
