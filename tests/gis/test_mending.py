"""Faults are found one by one, and mended only on request and with what changed."""

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gis.faults import PROBLEMS, REMARKS, faults
from gis.geometry import geodesic_area_m2, geodesic_length_m, problems, shape_name
from gis.mending import MENDS, close_rings, mend, mend_all

BOW_TIE = "POLYGON ((101 26, 102 27, 102 26, 101 27, 101 26))"
LINE = "LINESTRING (101 26, 102 26)"
DOUBLED = "LINESTRING (101 26, 101 26, 102 26)"
BOX = "POLYGON ((101 26, 102 26, 102 27, 101 27, 101 26))"

# Few places, so that they often coincide.
vertex = st.tuples(
    st.sampled_from([101.0, 101.1, 101.2, 101.3]), st.sampled_from([26.0, 26.1, 26.2, 26.3])
)
path = st.lists(vertex, min_size=2, max_size=7)
ring = st.lists(vertex, min_size=3, max_size=8)
line = path.map(shapely.LineString)
lines = st.lists(path, min_size=1, max_size=4).map(shapely.MultiLineString)
polygon = ring.map(shapely.Polygon)
polygons = st.lists(polygon, min_size=1, max_size=3).map(shapely.MultiPolygon)
single = st.one_of(vertex.map(shapely.Point), line, lines, polygon, polygons)
raised = single.map(lambda shape: shapely.force_3d(shape, 1200))
collection = st.lists(st.one_of(single, raised), max_size=4).map(shapely.GeometryCollection)
anything = st.one_of(single, raised, collection, st.none())


def found(wkt, **wish):
    shape = shapely.from_wkt(wkt) if isinstance(wkt, str) else wkt
    return {code for code, flags in faults([shape], **wish).items() if flags[0]}


@pytest.mark.parametrize(
    ("wkt", "codes"),
    [
        (None, {"null"}),
        ("LINESTRING EMPTY", {"empty"}),
        ("POINT (500 26)", {"out_of_range"}),
        ("POINT Z (500 26 3)", {"out_of_range"}),
        (shapely.LineString([(101, 26), (np.inf, 26)]), {"not_finite"}),
        (LINE, set()),
        ("LINESTRING Z (101 26 1, 102 26 2)", {"has_z"}),
        ("LINESTRING M (101 26 1, 102 26 2)", {"has_m"}),
        ("LINESTRING ZM (101 26 1 5, 102 26 2 6)", {"has_z", "has_m"}),
        (DOUBLED, {"repeated_vertices"}),
        ("LINESTRING Z (101 26 1, 101 26 2, 102 26 1)", {"has_z", "repeated_vertices"}),
        ("LINESTRING (101 26, 101 26)", {"zero_length"}),
        ("LINESTRING (101 26, 101 26, 101 26)", {"zero_length"}),
        ("MULTILINESTRING ((101 26, 101 26), (101 26, 101 26))", {"zero_length", "multi_part"}),
        ("LINESTRING (101 26, 101.000000001 26)", {"tiny"}),
        ("LINESTRING (101 26, 102 27, 102 26, 101 27)", {"self_crossing"}),
        ("LINESTRING (101 26, 102 26, 101.5 26)", {"self_crossing"}),
        ("LINESTRING (101 26, 102 26, 102 27, 101 26)", set()),
        ("MULTILINESTRING ((101 26, 102 26), (102 26, 102 27))", {"multi_part"}),
        ("MULTILINESTRING ((101 26, 102 26))", set()),
        (
            "MULTILINESTRING ((101 26, 101 26), (101 26, 102 26))",
            {"invalid", "multi_part", "zero_length_parts"},
        ),
        (BOX, set()),
        (BOW_TIE, {"invalid"}),
        ("POLYGON ((101 26, 101 26, 102 26, 102 27, 101 26))", {"repeated_vertices"}),
        ("POLYGON ((101 26, 101 26, 101 26, 101 26))", {"invalid", "tiny"}),
        ("GEOMETRYCOLLECTION (POINT (101 26), LINESTRING (101 26, 102 26))", {"mixed_shape"}),
    ],
)
def test_every_fault_has_its_name(wkt, codes):
    assert found(wkt) == codes


def test_line_where_a_polygon_is_wanted_is_unclosed():
    assert found("LINESTRING (101 26, 102 26, 102 27)", wanted="polygon") == {"unclosed"}
    assert found(LINE, wanted="polygon") == set()
    assert found("LINESTRING (101 26, 102 26, 102 27)", wanted="line") == set()


RING = "(101 26, 102 26, 102 27, 101 26)"


@pytest.mark.parametrize(
    ("wkt", "code"),
    [
        (f"LINESTRING {RING}", "ring_line"),
        (f"MULTILINESTRING ({RING}, (103 26, 104 26, 104 27, 103 26))", "ring_line"),
        (f"MULTILINESTRING ({RING}, (103 26, 104 26, 104 27))", "unclosed"),
        # A courtyard, and what shares a wall: together they would be no valid area.
        (f"MULTILINESTRING ({RING}, (101.5 26.1, 101.9 26.1, 101.9 26.5, 101.5 26.1))", "unclosed"),
        (f"MULTILINESTRING ({RING}, (102 26, 103 26, 102 27, 102 26))", "unclosed"),
        ("LINESTRING (101 26, 102 26, 101 26)", "unclosed"),
        ("LINESTRING (101 26, 102 26, 103 26, 101 26)", "unclosed"),
        ("LINESTRING (101 26, 102 27, 102 26, 101 27, 101 26)", "unclosed"),
    ],
)
def test_a_line_around_a_valid_area_is_another_fault_than_one_that_is_open(wkt, code):
    told = found(wkt, wanted="polygon") & {"ring_line", "unclosed"}
    assert told == {code}
    assert not found(wkt, wanted="line") & {"ring_line", "unclosed"}
    assert not found(wkt) & {"ring_line", "unclosed"}


def test_who_closes_lines_also_takes_those_that_are_closed():
    ring = shapely.from_wkt(f"LINESTRING {RING}")
    (made,), done = mend_all([ring], ["unclosed"], wanted="polygon")
    assert (made.geom_type, [each.code for each in done]) == ("Polygon", ["ring_line"])


def test_faults_know_all_that_problems_know():
    assert list(faults([])) == [*PROBLEMS, *REMARKS]
    assert set(MENDS) <= {*PROBLEMS, *REMARKS}


@settings(deadline=None)
@given(st.lists(anything, max_size=6))
def test_first_problem_is_the_one_that_problems_names(shapes):
    flags = faults(np.array([*shapes, None], dtype=object))
    for place, code in enumerate(problems(np.array([*shapes, None], dtype=object))):
        assert [name for name in PROBLEMS if flags[name][place]] == ([code] if code else [])


@pytest.mark.parametrize(
    ("wkt", "code", "wanted", "after"),
    [
        (DOUBLED, "repeated_vertices", None, LINE),
        ("LINESTRING ZM (101 26 1 5, 102 26 2 6)", "has_z", None, LINE),
        ("LINESTRING M (101 26 5, 102 26 6)", "has_m", None, LINE),
        (
            "MULTILINESTRING ((101 26, 101 26), (101 26, 102 26))",
            "zero_length_parts",
            None,
            "MULTILINESTRING ((101 26, 102 26))",
        ),
        (f"GEOMETRYCOLLECTION ({LINE})", "mixed_shape", None, LINE),
        (f"GEOMETRYCOLLECTION (POINT (101 26), {LINE})", "mixed_shape", "line", LINE),
        (f"GEOMETRYCOLLECTION (POINT (101 26), {LINE})", "mixed_shape", "point", "POINT (101 26)"),
        (
            f"GEOMETRYCOLLECTION ({LINE}, GEOMETRYCOLLECTION ({LINE}), POINT EMPTY)",
            "mixed_shape",
            None,
            "MULTILINESTRING ((101 26, 102 26), (101 26, 102 26))",
        ),
        (
            "LINESTRING (101 26, 102 26, 102 27)",
            "unclosed",
            "polygon",
            "POLYGON ((101 26, 102 26, 102 27, 101 26))",
        ),
        (f"LINESTRING {RING}", "ring_line", "polygon", f"POLYGON ({RING})"),
        (
            BOW_TIE,
            "invalid",
            None,
            "MULTIPOLYGON (((101.5 26.5, 102 27, 102 26, 101.5 26.5)),"
            " ((101 26, 101 27, 101.5 26.5, 101 26)))",
        ),
    ],
)
def test_fault_is_mended(wkt, code, wanted, after):
    mended = mend(shapely.from_wkt(wkt), code, wanted=wanted)
    assert shapely.normalize(mended.after).wkt == shapely.normalize(shapely.from_wkt(after)).wkt
    assert mended.before.wkt == shapely.from_wkt(wkt).wkt
    assert mended.code == code


@pytest.mark.parametrize(
    ("wkt", "code", "wanted"),
    [
        (LINE, "repeated_vertices", None),
        (f"GEOMETRYCOLLECTION (POINT (101 26), {LINE})", "mixed_shape", None),
        (f"GEOMETRYCOLLECTION (POINT (101 26), {LINE})", "mixed_shape", "polygon"),
        ("LINESTRING (101 26, 102 26, 101 26)", "unclosed", "polygon"),
        ("POLYGON ((101 26, 101 26, 101 26, 101 26))", "invalid", None),
        ("POLYGON ((101 26, 101 26, 101 26, 101 26))", "repeated_vertices", None),
        ("MULTILINESTRING ((101 26, 101 26), (101 26, 102 26))", "invalid", None),
    ],
)
def test_what_has_no_fault_or_no_remedy_is_left_alone(wkt, code, wanted):
    assert mend(shapely.from_wkt(wkt), code, wanted=wanted) is None


@pytest.mark.parametrize("code", ["zero_length", "self_crossing", "tiny", "no such code"])
def test_no_remedy_is_invented(code):
    with pytest.raises(KeyError):
        mend(shapely.from_wkt(LINE), code)


@settings(deadline=None)
@given(st.lists(anything, max_size=6), st.sampled_from([None, "point", "line", "polygon"]))
@example(
    [shapely.MultiLineString([[(101, 26), (101, 26)], [(101, 26), (101, 26.1), (101.1, 26)]])],
    "polygon",
)
def test_mended_geometries_are_sound_stay_so_and_lose_only_what_is_said(shapes, wanted):
    given_shapes = np.array([*shapes, None], dtype=object)
    after, done = mend_all(given_shapes, MENDS, wanted=wanted)
    again, more = mend_all(after, MENDS, wanted=wanted)
    assert more == []
    assert all(first is second for first, second in zip(after, again, strict=True))

    touched = {one.place for one in done}
    for place, shape in enumerate(given_shapes):
        assert place in touched or after[place] is shape
    left = faults(after, wanted=wanted)
    for one in done:
        assert not left[one.code][one.place] or shape_name([one.after])[0] == "line"
        # The numbers are those of the shapes handed back: nothing else was changed.
        for when, shape in (("before", one.before), ("after", one.after)):
            assert one.params[f"vertices_{when}"] == shapely.get_num_coordinates(shape)
            assert one.params[f"parts_{when}"] == shapely.get_num_geometries(shape)
            length, area = geodesic_length_m([shape])[0], geodesic_area_m2([shape])[0]
            assert one.params.get(f"length_{when}_m", 0) == pytest.approx(length)
            assert one.params.get(f"area_{when}_m2", 0) == pytest.approx(area)


@given(line)
def test_leaving_out_repeats_changes_no_length(shape):
    mended = mend(shape, "repeated_vertices")
    if mended:
        assert mended.params["length_after_m"] == pytest.approx(mended.params["length_before_m"])
        assert mended.params["vertices_after"] < mended.params["vertices_before"]
        assert mended.after.equals(shape)


@given(st.one_of(polygon, polygons))
def test_mended_polygons_are_valid_polygons_within_the_old_outline(shape):
    mended = mend(shape, "invalid")
    if mended:
        assert mended.after.is_valid
        assert shape_name([mended.after])[0] == "polygon"
        assert shapely.convex_hull(shape).buffer(1e-9).covers(mended.after)


def test_unclosed_rings_are_closed_as_they_are_read():
    whole = shapely.to_wkb(shapely.from_wkt(BOX))
    gap = whole[:9] + (4).to_bytes(4, "little") + whole[13:-16]
    shapes, closed = close_rings(
        [whole, gap, None, b"\x01\x03junk", shapely.to_wkb(shapely.Point(1, 2))]
    )
    assert closed.tolist() == [False, True, False, False, False]
    assert shapes[1].equals_exact(shapely.from_wkt(BOX))
    assert (shapes[2], shapes[3]) == (None, None)
    assert shapes[4].wkt == "POINT (1 2)"


def test_area_counts_holes_and_parts():
    holed = shapely.from_wkt(
        "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1)),"
        " ((9 9, 9 8, 8 8, 9 9)))"
    )
    parts = [shapely.box(0, 0, 4, 4), shapely.box(1, 1, 2, 2)]
    parts.append(shapely.Polygon([(9, 9), (9, 8), (8, 8)]))
    outer, hole, other = geodesic_area_m2(parts)
    assert geodesic_area_m2([holed])[0] == pytest.approx(outer - hole + other)
    assert np.isnan(geodesic_area_m2([None]))[0]
    assert geodesic_area_m2([shapely.from_wkt(LINE), shapely.Polygon()]).tolist() == [0, 0]
