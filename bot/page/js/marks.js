/** Small drawings beside words: each says the same as its word, for eyes that go faster than reading. */

import { h, svg } from "./dom.js";

const PATHS = {
  met: "M3 8.5 6.5 12 13 4.5",
  not_met: "M4 4l8 8M12 4l-8 8",
  unknown: "M5.5 5.5a2.5 2.5 0 1 1 3.6 2.2C8.3 8.2 8 8.7 8 9.6M8 12.4v.2",
  warning: "M8 2 15 14H1ZM8 6.5v3.5M8 12v.2",
};
const WORDS = { met: "oui", not_met: "non", unknown: "inconnu" };

/** A drawing of 16 units, hidden from screen readers. @param {string} name */
export function mark(name) {
  const path = svg("path", { d: PATHS[name] });
  return svg("svg", { viewBox: "0 0 16 16", class: `mark mark-${name}`, "aria-hidden": "true", focusable: "false" }, path);
}

/** One criterion with its state: drawing, sentence and word. @param {{label: string, state: string}} criterion */
export function criterion({ label, state }) {
  return h(
    "li",
    { class: `criterion ${state}` },
    mark(state),
    h("span", {}, label, "\u00a0: ", h("strong", { text: WORDS[state] })),
  );
}

/** What must be read with the answer. @param {string[]} texts @returns {HTMLElement|null} */
export function warnings(texts) {
  if (!texts.length) return null;
  const lines = texts.map((text) => h("li", {}, mark("warning"), h("span", {}, text)));
  return h("ul", { class: "warnings", "aria-label": "Attention" }, lines);
}
