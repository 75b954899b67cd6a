// A laid-out element as a picture: its boxes, texts, canvases, images and paths drawn onto one canvas in
// the places where the browser has put them. So the picture is what the paper shows.
const NOT_ON_PAPER = ".leaflet-control-zoom, .leaflet-bar, script, template";
const CLEAR = "rgba(0, 0, 0, 0)";

function isSeen(style) {
  return style.display !== "none" && style.visibility !== "hidden" && Number(style.opacity) > 0;
}

function drawBox(ctx, { left, top, width, height }, style) {
  if (style.backgroundColor !== CLEAR) {
    ctx.fillStyle = style.backgroundColor;
    ctx.fillRect(left, top, width, height);
  }
  const sides = [
    ["Top", left, top, width, 0], ["Bottom", left, top + height, width, 0],
    ["Left", left, top, 0, height], ["Right", left + width, top, 0, height],
  ];
  for (const [side, x, y, across, down] of sides) {
    const thick = parseFloat(style[`border${side}Width`]);
    if (!thick || style[`border${side}Style`] === "none") continue;
    const inwards = side === "Bottom" || side === "Right" ? -thick : 0;
    ctx.fillStyle = style[`border${side}Color`];
    ctx.fillRect(x + (down ? inwards : 0), y + (across ? inwards : 0), across || thick, down || thick);
  }
}

/** The lines of a text as the browser broke them: { text, left, top }. */
function linesOf(node) {
  const range = document.createRange();
  const lines = [];
  [...node.data].reduce((from, character) => {
    range.setStart(node, from);
    range.setEnd(node, from + character.length);
    const box = range.getBoundingClientRect();
    const last = lines[lines.length - 1];
    if (box.width && last && Math.abs(last.top - box.top) < 2) last.text += character;
    else if (box.width && character.trim()) lines.push({ text: character, left: box.left, top: box.top });
    return from + character.length;
  }, 0);
  return lines;
}

function drawText(ctx, node) {
  const style = getComputedStyle(node.parentElement);
  ctx.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  ctx.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  ctx.fillStyle = style.color;
  ctx.textBaseline = "alphabetic";
  for (const { text, left, top } of linesOf(node)) {
    const { fontBoundingBoxAscent, actualBoundingBoxAscent } = ctx.measureText(text);
    ctx.fillText(text, left, top + (fontBoundingBoxAscent ?? actualBoundingBoxAscent));
  }
}

// Leaflet's controls say how high they lie one level below their box.
function depth(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return 0;
  if (node.matches(".leaflet-control-container")) return Infinity;
  return Number(getComputedStyle(node).zIndex) || 0;
}

function inOrder(element) {
  return [...element.childNodes].map((node) => [node, depth(node)]).sort((a, b) => a[1] - b[1]).map(([node]) => node);
}

/** A path of an SVG, where its coordinates lie on the page. */
function drawPath(ctx, path, style) {
  const { fill, stroke } = style;
  const { a, b, c, d, e, f } = path.getScreenCTM();
  const shape = new Path2D(path.getAttribute("d"));
  const alpha = ctx.globalAlpha;
  ctx.transform(a, b, c, d, e, f);
  if (fill !== "none") {
    ctx.fillStyle = fill;
    ctx.globalAlpha = alpha * Number(style.fillOpacity);
    ctx.fill(shape, style.fillRule);
  }
  if (stroke === "none") return;
  ctx.strokeStyle = stroke;
  ctx.globalAlpha = alpha * Number(style.strokeOpacity);
  ctx.lineWidth = parseFloat(style.strokeWidth);
  ctx.lineCap = style.strokeLinecap;
  ctx.lineJoin = style.strokeLinejoin;
  ctx.setLineDash((style.strokeDasharray.match(/[\d.]+/g) ?? []).map(Number));
  ctx.stroke(shape);
}

// An image that did not come, a tile that holds nothing: they cannot be drawn.
function drawImage(ctx, element, { left, top, width, height }) {
  if (width && element.width && element.naturalWidth !== 0) ctx.drawImage(element, left, top, width, height);
}

function drawElement(ctx, element) {
  const style = getComputedStyle(element);
  if (element.matches(NOT_ON_PAPER) || !isSeen(style)) return;
  const box = element.getBoundingClientRect();
  ctx.save();
  ctx.globalAlpha *= Number(style.opacity);
  drawBox(ctx, box, style);
  if (style.overflow === "hidden") {
    ctx.beginPath();
    ctx.rect(box.left, box.top, box.width, box.height);
    ctx.clip();
  }
  if (element.matches("canvas, img")) drawImage(ctx, element, box);
  else if (element.matches("path")) drawPath(ctx, element, style);
  else inOrder(element).forEach((child) => drawNode(ctx, child));
  ctx.restore();
}

function drawNode(ctx, node) {
  if (node.nodeType === Node.TEXT_NODE) drawText(ctx, node);
  else if (node.nodeType === Node.ELEMENT_NODE) drawElement(ctx, node);
}

/** A PNG of the element, `scale` pixels to one of the page. */
export function pictureOf(element, scale) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const ctx = canvas.getContext("2d");
  ctx.scale(scale, scale);
  ctx.translate(-left, -top);
  drawElement(ctx, element);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no memory for so large a picture"))), "image/png");
  });
}
