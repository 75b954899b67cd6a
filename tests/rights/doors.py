"""The doors, one row each: where to knock, whom the oracle lets in, and how one tells."""

from collections.abc import Callable
from dataclasses import dataclass

import mapbox_vector_tile

TILE = "/tiles/assets/{}.mvt?{}"
#: 东区's pipes at a zoom of groups and at one of shapes.
FAR, NEAR = "8/200/108", "14/12820/6936"
NAMED = "/tiles/labels/projects/16/51282/27745.mvt"


def its_word(thing, said):
    return thing.word in said


def its_asset(thing, said):
    return f'"id": {thing.parts["asset"].pk}' in said


def its_photo(thing, said):
    return f"/papers/{thing.parts['photo'].pk}/" in said


def anything(thing, said):
    """Pictures and shapes bear no word: that they come at all is told by the status."""
    return True


@dataclass(frozen=True)
class Door:
    """One address of one project."""

    name: str
    address: str
    right: str = "view"
    shows: Callable = its_word
    asks_all: bool = False


READING = (
    Door("page", ""),
    Door("card", "card/", asks_all=True),
    Door("card of an asset", "card/?asset={asset}"),
    Door("sheet", "sheet.pdf"),
    Door("money", "money/"),
    Door("lines of money", "money.json"),
    Door("papers", "papers/"),
    Door("paper", "papers/{photo}/"),
    Door("thumb", "papers/{photo}/thumb.webp", shows=anything),
    Door("preview", "papers/{photo}/1.webp", shows=anything),
    Door("original", "papers/{photo}/original/", "original"),
    Door("photos on the map", "photos.geojson", shows=its_photo),
    Door("review", "review/"),
    Door("shapes of the review", "review/shapes.geojson", shows=anything),
    Door("comments on the map", "comments.geojson"),
    Door("history", "history/"),
    Door("project of a day", "history/?on=2026-11-20", shows=anything),
    Door("shapes of the history", "history.geojson", shows=anything),
    Door("shapes", "assets.geojson", shows=its_asset),
    Door("values of an asset", "/assets/{asset}.json"),
    Door("form", "edit/", "edit"),
    Door("form of a copy", "copy/", "create"),
    Door("form of a new asset", "assets/new/?kind=pipe", "edit"),
    Door("form of an asset", "assets/{asset}/edit/", "edit"),
    Door("drawing", "draw/", "edit"),
    Door("what is drawn", "draw.json", "edit"),
)


def by_words(city, answer):
    return {thing.name for thing in city.things.values() if thing.word in answer.said}


def by_numbers(city, answer):
    return {t.name for t in city.things.values() if t.project.number in answer.said}


def by_photos(city, answer):
    return {thing.name for thing in city.things.values() if its_photo(thing, answer.said)}


def summed(city, wan):
    """Investments are powers of two."""
    return {thing.name for thing in city.things.values() if int(float(wan)) & thing.bit}


def by_summary(city, answer):
    """All splits say the same, and none names a sector that the person may not know of."""
    told = answer.json()
    found = summed(city, told["investment_wan"])
    assert told["projects"] == len(found) == told["assets"]
    for split in ("by_district", "by_sector", "by_stage", "by_funding"):
        wan = sum(float(each["investment_wan"]) for each in told[split])
        assert summed(city, wan) == found, split
    return found


def by_overview(city, answer):
    return summed(city, answer.json()["total"]["investment_wan"])


def by_facets(city, answer):
    """Counts name nobody; they are as many as there should be, by district and by sector."""
    counts = answer.json()
    sums = {name: sum(counts[name].values()) for name in ("district", "sector", "stage", "kind")}
    assert len(set(sums.values())) == 1, sums
    return sums["district"]


def by_bounds(city, answer):
    """Whose they are cannot be told, only that nobody sees where there is nothing for him."""
    return None if answer.json()["bounds"] else set()


def by_list(city, answer):
    """Each is told whole: the number, and the money that says whose it is."""
    told = answer.json()["projects"]
    found = summed(city, sum(float(each["investment_wan"]) for each in told))
    assert {city.things[name].project.number for name in found} == {e["number"] for e in told}
    return found


def by_groups(city, answer):
    return sum(each["properties"]["count"] for each in features(answer, "groups"))


def by_shapes(city, answer):
    ids = {each["properties"]["project"] for each in features(answer, "assets")}
    return {t.name for t in city.things.values() if {t.project.pk, t.project.number} & ids}


def by_names_drawn(city, answer):
    codes = {each["properties"]["code"] for each in features(answer, "labels")}
    return {t.name for t in city.things.values() if t.project.number in codes}


def features(answer, layer):
    if answer.status_code == 204:
        return []
    return mapbox_vector_tile.decode(answer.content).get(layer, {}).get("features", [])


def by_offer(city, answer):
    """Every project has one asset."""
    return answer.context["offer"].assets if answer.status_code == 200 else 0


@dataclass(frozen=True)
class Answer:
    """An answer about all projects; `among` are those that it could tell of, else all present.

    `found` gives their names, or only how many they are.
    """

    name: str
    address: str
    found: Callable = by_words
    right: str = "view"
    among: tuple[str, ...] = ()
    asks_all: bool = False
    method: str = "get"
    body: dict | None = None
    is_for_screens: bool = False
    is_crowded: bool = False


IN_REVIEW = (("first", "first"), ("second", "second"), ("third", "third"), ("second", "filmed"))
ANSWERS = (
    Answer("register", "/projects/", asks_all=True),
    Answer("register searched", "/projects/?q=改造"),
    Answer("cards", "/projects/cards/"),
    Answer("rows below the map", "/projects/rows/"),
    Answer("moves for many", "/projects/moves/?all=1"),
    Answer("map on paper", "/print/", lambda city, answer: None),
    Answer("overview on paper", "/overview/paper/", lambda city, answer: None),
    Answer("summary", "/summary.json", by_summary, asks_all=True),
    Answer("summary searched", "/summary.json?q=改造", by_summary),
    Answer("overview", "/overview.json", by_overview, is_for_screens=True),
    Answer("facets", "/facets.json", by_facets),
    Answer("extent", "/extent.json", by_bounds),
    Answer("list for programs", "/projects.json", by_list, asks_all=True),
    Answer("list for programs searched", "/projects.json?q=改造", by_list),
    Answer("far tile", TILE.format(FAR, ""), by_groups, is_crowded=True),
    Answer("near tile", TILE.format(NEAR, ""), by_shapes, asks_all=True),
    Answer("tile searched", TILE.format(NEAR, "q=改造"), by_shapes),
    Answer("tile of names", NAMED, by_names_drawn, asks_all=True),
    Answer("neighbourhood", "/neighbourhood.json?bbox=101.6,26.5,101.8,26.7", by_numbers),
    Answer("strip of photos", "/overview/photos/", by_photos),
    Answer("projects to import into", "/imports/projects/?project=改造", by_words, "import"),
    Answer("offer of an export", "/exports/new/", by_offer, "export"),
    Answer("round", "/rounds/{round}/"),
    Answer("round to fill in", "/rounds/{round}/fill/", right="report"),
    Answer("table of a round", "/rounds/{round}/table.xlsx", right="export", method="post"),
    Answer("bin", "/projects/deleted/", right="bin", among=("binned", "binned cams")),
    *(
        Answer(f"queue of {thing}", "/todo/?list=review", right=level, among=(thing,))
        for level, thing in IN_REVIEW
    ),
    Answer(
        *("table", "/projects/table.xlsx", by_numbers, "export"),
        method="post",
        body={"column": ["number", "name"]},
    ),
    Answer(
        *("brief of 东区", "/districts/510402/brief.pdf"),
        among=("east", "cams", "filmed", "first", "second", "third", "reserved", "built"),
    ),
)

#: Pages that tell of no project, or of different ones to everybody: they name none that is closed.
NAMELESS = (
    *("/", "/overview/", "/screen/", "/account/", "/views/", "/todo/", "/exports/"),
    *("/imports/", "/rounds/", "/rules/", "/rules/{rules}/", "/styles.json", "/districts.json"),
    *(
        "/funding-rules/",
        "/layers.json",
        "/basemaps.json",
        "/districts.geojson",
        "/projects/new/",
        "/rounds/new/",
    ),
    *("/summary.json?sector=A11", "/projects/?sector=A11", "/projects/?q=A11", "/api/openapi.json"),
)

#: Pages behind a power, and who holds it.
POWERS = (
    ("get", "/people/", "people"),
    ("get", "/people/{person}/", "people"),
    ("get", "/people/new/", "accounts"),
    ("post", "/people/{person}/sign-out/", "accounts"),
    ("post", "/people/{person}/grants/new/", "grants"),
    ("get", "/log/", "log"),
    ("post", "/log/export/", "log"),
    ("get", "/layers/", "layers"),
    ("get", "/rules/new/", "rules"),
    ("get", "/funding-rules/new/", "rules"),
    ("get", "/rules/{rules}/edit/", "rules"),
    ("get", "/rules/{rules}/try/", "rules"),
    ("post", "/rules/{rules}/publish/", "rules"),
    ("post", "/rules/{rules}/withdraw/", "rules"),
    ("post", "/rules/{rules}/delete/", "rules"),
    ("get", "/rules/{rules}/new/", "rules"),
    ("get", "/rules/{rules}/{rule}/edit/", "rules"),
    ("post", "/rules/{rules}/{rule}/delete/", "rules"),
    ("get", "/rounds/new/", "rounds"),
    ("get", "/funding-rules/{money_rule}/", "rules"),
    ("post", "/funding-rules/{money_rule}/delete/", "rules"),
    ("get", "/layers/{layer}/", "layers"),
    ("post", "/layers/{layer}/delete/", "layers"),
    ("post", "/people/{person}/reset/", "accounts"),
    ("post", "/people/{person}/grants/{membership}/end/", "grants"),
    ("get", "/funding-rules/", "view"),
    ("get", "/exports/new/", "export"),
    ("get", "/imports/new/", "import"),
    ("get", "/projects/new/", "create"),
    ("get", "/projects/deleted/", "bin"),
)

#: What belongs to a person: who, besides the superuser, is given it.
OWN = (
    ("get", "/exports/{table}/", ("owner", "auditor")),
    ("get", "/exports/{table}/download/", ("owner",)),
    ("get", "/exports/{table}/again/", ("owner",)),
    ("get", "/imports/{batch}/", ("owner", "auditor")),
    ("get", "/imports/{batch}/original/", ("owner",)),
    ("get", "/imports/{batch}/rejects/", ("owner",)),
    ("get", "/imports/{batch}/preview.json", ("owner",)),
    ("post", "/imports/{batch}/check/", ("owner",)),
    ("post", "/imports/{batch}/write/", ("owner",)),
    ("post", "/imports/{batch}/conflicts/", ("owner",)),
    ("post", "/imports/{batch}/leave-out/", ("owner",)),
    ("post", "/imports/{batch}/undo/", ("owner",)),
    ("get", "/jobs/{job}/", ("owner", "auditor")),
    ("post", "/jobs/{job}/cancel/", ("owner",)),
    ("get", "/views/{view}/", ("owner", "colleague")),
    ("post", "/views/{view}/edit/", ("owner",)),
    ("post", "/views/{view}/delete/", ("owner",)),
    ("post", "/account/tokens/{token}/revoke/", ("owner",)),
    ("post", "/account/sign-ins/{sign_in}/end/", ("owner",)),
)
#: What is nobody's but the owner's.
NOT_EVEN_THE_SUPERUSER = ("/views/", "/account/")

#: Named addresses without a row: they tell of no project and open to everybody who is signed in,
#: or answer a refusal by leading back (`tests/test_accounts.py`, `tests/rounds`).
ELSEWHERE = {
    *("logout", "password_change"),
    *("layers:basemap-tile", "layers:district-tile", "layers:reference-tile"),
    "layers:district-labels",
    *("registry:alive", "registry:api:api-root", "registry:codes_drop"),
    "registry:api:overlays",  # `tests/drawing/test_reading.py` knocks there
    *("registry:codes_set_up", "registry:kiosk_close", "registry:qr", "registry:rights"),
    *("registry:saved_view_new", "registry:token_new"),
    *("registry:person_active", "registry:person_codes_drop", "registry:person_unlock"),
    *("registry:round_close", "registry:round_remind", "registry:round_withdraw"),
    # `tests/test_every_door.py`, `tests/test_kiosks.py` and `tests/test_reference.py` knock there.
    *("registry:kiosk_list", "registry:kiosk_new", "registry:kiosk_revoke", "registry:reference"),
    *(
        "registry:screen_alive",
        "registry:reference_list",
        "registry:reference_new",
        "registry:reference_row",
    ),
    "registry:reference_save",
}

#: What a program's token opens, by its scope; everything else is closed to every token.
TOKENS = (
    ("get", "/summary.json", ("read", "export", "write")),
    ("get", "/facets.json", ("read", "export", "write")),
    ("get", "/extent.json", ("read", "export", "write")),
    ("get", "/projects.json", ("read", "export", "write")),
    ("get", "/overview.json", ("read", "export", "write")),
    ("get", TILE.format(NEAR, ""), ("read", "export", "write")),
    ("get", "/projects/{number}/assets.geojson", ("read", "export", "write")),
    ("get", "/projects/{number}/money.json", ("read", "export", "write")),
    ("get", "/assets/{asset}.json", ("read", "export", "write")),
    ("get", "/exports/", ("export", "write")),
    ("get", "/exports/new/", ("export", "write")),
    ("post", "/api/projects/{number}/editors", ("write",)),
    ("get", "/", ()),
    ("get", "/projects/", ()),
    ("get", "/projects/{number}/", ()),
    ("get", "/projects/{number}/sheet.pdf", ()),
    ("get", "/projects/{number}/papers/{photo}/original/", ()),
    ("post", "/projects/{number}/delete/", ()),
    ("post", "/projects/table.xlsx", ()),
    ("get", "/imports/", ()),
    ("get", "/account/", ()),
    ("get", "/rights/", ()),
    ("get", "/people/", ()),
    ("get", "/log/", ()),
    ("get", "/todo/", ()),
    ("get", "/views/", ()),
)
