// A tool whose every click means a place: what it would land on is marked while the mouse moves.
export class AimingTool {
  constructor(editor, snapper, name) {
    Object.assign(this, { editor, snapper, name, map: editor.map });
    this.move = ({ latlng, originalEvent }) => this.snapper.at(latlng, { event: originalEvent });
    this.click = (event) => this.pointed(event);
  }

  /** `hint`: what to do now. */
  aim(hint) {
    this.map.on("mousemove", this.move).on("click", this.click);
    this.map.getContainer().classList.add("is-aiming");
    this.editor.say(hint);
  }

  stop() {
    this.map.off("mousemove", this.move).off("click", this.click);
    this.map.getContainer().classList.remove("is-aiming");
    this.snapper.hide();
  }
}
