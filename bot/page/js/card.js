/** The answer: verdict, what to do, dose, warnings, what was understood, source; the rest unfolds. */

import { byId, button, h } from "./dom.js";
import { calendars } from "./calendar.js";
import { copyJustification, print, shareLink } from "./export.js";
import { fold, folds } from "./folds.js";
import { gauge } from "./gauge.js";
import { paragraphs } from "./bubble.js";
import { warnings } from "./marks.js";

/** The mark of a status beside its word: the code, or a sign where the table has no code for it. */
const SIGNS = { P: "P", UF: "UF", NP: "NP", not_justified: "Non", criteria_not_met: "Non", not_listed: "–", incomplete: "?" };

let count = 0;

/**
 * @param {Object} decision the object of the interface
 * @param {Object} words its sentences (`page`)
 * @param {{open?: boolean}} [options] `open`: unfold everything
 * @returns {HTMLElement}
 */
export function card(decision, words, { open = false } = {}) {
  const title = `verdict-${(count += 1)}`;
  return h(
    "section",
    { class: "card", "data-status": decision.status, "aria-labelledby": title },
    head(decision, words, title),
    h("div", { class: "card-body" }, body(words), ...folds(words, open), actions(words)),
  );
}

function head(decision, words, title) {
  return h(
    "header",
    { class: "verdict" },
    h("span", { class: "code", "aria-hidden": "true", text: SIGNS[decision.status] || "?" }),
    h(
      "h2",
      { id: title },
      h("span", { class: "word", text: words.word }),
      words.title ? h("span", { class: "row" }, h("span", { class: "hidden", text: " : " }), words.title) : null,
    ),
  );
}

function body(words) {
  return [
    words.meaning ? h("div", { class: "meaning" }, ...paragraphs(words.meaning)) : null,
    words.todo ? h("p", { class: "todo", text: words.todo }) : null,
    ...dose(words),
    warnings(words.warnings),
    words.way_on ? h("p", { text: words.way_on }) : null,
    words.understood ? h("p", { class: "understood", text: words.understood }) : null,
    h("p", { class: "source", text: words.source }),
    words.note ? h("p", { class: "note", text: words.note }) : null,
    ...words.gauges.map(gauge),
  ];
}

/** The dose: the total stands out, the arithmetic follows, then the calendar. */
function dose(words) {
  const [first, ...rest] = words.dose;
  if (!first) return [];
  const parts = /^(.*?)(?: : | (?=\([^()]*g\/kg))(.+)$/.exec(first);
  const total = h("strong", { class: "total", text: parts ? parts[1] : first });
  const choice = words.calendars.length > 1 && words.calendars.some((one) => one.days.length > 1);
  const shown = words.calendars.length && !choice ? rest.filter((line) => !line.startsWith("Par jour")) : rest;
  return [
    h("div", { class: "dose" }, h("p", {}, total, parts ? h("span", { class: "sum", text: ` ${parts[2]}` }) : null)),
    ...(choice ? [] : calendars(words.calendars)),
    ...paragraphs(shown.join("\n")),
    choice ? fold("Calendriers possibles", calendars(words.calendars), words.calendars.length, false) : null,
  ];
}

function actions(words) {
  return h(
    "div",
    { class: "actions no-print" },
    button("Copier pour le dossier", () => copyJustification(words)),
    words.link ? button("Partager", () => shareLink(words)) : null,
    button("Imprimer", (event) => print(event.currentTarget.closest(".card"))),
  );
}

/** Fold an answer that another one replaces, so that an old dose is never read for the new one. @param {Element} old */
export function supersede(old) {
  if (old.classList.contains("old")) return;
  old.classList.add("old");
  old.querySelector("h2").append(h("span", { class: "row", text: "Réponse remplacée plus bas" }));
  const inside = old.querySelector(".card-body");
  inside.querySelector(".actions").remove();
  const fold = h("details", {}, h("summary", { text: "Revoir cette ancienne réponse" }));
  inside.replaceWith(fold);
  fold.append(inside);
}

/** Fold every answer of the conversation but the last. */
export function supersedeAll() {
  byId("log").querySelectorAll(".card:not(.old)").forEach(supersede);
}
