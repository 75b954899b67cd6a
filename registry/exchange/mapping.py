"""Which column of a file is which field of a kind."""

from collections import Counter
from functools import cache

from gis.formats import FORMATS, SHAPE_COLUMN
from gis.simplified import simplified
from gis.writers.names import drawing_name
from gis.writers.shapefile import DECLARED, short_names
from registry.exchange.report import UnusableOrder
from registry.kinds import KIND_CHOICES, KINDS, Coded, Number, Text
from registry.kinds.units import split_unit
from registry.kinds.values import as_text

#: The column that tells the kind of each row, in files that hold several.
KIND = Coded("kind", "设施类别", options=tuple(KIND_CHOICES))
#: The columns by which an exported asset is known again, and what it was when it went out.
IDENTITY = Text("client_id", "资产标识", max_length=36, is_code=True)
EDITION = Number("version", "版本", low=1, whole=True)
#: The column by which an export names the project of each row.
PROJECT = Text("project_number", "项目编号")
#: What our own file of refused rows says of each.
REASON = "退回原因"
#: What an export says of the project: never the asset's own to bring back.
OF_PROJECT = (PROJECT.label, "项目名称", "领域", "领域代码", "地区", "地区代码", "阶段")
#: Likewise, with what it says of the map.
TOLD = (
    *(Text(label, label) for label in OF_PROJECT),
    Number("图上长度", "图上长度", "m"),
)
#: The format that a reader's driver reads, where it finds more there than the rows' columns.
DRIVERS = {"KML": "kml", "DXF": "dxf", "XLSX": "xlsx", "XLS": "xlsx", "CSV": "csv"}
#: What a .dbf leaves of a column's name.
NAME_BYTES = 10
#: Before a column of the source file whose name an export itself needs.
SOURCE_PREFIX = "源_"


def plain(name):
    """A name without width, case and outer blanks, in simplified characters, to be compared."""
    return simplified(as_text(name)).casefold()


def names_of(field):
    """What a file may call a field, the surest name first; last as our own drawings call it."""
    return (field.label, field.caption, field.name, *field.aliases, drawing_name(field.caption))


def own_names_of(field):
    """What our own exports call a field."""
    return (field.label, field.caption, drawing_name(field.caption))


def is_own_export(columns):
    """Whether columns by other names of fields are those of former files, kept beside the fields.

    A file that says `client_id` was made by a program that knows our own names.
    """
    names = set(map(plain, own_names(IDENTITY)))
    return any(plain(column) in names for column in columns)


def cut_names(field):
    """What our own shapefiles have room for of one name, in each encoding."""
    return [short_names([field.label], encoding)[field.label] for encoding in DECLARED]


@cache
def cut_names_of(kind):
    """`{field name: names}`: what our own shapefiles have room for, in each encoding."""
    labels = {name: field.label for name, field in kind.fields.items()}
    cut = [short_names([KIND.label, *labels.values()], encoding) for encoding in DECLARED]
    return {name: [names[label] for names in cut] for name, label in labels.items()}


@cache
def shortened_names_of(kind):
    """`{field name: names}`: what other programs' shapefiles leave of a field's names.

    In UTF-8 管线编 of 管线编号. What could be several fields is none.
    """
    found = {name: shortened(names_of(field)) for name, field in kind.fields.items()}
    count = Counter(short for shorts in found.values() for short in shorts)
    return {name: sorted(s for s in shorts if count[s] == 1) for name, shorts in found.items()}


def shortened(names):
    """Those names that a .dbf has no room for, as it keeps them."""
    return {
        plain(short)
        for name in names
        for encoding in DECLARED
        if (raw := name.encode(encoding, "ignore")) != (kept := raw[:NAME_BYTES])
        and (short := kept.decode(encoding, "ignore"))
    }


def names_known(field):
    """Every name that a column of this field may bear, even cut off."""
    return (*names_of(field), *cut_names(field))


def own_names(field):
    """What our own exports call a field, even cut off."""
    return (field.label, *cut_names(field))


def read_as_ours(table=None):
    """How a table is to be read, and what its reader cannot know of our own."""
    return {
        **(table or {}),
        "identity": own_names(IDENTITY),
        "edition": own_names(EDITION),
        "ignored": [REASON],
    }


def column_called(field, columns):
    """The column that bears the name of a field, even cut off; None where there is none."""
    names = set(map(plain, names_known(field)))
    return next((column for column in columns if plain(column) in names), None)


def column_asked(text, columns):
    """The column that a person means, who may know it by the full name that a .dbf has cut."""
    if text in columns:
        return text
    cut = {plain(short_names([text], encoding)[text]) for encoding in DECLARED}
    for names in ({plain(text)}, cut, shortened([text])):
        found = [column for column in columns if plain(column) in names]
        if len(found) == 1:
            return found[0]
    raise UnusableOrder("unknown_column", column=text, known=list(columns))


def kind_column(columns):
    """The column that tells the kind of each row; None where there is none."""
    return column_called(KIND, columns)


def told_columns(columns, driver):
    """Columns of our own exports that say something of the project or of the drawing, not of
    the asset.

    Only where the file bears our identity: elsewhere such a name may be anything.
    """
    identity = column_called(IDENTITY, columns)
    if identity is None:
        return set()
    added = set(map(plain, added_by(driver)))
    edition = column_called(EDITION, columns)
    told = {*told_by_label(columns).values(), identity, edition} - {None}
    return told | {column for column in columns if plain(column) in added}


def told_by_label(columns):
    """`{label: column}` of what an export says of the project and of the map."""
    found = {field.label: column_called(field, columns) for field in TOLD}
    return {label: column for label, column in found.items() if column}


def added_by(driver):
    """What a reader of this format finds besides the columns that were written."""
    return FORMATS[DRIVERS[driver]].adds if driver in DRIVERS else frozenset()


def source_name(column, columns, kept):
    """What a column was called in the source file, before our own export had to rename it."""
    bare = column.removeprefix(SOURCE_PREFIX)
    # Our own column of the shape is none of the rows' any more when a table has been read.
    is_needed = bare in columns or bare == SHAPE_COLUMN
    renamed = is_needed and bare not in kept and column_called(IDENTITY, columns)
    return bare if renamed else column


def field_named(text, fields):
    """The field that a person means by its name, label, caption or alias."""
    wanted = plain(text)
    return next((f for f in fields.values() if wanted in map(plain, names_of(f))), None)


def map_columns(kind, columns, chosen, fixed, own_names=(), *, is_own=False):
    """`{field name: column}`: what was chosen by hand, then what the names say, at last the
    `own_names` (pairs of column and name) of columns that go by an alias.

    A column serves one field; `fixed` fields take no column, they have a constant. Of our own
    export (`is_own`) only our own names count.
    """
    mapping, kept = dict(chosen), set(columns)
    names_for = own_names_of if is_own else names_of
    called = {name: names_for(field) for name, field in kind.fields.items()}
    take_named(mapping, kind, called, {column: column for column in columns}, fixed)
    aliased = {name: column for column, name in own_names if column in kept}
    take_named(mapping, kind, called, aliased, fixed)
    return mapping


def take_named(mapping, kind, called, columns, fixed):
    """Give the fields that have none yet, `called` by several names, the columns that bear one:
    `{name: column}`.
    """
    names = list(columns)
    told = other_names(names) | {plain(name): name for name in reversed(names)}
    free = {n: c for n, name in told.items() if (c := columns[name]) not in mapping.values()}
    # A whole name is surer than one cut off.
    for names in (called, cut_names_of(kind), shortened_names_of(kind)):
        for name in called:
            found = next((plain(n) for n in names[name] if plain(n) in free), None)
            if found and name not in mapping and name not in fixed:
                mapping[name] = free.pop(found)
                free = {n: c for n, c in free.items() if c != mapping[name]}


def other_names(columns):
    """`{plain name: column}` of what columns may be called for short, the surest last.

    “长度（km）” is the length, whatever its unit; under a two-row header “管道/材质” is the
    material, “起点/埋深” and “埋深（m）/起点” are 起点埋深. A last part that several share says
    nothing.
    """
    bare = {c: split_unit(c)[0] for c in reversed(columns)}
    last = {c: name.rpartition("/")[2].strip() for c, name in bare.items() if "/" in name}
    shared = Counter(map(plain, last.values()))
    return (
        {plain(name): c for c, name in last.items() if shared[plain(name)] == 1}
        | {plain("".join(reversed(name.split("/")))): c for c, name in bare.items() if c in last}
        | {plain(name.replace("/", "")): c for c, name in bare.items() if c in last}
        | {plain(name): c for c, name in bare.items() if name != c}
    )


def chosen_columns(by_hand, kinds, columns):
    """`--map`, checked: `{field name: column}`."""
    return by_field([(name, column_asked(column, columns)) for name, column in by_hand], kinds)


def by_field(by_hand, kinds, taken=()):
    """`--map` or `--set`, checked: `{field name: what it gets}`; a field is named once."""
    found = {}
    for text, value in by_hand:
        field = _demanded(text, kinds)
        if field.name in found or field.name in taken:
            raise UnusableOrder("field_twice", field=field.label, name=field.name)
        found[field.name] = value
    return found


def _demanded(text, kinds):
    declared = [KINDS[code] for code in kinds]
    fields = {name: f for kind in declared for name, f in kind.fields.items()}
    field = field_named(text, fields)
    if field is None:
        labels = [kind.label for kind in declared]
        known = [f"{f.label}（{f.name}）" for f in fields.values()]
        raise UnusableOrder("unknown_field", kind=labels, field=text, known=known)
    return field
