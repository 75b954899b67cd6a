// The map of the page of review: the project's shapes, or those before and after, and the pins.
import "./project-map.js";
import "./history-map.js";
