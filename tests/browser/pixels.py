"""Reading what was really painted: the pixels of the page's canvases."""

from tests.browser.waiting import STEP_MS

# Each pixel of the colour that lies on the screen, with nothing but the map above it.
FIND = """
([selector, [red, green, blue], within]) => {
  const found = [];
  const isNear = (data, i) => data[i + 3] > 250 && Math.abs(data[i] - red) <= within
    && Math.abs(data[i + 1] - green) <= within && Math.abs(data[i + 2] - blue) <= within;
  const isMap = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top?.closest(".leaflet-container") && !top.closest("button, a, .leaflet-control");
  };
  for (const canvas of document.querySelectorAll(selector)) {
    if (!canvas.width || !canvas.height) continue;
    const { left, top, width } = canvas.getBoundingClientRect();
    const scale = width / canvas.width;
    const context = canvas.getContext("2d");
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) {
      if (!isNear(data, i)) continue;
      const x = left + ((i / 4) % canvas.width + 0.5) * scale;
      const y = top + (Math.floor(i / 4 / canvas.width) + 0.5) * scale;
      if (isMap(x, y)) found.push([x, y]);
    }
  }
  return found;
}
"""

COUNT_INKED = """
(selector) => {
  let inked = 0;
  for (const canvas of document.querySelectorAll(selector)) {
    if (!canvas.width || !canvas.height) continue;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 3; i < data.length; i += 4) inked += data[i] > 0;
  }
  return inked;
}
"""


def channels_of(colour):
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def find_pixels(page, selector, colour, within):
    """Screen coordinates [x, y] of every reachable pixel that is nearly `colour` (#rrggbb)."""
    return page.evaluate(FIND, [selector, channels_of(colour), within])


def wait_for_pixels(page, selector, colour, within, more_than):
    """Until more than so many pixels are nearly `colour`: what is fetched is painted later."""
    page.wait_for_function(
        f"([more, ...asked]) => ({FIND})(asked).length > more",
        arg=[more_than, selector, channels_of(colour), within],
        polling=STEP_MS,
    )


def count_inked(page, selector):
    """How many pixels of the canvases are not transparent."""
    return page.evaluate(COUNT_INKED, selector)


def widest_canvas(page):
    """Pixels across the widest canvas of the page's maps."""
    return page.locator(".leaflet-container canvas").evaluate_all(
        "(all) => Math.max(...all.map((canvas) => canvas.width))"
    )


def wait_for_ink(page, selector):
    page.wait_for_function(f"(selector) => ({COUNT_INKED})(selector) > 0", arg=selector)
