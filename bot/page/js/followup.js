/** Follow-up dates as a calendar: one line down the screen, a box a day, a sign for each kind of check, today's place. */

import { h, svg } from "./dom.js";

/** The sign of each kind of item, so that it is told apart without its colour; others are a ring. */
const SIGNS = {
  trough: () => svg("circle", { cx: 7, cy: 7, r: 5 }),
  visit: () => svg("path", { d: "M7 1.5 12.5 12.5H1.5Z" }),
  lipids: () => svg("rect", { x: 2, y: 2, width: 10, height: 10 }),
};
const RING = () => svg("circle", { cx: 7, cy: 7, r: 4.25, class: "ring" });
const LONG = { day: "numeric", month: "long", year: "numeric" };

/**
 * @param {{title: string, events: {date: string, when: string, items: {id: string, label: string}[]}[]}} custom
 * @param {Date} [today]
 * @returns {HTMLElement}
 */
export function followup(custom, today = new Date()) {
  const now = today.toLocaleDateString("sv-SE");
  const next = custom.events.find((event) => event.date >= now);
  return h(
    "section",
    { class: "followup", "aria-label": custom.title },
    h("h2", { text: custom.title }),
    h("ol", {}, custom.events.map((event) => entry(event, now, event === next))),
  );
}

function entry(event, now, next) {
  const past = event.date < now;
  const state = past ? "passé" : next ? "prochaine échéance" : "";
  return h(
    "li",
    { class: past ? "past" : next ? "next" : null },
    h("span", { class: "when", text: event.when }),
    h(
      "div",
      {},
      h("time", { datetime: event.date, text: new Date(`${event.date}T12:00`).toLocaleDateString("fr-FR", LONG) }),
      state ? h("span", { class: "state", text: ` ${state}` }) : null,
      h("ul", {}, event.items.map((item) => h("li", {}, sign(item.id), h("span", { text: item.label })))),
    ),
  );
}

function sign(id) {
  const shape = (SIGNS[id] || RING)();
  return svg("svg", { viewBox: "0 0 14 14", class: `sign sign-${id}`, "aria-hidden": "true", focusable: "false" }, shape);
}
