import assert from "node:assert/strict";
import { test } from "node:test";
import { datasetsOf } from "../../layers/static/layers/js/draw/datasets.js";

const files = (...names) => names.map((name) => ({ name }));
const sets = (...names) => datasetsOf(files(...names)).map((set) => set.map(({ name }) => name));

test("the parts of a shapefile make one set, two shapefiles two", () => {
  assert.deepEqual(sets("管线.shp", "管线.DBF", "管线.shp.xml", "道路.shp", "管线.prj", "道路.dbf"), [
    ["管线.shp", "管线.DBF", "管线.shp.xml", "管线.prj"], ["道路.shp", "道路.dbf"],
  ]);
});

test("every other file stands alone, also of one name", () => {
  assert.deepEqual(sets("a.dxf", "b.dxf", "a.geojson", "c.gdb.zip"), [["a.dxf"], ["b.dxf"], ["a.geojson"], ["c.gdb.zip"]]);
});

test("a picture takes its world file along, the only one whatever it is called", () => {
  assert.deepEqual(sets("1.jpg", "2.jpg", "2.jgw", "1.jgw"), [["1.jpg", "1.jgw"], ["2.jpg", "2.jgw"]]);
  assert.deepEqual(sets("图.png", "坐标.pgw"), [["图.png", "坐标.pgw"]]);
});
