/** The course of one measure over the visits, in SVG: a line, a mark and its figure at each visit, readable without colour. */

import { h, svg } from "/page/js/dom.js";

const WIDTH = 360;
const HEIGHT = 190;
const BOX = { left: 40, right: 348, top: 26, bottom: 150 };

/** The largest figure of the axis: the bound that the form prints, else a round figure above the measures. */
function ceiling(question, values) {
  if (question.bounded) return question.high;
  const most = Math.max(...values, 1);
  const unit = 10 ** Math.floor(Math.log10(most));
  return Math.ceil((most * 1.1) / unit) * unit;
}

/**
 * @param {Object} question its label, unit and bounds
 * @param {{id: string, months: number}[]} visits
 * @param {(number|null)[]} values by visit
 * @param {string[]} words each value as it is read, "" where there is none
 * @returns {HTMLElement}
 */
export function chart(question, visits, values, words) {
  const points = visits.map((visit, index) => ({ ...visit, value: values[index], words: words[index] })).filter((one) => one.value !== null);
  const title = `${question.label}${question.unit ? ` (${question.unit})` : ""}`;
  if (!points.length) return h("figure", { class: "chart" }, h("figcaption", { text: title }), h("p", { text: "Aucune valeur." }));
  const top = ceiling(question, points.map((one) => one.value));
  const last = Math.max(...visits.map((one) => one.months)) || 1;
  const x = (months) => BOX.left + (months / last) * (BOX.right - BOX.left - 12);
  const y = (value) => BOX.bottom - (value / top) * (BOX.bottom - BOX.top);
  const read = points.map((one) => `${one.id} : ${one.words}`).join(" ; ");
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}. ${read}` },
    [0, top / 2, top].flatMap((value) => [
      svg("line", { class: value ? "grid" : "axis", x1: BOX.left, x2: BOX.right, y1: y(value), y2: y(value) }),
      svg("text", { x: BOX.left - 6, y: y(value) + 4, "text-anchor": "end", text: figure(value) }),
    ]),
    visits.map((one, index) => svg("text", { x: x(one.months), y: BOX.bottom + (index % 2 ? 32 : 18), "text-anchor": "middle", text: one.id })),
    svg("polyline", { class: "course", points: points.map((one) => `${x(one.months)},${y(one.value)}`).join(" ") }),
    points.map((one) => mark(x(one.months), y(one.value), figure(one.value))),
  );
  return h("figure", { class: "chart" }, h("figcaption", { text: title }), picture, h("p", { text: read }));
}

function mark(x, y, text) {
  return svg(
    "g",
    {},
    svg("rect", { class: "mark", x: x - 4, y: y - 4, width: 8, height: 8 }),
    svg("text", { class: "value", x, y: y - 9, "text-anchor": "middle", text }),
  );
}

const figure = (value) => new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 }).format(value);
