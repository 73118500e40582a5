/** A measure of the patient drawn against the threshold that the answer gives; the picture says nothing more. */

import { measure } from "./format.js";
import { h, svg } from "./dom.js";

const WIDTH = 320;
const SIDE = 12;
const AXIS = 36;

/** The end of the axis: room for the value and for as much above the threshold as below. */
function end(value, threshold) {
  const ends = typeof value === "number" ? [value] : Object.values(value);
  return Math.max(2 * threshold, ...ends.map((one) => one * 1.15)) || 1;
}

/**
 * @param {{label: string, unit: string|null, value: number|Object, threshold: number, criterion: string, state: string}} one
 * @returns {HTMLElement}
 */
export function gauge(one) {
  const last = end(one.value, one.threshold);
  const at = (value) => SIDE + (value / last) * (WIDTH - 2 * SIDE);
  const words = `${one.label} : ${measure(one.value, one.unit)}`;
  const limit = `seuil ${measure(one.threshold, one.unit)}`;
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} 64`, class: `gauge ${one.state}`, role: "img", "aria-label": `${words} ; ${limit}` },
    svg("line", { class: "axis", x1: SIDE, x2: WIDTH - SIDE, y1: AXIS, y2: AXIS }),
    svg("line", { class: "limit", x1: at(one.threshold), x2: at(one.threshold), y1: AXIS - 16, y2: AXIS + 10 }),
    label(at(one.threshold), AXIS + 23, limit, "limit-word"),
    label(SIDE, AXIS + 23, "0", "axis-word", "start"),
    typeof one.value === "number" ? point(at(one.value), one) : span(one.value, at, last, one),
  );
  return h("figure", { class: "figure" }, picture, h("figcaption", { text: `${words}. ${one.criterion}.` }));
}

function label(x, y, text, kind, forced = "") {
  const anchor = forced || (x < 60 ? "start" : x > WIDTH - 60 ? "end" : "middle");
  return svg("text", { x, y, class: kind, "text-anchor": anchor, text });
}

/** The measure itself: a diamond on the axis under its figure. */
function point(x, one) {
  const diamond = svg("path", { class: "value", d: `M${x} ${AXIS - 8}l8 8-8 8-8-8Z` });
  return svg("g", {}, diamond, label(x, AXIS - 16, measure(one.value, one.unit), "value-word"));
}

/** A measure known by its bounds: a thick line over all that it may be. */
function span(bounds, at, last, one) {
  const from = at(bounds.above ?? bounds.at_least ?? 0);
  const to = at(bounds.below ?? bounds.at_most ?? last);
  const line = svg("line", { class: "value-span", x1: from, x2: to, y1: AXIS, y2: AXIS });
  return svg("g", {}, line, label((from + to) / 2, AXIS - 16, measure(one.value, one.unit), "value-word"));
}
