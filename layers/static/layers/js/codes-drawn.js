// Which codes occur among assets that are drawn by themselves: what a legend of these has to tell.
export class CodesDrawn {
  #codes = { stage: new Set(), kind: new Set(), medium: new Set(), sector: new Set() };

  /** Pipes are drawn in the colour of their medium, all else in that of its sector. */
  add({ stage, kind, medium, sector }) {
    this.#codes.stage.add(stage);
    this.#codes.kind.add(kind);
    if (kind === "pipe") this.#codes.medium.add(medium);
    else this.#codes.sector.add(sector);
  }

  has(name, code) {
    return this.#codes[name].has(code);
  }
}
