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

export function lineSwatch({ color, dash, width }) {
  return canvasFor((ctx) => {
    ctx.moveTo(1, HEIGHT / 2);
    ctx.lineTo(WIDTH - 1, HEIGHT / 2);
    ctx.setLineDash(dash);
    ctx.lineWidth = Math.max(2.5, width);
    ctx.strokeStyle = color;
    ctx.stroke();
  });
}

/** What a layer has: areas (2), lines (1), points (0), over each other as on the map. */
export function shapesSwatch(dimensions, { color, opacity, edge, fill, width, radius }) {
  const draw = {
    2: (ctx) => {
      ctx.rect(2, 2, WIDTH - 4, HEIGHT - 4);
      ctx.globalAlpha = opacity * fill;
      ctx.fill();
      ctx.globalAlpha = opacity;
      ctx.lineWidth = edge;
      ctx.stroke();
    },
    1: (ctx) => {
      ctx.moveTo(1, HEIGHT / 2);
      ctx.lineTo(WIDTH - 1, HEIGHT / 2);
      ctx.lineWidth = Math.max(2.5, width);
      ctx.stroke();
    },
    0: (ctx) => {
      ctx.arc(WIDTH / 2, HEIGHT / 2, radius, 0, 2 * Math.PI);
      ctx.fill();
    },
  };
  return canvasFor((ctx) => {
    ctx.fillStyle = ctx.strokeStyle = color;
    for (const dimension of [2, 1, 0].filter((each) => dimensions.includes(each))) {
      ctx.beginPath();
      ctx.globalAlpha = opacity;
      draw[dimension](ctx);
    }
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
