// Tiles of a deeper zoom than the server's, each a piece of one of the server's. Pure.

/**
 * Which piece of which source a tile is: `source` { x, y, z } at most `maxSourceZoom` deep, which has
 * `count` pieces across and down, and `x` and `y`, the piece's place among them.
 */
export function pieceOf({ x, y, z }, maxSourceZoom) {
  const depth = Math.max(0, z - maxSourceZoom);
  const count = 2 ** depth;
  const source = { x: Math.floor(x / count), y: Math.floor(y / count), z: z - depth };
  return { source, count, x: x - source.x * count, y: y - source.y * count };
}
