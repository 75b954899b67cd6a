// A tool whose every click means a place: what it would land on is marked while the mouse moves.
export class AimingTool {
  constructor(editor, snapper, name, { forPoint = false } = {}) {
    Object.assign(this, { editor, snapper, name, forPoint, map: editor.map });
    this.move = (event) => this.landed(event);
    this.click = (event) => this.pointed(event);
  }

  /** `hint`: what to do now. */
  aim(hint) {
    this.map.on("mousemove", this.move).on("click", this.click);
    this.map.getContainer().classList.add("is-aiming");
    this.editor.say(hint);
  }

  /** Where what is pointed at comes to lie: { latlng, snap }. */
  landed({ latlng, originalEvent: event }) {
    return this.snapper.at(latlng, { event, forPoint: this.forPoint });
  }

  stop() {
    this.map.off("mousemove", this.move).off("click", this.click);
    this.map.getContainer().classList.remove("is-aiming");
    this.snapper.hide();
  }
}
