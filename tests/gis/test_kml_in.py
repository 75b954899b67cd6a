import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.errors import UnknownEncoding, UnreadableFile
from gis.readers import read

HEAD = '<?xml version="1.0" encoding="{}"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
TAIL = "</Document></kml>"
POINT = "<Point><coordinates>101.7185,26.5823</coordinates></Point>"


@pytest.fixture
def make(tmp_path):
    def written(body, encoding="utf-8", declared=None):
        path = tmp_path / "管线.kml"
        text = HEAD.format(declared or encoding) + body + TAIL
        path.write_bytes(text.encode(encoding))
        return path

    return written


def placemark(shape=POINT, more=""):
    return f"<Placemark>{more}{shape}</Placemark>"


def refusal(path, error=UnreadableFile, **options):
    with pytest.raises(error) as caught:
        read(path, **options)
    return caught.value.code


def codes(remarks):
    return [(remark.row, remark.code) for remark in remarks]


def test_names_folders_and_extended_data_become_columns(make):
    body = """
      <Schema id="s"><SimpleField name="口径" type="int"/><SimpleField name="长" type="double"/>
        <SimpleField name="在用" type="bool"/></Schema>
      <Folder><name>西区</name><Folder><name>给水</name>
        <Placemark><name>J1</name><description><![CDATA[<b>井</b>]]></description>
          <TimeStamp><when>2024-05-31</when></TimeStamp>
          <ExtendedData><Data name="材质"><displayName>材料</displayName><value>PE</value></Data>
            <SchemaData schemaUrl="#s"><SimpleData name="口径">300</SimpleData>
              <SimpleData name="长">1.5</SimpleData><SimpleData name="在用">true</SimpleData>
            </SchemaData></ExtendedData>"""
    body += f"{POINT}</Placemark></Folder></Folder>{placemark()}"
    source = read(make(body))
    frame = source.frame.drop(columns="geometry")
    assert frame.loc[1].to_dict() == {
        "name": "J1",
        "description": "<b>井</b>",
        "folder": "西区/给水",
        "when": "2024-05-31",
        "材质": "PE",
        "口径": 300,
        "长": 1.5,
        "在用": True,
    }
    assert frame.loc[2].tolist() == [None] * 8
    assert (source.crs_text, source.crs_from, source.layers) == ("EPSG:4326", "format", ["管线"])
    assert (source.rejects, source.warnings) == ([], [])


def test_value_that_is_not_of_its_schema_is_rejected_by_row(make):
    schema = '<Schema id="s"><SimpleField name="口径" type="int"/></Schema>'
    data = '<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="口径">DN300</SimpleData>'
    source = read(make(schema + placemark(more=data + "</SchemaData></ExtendedData>")))
    assert [(remark.field, remark.params) for remark in source.rejects] == [
        ("口径", {"value": "DN300", "type": "number"})
    ]


@pytest.mark.parametrize(
    ("shape", "wkt"),
    [
        ("<LineString><coordinates>1,2 3,4</coordinates></LineString>", "LINESTRING (1 2, 3 4)"),
        ("<LinearRing><coordinates>1,2 3,4 3,2 1,2</coordinates></LinearRing>", None),
        (
            "<LineString><coordinates>\n 1 , 2 ,0\t3, 4,0 </coordinates></LineString>",
            "LINESTRING (1 2, 3 4)",
        ),
        (f"<MultiGeometry>{POINT}</MultiGeometry>", "MULTIPOINT (101.7185 26.5823)"),
        (
            "<gx:Track><when>2024</when><gx:coord>1 2 0</gx:coord><gx:coord>3 4 0</gx:coord>"
            "</gx:Track>",
            "LINESTRING (1 2, 3 4)",
        ),
        (
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates>"
            "</LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>5,1 6,1 6,2"
            " 5,1</coordinates></LinearRing></innerBoundaryIs></Polygon>",
            "POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 6 1, 6 2, 5 1))",
        ),
    ],
)
def test_shapes_are_read_as_what_they_are(make, shape, wkt):
    source = read(make(placemark(shape)))
    expected = wkt or "LINESTRING (1 2, 3 4, 3 2, 1 2)"
    assert source.frame.geometry.iloc[0].equals_exact(shapely.from_wkt(expected), 1e-12)
    assert source.rejects == []


def test_a_height_counts_only_above_the_sea(make):
    line = "<LineString>{}<coordinates>1,2,{} 3,4,{}</coordinates></LineString>"
    shapes = [
        line.format("", 0, 0),
        line.format("<altitudeMode>absolute</altitudeMode>", 0, 0),
        line.format("", 1180.5, 0),
        line.format("<altitudeMode>clampToGround</altitudeMode>", 1100, 1100),
        line.format("<altitudeMode>relativeToGround</altitudeMode>", 1.5, 0),
        line.format("<altitudeMode>relativeToGround</altitudeMode>", 0, 0),
        line.format("<gx:altitudeMode>relativeToSeaFloor</gx:altitudeMode>", 2, 0),
    ]
    source = read(make("".join(map(placemark, shapes))))
    told = {remark.code: remark.params for remark in source.warnings}
    assert told == {"z_dropped": {"count": 1}, "heights_relative": {"count": 4}}


@pytest.mark.parametrize(
    "shape",
    [
        "<Point/>",
        "<Point><coordinates>1,2 3,4</coordinates></Point>",
        "<Point><coordinates>一,2</coordinates></Point>",
        "<Point><coordinates>1_0,2</coordinates></Point>",
        "<Point><coordinates>nan,2</coordinates></Point>",
        "<LineString><coordinates>1,2</coordinates></LineString>",
        "<LineString><coordinates>1,2,3,4 5,6,7,8</coordinates></LineString>",
        "<Polygon/>",
        "<Polygon><outerBoundaryIs><LinearRing/></outerBoundaryIs></Polygon>"
        "<Polygon><outerBoundaryIs/></Polygon>",
    ],
)
def test_shape_that_cannot_be_decoded_is_rejected_by_row(make, shape):
    source = read(make(placemark() + placemark(shape)))
    assert codes(source.rejects) == [(2, "unreadable_geometry")]


def test_kinds_that_are_not_read_are_named(make):
    model = "<Model><Location/></Model>"
    source = read(make(placemark() + placemark(model)))
    assert [(remark.row, remark.params) for remark in source.rejects] == [(2, {"type": "Model"})]


def test_ring_that_does_not_close_is_closed_and_said(make):
    ring = "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9</coordinates>"
    source = read(make(placemark(ring + "</LinearRing></outerBoundaryIs></Polygon>")))
    assert codes(source.warnings) == [(1, "ring_closed")]


def test_links_and_images_are_counted_and_not_followed(make, tmp_path):
    (tmp_path / "secret.kml").write_text("<kml/>")
    link = "<NetworkLink><Link><href>secret.kml</href></Link></NetworkLink>"
    overlay = "<GroundOverlay><Icon><href>http://127.0.0.1:1/x.png</href></Icon></GroundOverlay>"
    source = read(make(link + link + overlay + placemark()))
    assert [remark.params for remark in source.warnings] == [
        {"type": "NetworkLink", "count": 2},
        {"type": "GroundOverlay", "count": 1},
    ]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE kml [<!ENTITY a "b">]>',
        '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml SYSTEM "http://127.0.0.1:1/kml.dtd">',
        '<!DOCTYPE kml [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        '<!DOCTYPE kml [<!ENTITY a "1234567890">'
        + "".join(f'<!ENTITY b{n} "{"&a;" * 10}">' for n in range(9))
        + "]>",
    ],
)
def test_document_types_and_entities_are_refused(tmp_path, head):
    path = tmp_path / "a.kml"
    path.write_text(f"{head}<kml><Placemark><name>&a;</name></Placemark></kml>")
    assert refusal(path) == "entities_declared"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<OGRVRTDataSource><OGRVRTLayer name='x'/></OGRVRTDataSource>", "wrong_content"),
        ("<!DOCTYPE html><html><body>404</body></html>", "wrong_content"),
        ("<html><body>404</body></html>", "wrong_content"),
        ('{"type": "FeatureCollection"}', "wrong_content"),
        ("<kml><Document>", "damaged"),
        ("<kml><Placemark>&nbsp;</Placemark></kml>", "damaged"),
        ("<kml>" + "<Folder>" * 100_000, "damaged"),
        ("<kml/>", "no_rows"),
        ("PK\x03\x04", "wrong_content"),
    ],
)
def test_other_or_broken_files_are_refused(tmp_path, text, code):
    path = tmp_path / "a.kml"
    path.write_text(text)
    assert refusal(path) == code


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
def test_declared_encodings_are_read(make, encoding):
    source = read(make(placemark(more="<name>球墨铸铁管</name>"), encoding))
    assert source.frame["name"].tolist() == ["球墨铸铁管"]


def test_lying_declaration_is_noticed_and_a_wrong_order_refused(make):
    path = make(placemark(more="<name>球墨铸铁管</name>"), "gbk", declared="UTF-8")
    assert "encoding_ignored" in [code for _, code in codes(read(path).warnings)]
    assert refusal(path, UnknownEncoding, encoding="utf-8") == "encoding_mismatch"


TEXT = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20
)
NUMBER = st.floats(-80, 80, allow_nan=False).map(lambda number: round(number, 9))
PAIRS = st.lists(st.tuples(NUMBER, NUMBER), min_size=2, max_size=20)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=TEXT, value=TEXT, pairs=PAIRS)
def test_text_and_coordinates_come_back_exactly(make, name, value, pairs):
    """Whatever stands in a name, a value or a line, written as the standard says."""
    escape = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
    coordinates = " ".join(f"{x!r},{y!r}" for x, y in pairs)
    data = f"<ExtendedData><Data name='值'><value>{value.translate(escape)}</value></Data>"
    source = read(
        make(
            placemark(
                f"<LineString><coordinates>{coordinates}</coordinates></LineString>",
                f"<name>{name.translate(escape)}</name>{data}</ExtendedData>",
            )
        ),
        encoding="utf-8",
    )
    assert source.frame.iloc[0][["name", "值"]].tolist() == [name, value]
    if source.rejects == []:
        assert list(source.frame.geometry.iloc[0].coords) == pairs
