// Which class each feature is drawn in. A class is one look: { code, label, color, dash, width,
// hollow }. By kind, pipes take the trade's colour of their medium and everything else its
// sector's; by stage, everything takes the stage's. The sign of a point is always its kind's.
const PLAIN = { label: "其他", color: "#5f6b6d", dash: [], width: 2, hollow: false };

function look(group, rows) {
  return rows.map((row) => ({ ...PLAIN, ...row, group, hollow: false }));
}

// A stage that is only planned has a dashed line, and its points are hollow: it is told apart
// without its colour.
function stageLook(rows) {
  return look("stage", rows).map((each) => ({ ...each, hollow: each.dash.length > 0 }));
}

export class Styling {
  constructor({ media = [], sectors = [], stages = [], kinds = [], beside = null }) {
    /** How what lies beside the matter in hand is drawn: { opacity, width, size }, each a share. */
    this.beside = beside;
    this.byKind = [...look("medium", media), ...look("sector", sectors), { ...PLAIN, code: "", group: "" }];
    this.byStage = [...stageLook(stages), { ...PLAIN, code: "", group: "" }];
    this.kinds = new Map(kinds.map((kind) => [kind.code, kind]));
  }

  classes(colouring) {
    return colouring === "stage" ? this.byStage : this.byKind;
  }

  label(group, code) {
    if (group === "kind") return this.kinds.get(code)?.label ?? "";
    const looks = group === "stage" ? this.byStage : this.byKind;
    return looks.find((each) => each.group === group && each.code === code)?.label ?? "";
  }

  /** The look by kind of a single asset: its medium's, or else its sector's. */
  look(medium, sector) {
    const of = (group, code) => this.byKind.find((each) => each.group === group && each.code === code);
    return of("medium", medium) ?? of("sector", sector) ?? this.byKind[this.byKind.length - 1];
  }

  stage(code) {
    return this.byStage.find((each) => each.code === code) ?? this.byStage[this.byStage.length - 1];
  }

  /** A function from feature to the sign of its kind. */
  signs({ texts: { kind } }) {
    const byWord = (kind?.words ?? []).map((word) => this.kinds.get(word)?.sign ?? "circle");
    return (i) => byWord[kind?.index[i]] ?? "circle";
  }

  /** The class number of every feature of a decoded layer. */
  classify(layer, colouring) {
    const classes = this.classes(colouring);
    const numbers = (group, column) => classNumbers(classes, group, layer.texts[column]);
    const stage = numbers("stage", "stage");
    const medium = numbers("medium", "medium");
    const sector = numbers("sector", "sector");
    const classOf = colouring === "stage" ? stage : (i) => medium(i) ?? sector(i) ?? classes.length - 1;
    return Uint8Array.from({ length: layer.count }, (_, i) => classOf(i) ?? classes.length - 1);
  }
}

/** A function from feature to class number within a group, undefined where it has none. */
function classNumbers(classes, group, column) {
  if (!column) return () => undefined;
  const places = new Map(
    classes.map((each, place) => [each, place])
      .filter(([each]) => each.group === group)
      .map(([each, place]) => [each.code, place]),
  );
  const byWord = column.words.map((word) => places.get(word));
  return (i) => byWord[column.index[i]];
}

/** Pipes are wider the nearer one looks. */
export function widthAt(zoom) {
  return Math.min(2.2, Math.max(0.7, 0.7 + (zoom - 11) * 0.2));
}

export function radiusAt(zoom) {
  return Math.min(8, Math.max(2.5, 3 + (zoom - 11) * 0.75));
}

/** The radius of a group's circle grows with the digits of its count. */
export function groupRadius(count) {
  return Math.min(24, 8 + 2.9 * Math.log10(Math.max(1, count)));
}
