// The shapes that tell points apart when colour does not. Each traces a closed path of about
// equal weight around x, y.
function polygon(ctx, x, y, corners) {
  corners.forEach(([dx, dy], i) => (i ? ctx.lineTo(x + dx, y + dy) : ctx.moveTo(x + dx, y + dy)));
  ctx.closePath();
}

function spokes(count, radius, turn = -Math.PI / 2) {
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / count;
    const r = typeof radius === "function" ? radius(i) : radius;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
}

function cross(r) {
  const a = 0.38 * r;
  return [
    [-a, -r], [a, -r], [a, -a], [r, -a], [r, a], [a, a],
    [a, r], [-a, r], [-a, a], [-r, a], [-r, -a], [-a, -a],
  ];
}

const TRACES = {
  circle: (ctx, x, y, r) => {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.closePath();
  },
  square: (ctx, x, y, r) => ctx.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r),
  triangle: (ctx, x, y, r) => polygon(ctx, x, y + 0.15 * r, spokes(3, 1.25 * r)),
  diamond: (ctx, x, y, r) => polygon(ctx, x, y, spokes(4, 1.2 * r)),
  cross: (ctx, x, y, r) => polygon(ctx, x, y, cross(1.1 * r)),
  star: (ctx, x, y, r) => polygon(ctx, x, y, spokes(10, (i) => (i % 2 ? 0.58 : 1.3) * r)),
};

export function traceSign(ctx, sign, x, y, r) {
  (TRACES[sign] ?? TRACES.circle)(ctx, x, y, r);
}

/** Fills what was traced in the look of a class. */
export function inkSign(ctx, { color, hollow }, radius) {
  ctx.setLineDash([]);
  ctx.lineWidth = hollow ? Math.min(2, 0.45 * radius) : Math.min(1.25, 0.2 * radius);
  ctx.fillStyle = hollow ? "#ffffff" : color;
  ctx.strokeStyle = hollow ? color : "#ffffff";
  ctx.fill();
  ctx.stroke();
}
