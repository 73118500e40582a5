/** The infusions of one course as a small calendar: a box a day, its grams, its vials drawn to scale. */

import { number, vialWords } from "./format.js";
import { h, svg } from "./dom.js";

const HEIGHT = 30; // of the drawing of a day, units
const SMALLEST = 8; // so that the smallest vial is still seen

/**
 * One calendar for each choice that the table leaves.
 * @param {{label: string, days: {grams: number, vials: [number, number][]}[]}[]} calendars
 * @returns {HTMLElement[]}
 */
export function calendars(all) {
  const largest = Math.max(0, ...all.flatMap((one) => one.days.flatMap((day) => day.vials.map(([size]) => size))));
  return all.map((one) =>
    h(
      "section",
      { class: "calendar", "aria-label": one.label ? `Perfusions, ${one.label.toLowerCase()}` : "Perfusions" },
      one.label ? h("p", { class: "calendar-title", text: one.label }) : null,
      h("ol", { class: one.days.length > 1 ? "days" : "days one" }, one.days.map((day, index) => box(day, index + 1, largest))),
    ),
  );
}

function box(day, position, largest) {
  return h(
    "li",
    { class: "day" },
    h("span", { class: "day-name", text: `J${position}` }),
    h("strong", { class: "day-grams", text: `${number(day.grams)}\u00a0g` }),
    drawing(day.vials, largest),
    h("span", { class: "day-vials" }, vialWords(day.vials).map((words) => h("span", { text: words }))),
  );
}

/** The vials side by side; a larger one is taller. The words below say the same. */
function drawing(vials, largest) {
  const all = vials.flatMap(([size, count]) => Array(count).fill(size));
  const shapes = all.map((size, index) => vial(index * 14, SMALLEST + (size / largest) * (HEIGHT - SMALLEST - 4)));
  const box = `0 0 ${Math.max(14, all.length * 14)} ${HEIGHT}`;
  const placed = { viewBox: box, preserveAspectRatio: "xMinYMax meet", class: "vials" };
  return svg("svg", { ...placed, "aria-hidden": "true", focusable: "false" }, shapes);
}

function vial(x, height) {
  const top = HEIGHT - height;
  const neck = svg("rect", { class: "neck", x: x + 4, y: top - 4, width: 4, height: 4 });
  return svg("g", {}, neck, svg("rect", { class: "vial", x: x + 1, y: top, width: 10, height, rx: 2 }));
}
