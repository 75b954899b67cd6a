// A sample of how something looks on the map, for the legend and the filter's choices.
import { element } from "./element.js";
import { inkSign, traceSign } from "./signs.js";

const WIDTH = 28;
const HEIGHT = 16;
const RADIUS = 6;

function canvasFor(draw) {
  const ratio = window.devicePixelRatio || 1;
  const canvas = element("canvas", {
    class: "sign", width: WIDTH * ratio, height: HEIGHT * ratio, "aria-hidden": "true",
  });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  ctx.beginPath();
  draw(ctx);
  return canvas;
}

export function lineSwatch({ color, dash, width, opacity = 1 }) {
  return canvasFor((ctx) => {
    ctx.globalAlpha = opacity;
    ctx.moveTo(1, HEIGHT / 2);
    ctx.lineTo(WIDTH - 1, HEIGHT / 2);
    ctx.setLineDash(dash);
    ctx.lineWidth = Math.max(2.5, width);
    ctx.strokeStyle = color;
    ctx.stroke();
  });
}

/** An area: `fill` is how much of its edge's opacity its inside has. */
export function patchSwatch({ color, width, opacity = 1, fill = 1 }) {
  return canvasFor((ctx) => {
    ctx.rect(2, 2, WIDTH - 4, HEIGHT - 4);
    ctx.fillStyle = ctx.strokeStyle = color;
    ctx.globalAlpha = opacity * fill;
    ctx.fill();
    ctx.globalAlpha = opacity;
    ctx.lineWidth = width;
    ctx.stroke();
  });
}

export function dotSwatch({ color, radius, opacity = 1 }) {
  return canvasFor((ctx) => {
    ctx.arc(WIDTH / 2, HEIGHT / 2, radius, 0, 2 * Math.PI);
    ctx.fillStyle = color;
    ctx.globalAlpha = opacity;
    ctx.fill();
  });
}

export function signSwatch(look, sign = "circle") {
  return canvasFor((ctx) => {
    traceSign(ctx, sign, WIDTH / 2, HEIGHT / 2, RADIUS);
    inkSign(ctx, look, RADIUS);
  });
}

const CHOICES = {
  medium: (styling, code) => lineSwatch(styling.look(code, "")),
  sector: (styling, code) => signSwatch(styling.look("", code)),
  stage: (styling, code) => lineSwatch(styling.stage(code)),
};

/** Puts the sample of each sector, medium and stage beside its choice in the filter. */
export function markChoices(form, styling) {
  for (const [name, sample] of Object.entries(CHOICES)) {
    for (const box of form.querySelectorAll(`input[name="${name}"]`)) box.after(sample(styling, box.value));
  }
}
