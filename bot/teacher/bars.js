/** Bars with their text: a picture that is read without colour, and without the picture. */

import { h } from "/page/js/dom.js";

/** One bar. @param {{label: string, share: number, text: string, marked: boolean}} item @param {string} [kind] */
function bar(item, kind = "") {
  const fill = h("div", { class: "fill" });
  fill.style.width = `${100 * item.share}%`;
  const value = item.marked ? `${item.text} · attendu` : item.text;
  return h(
    "li",
    { class: `${kind} ${item.marked ? "marked" : ""}`.trim() || null },
    h("p", { class: "text" }, h("span", { text: item.label }), h("span", { class: "value", text: value })),
    h("div", { class: "track", "aria-hidden": "true" }, fill),
  );
}

const NOTHING = "Rien à montrer pour l'instant.";

/** A list of bars. @param {Object[]} items */
export function bars(items) {
  return items.length ? h("ul", { class: "bars" }, items.map((item) => bar(item))) : h("p", { text: NOTHING });
}

/** Two bars for each family: the first time, hatched, then the last. @param {Object[]} items */
export function pairs(items) {
  if (!items.length) return h("p", { text: NOTHING });
  const drawn = items.flatMap((item) => [
    bar({ ...item.before, label: `${item.label}, ${item.before.label}` }, "first"),
    bar({ ...item.after, label: `${item.label}, ${item.after.label}` }),
  ]);
  return h("ul", { class: "bars" }, drawn);
}
