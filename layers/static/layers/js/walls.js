// What lies over a map: its buttons, its legend and whatever else the page puts there.
const CONTROLS = ".leaflet-control";

/** `() => boxes` in pixels of the map's projection, of its controls and of what `further` selects in `root`. */
export function wallsOver(map, root, further) {
  return () => {
    const { x: left, y: top } = map.getContainer().getBoundingClientRect();
    const { x, y } = map.getPixelBounds().min;
    return [...map.getContainer().querySelectorAll(CONTROLS), ...root.querySelectorAll(further)]
      .map((each) => each.getBoundingClientRect())
      .filter(({ width, height }) => width && height)
      .map((box) => ({ x: box.x - left + x, y: box.y - top + y, width: box.width, height: box.height }));
  };
}
