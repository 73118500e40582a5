/** One section of a form: its fields, its repeated rows, its visits, or the course over time. */

import { chart } from "./chart.js";
import { field } from "./field.js";
import { button, h, list } from "/page/js/dom.js";

/** The fields of these cells, with their headings; those that do not apply are left out. */
function fields(page, cells) {
  const { form, state } = page;
  const applies = new Set(state.applies);
  const made = [];
  let heading = null;
  for (const cell of cells.filter((one) => applies.has(one))) {
    const question = form.questions[cell.split(/[@#]/)[0]];
    if (question.heading !== heading) {
      heading = question.heading;
      if (heading) made.push(h("h3", { text: heading }));
    }
    made.push(field(question, cell, state.answers[cell], state.shown[cell], page));
  }
  return h("div", { class: "fields" }, made);
}

/** The rows of a group, and a list that opens another. */
function rows(page, group) {
  const { form, state } = page;
  const known = state.rows[group.id];
  const made = known.map((one) => {
    const cells = group.questions.map((name) => `${name}#${one.row}`);
    const remove = button(`Effacer ${one.label}`, () => page.erase(cells.filter((cell) => cell in state.answers)), "reply quiet");
    return h("div", { class: "row", role: "group", "aria-label": one.label }, fields(page, cells), h("p", {}, remove));
  });
  const next = `${group.questions[0]}#${Math.max(0, ...known.map((one) => one.row)) + 1}`;
  const question = { ...form.questions[group.questions[0]], label: `Ajouter : ${group.label}`, required: true };
  const add = known.length < group.largest ? field(question, next, undefined, "", page) : null;
  return h("div", {}, h("h3", { text: group.label[0].toUpperCase() + group.label.slice(1) }), made, add);
}

function visits(page) {
  const { form, state } = page;
  const part = (visit) => state.parts.find((one) => one.visit === visit.id);
  return h(
    "div",
    { class: "tabs", role: "group", "aria-label": "Visites" },
    form.visits.map((visit) => {
      const found = part(visit);
      const tab = button("", () => page.go(page.at.section, visit.id), "");
      tab.append(visit.id, h("small", { text: `${found.filled}/${found.wanted}` }));
      tab.setAttribute("aria-pressed", String(visit.id === page.at.visit));
      tab.setAttribute("aria-label", `${visit.label}, ${found.filled} sur ${found.wanted}`);
      return tab;
    }),
  );
}

/** The course of each measure that the form wants drawn. */
export function pictures(page) {
  const { form, state } = page;
  const charts = form.pictures.map((name) => {
    const cells = form.visits.map((visit) => `${name}@${visit.id}`);
    const values = cells.map((cell) => (typeof state.answers[cell] === "number" ? state.answers[cell] : null));
    return chart(form.questions[name], form.visits, values, cells.map((cell) => state.shown[cell] || ""));
  });
  return [h("h2", { id: "section-title", tabindex: -1, text: "Évolution" }), h("div", { class: "charts" }, charts)];
}

/** The section in hand. */
export function section(page) {
  const { form, at, state } = page;
  const found = form.sections.find((one) => one.id === at.section);
  const title = h("h2", { id: "section-title", tabindex: -1, text: `${found.number}. ${found.title}` });
  if (found.by_visit) {
    const visit = form.visits.find((one) => one.id === at.visit);
    const asked = found.questions.filter((name) => form.questions[name].visits.includes(visit.id));
    return [title, visits(page), h("p", { class: "muted", text: visit.label }), fields(page, asked.map((name) => `${name}@${visit.id}`))];
  }
  const inclusion = found.questions.some((name) => form.inclusion_questions.includes(name)) ? list(state.inclusion) : null;
  return [title, inclusion, fields(page, found.questions), found.rows ? rows(page, found.rows) : null].filter(Boolean);
}
