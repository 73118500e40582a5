/** What is said, as paragraphs, lists and warnings; and what a button that was tapped said. */

import { measure } from "./format.js";
import { h } from "./dom.js";
import { warnings } from "./marks.js";

/** Words of the moves that buttons send. */
export const MOVES = {
  "/back": "Retour",
  "/why": "Pourquoi ?",
  "/new_patient": "Nouveau patient",
  "/greet": "Choisir la situation dans une liste",
  "/what_would_change": "Qu'est-ce qui changerait la réponse ?",
  "/renewal": "Renouvellement",
  "/network_only": "Quel centre ?",
};

/** The moves that may follow an answer. @param {Object} decision @returns {string[]} */
export function moves(decision) {
  const able = [];
  if (decision.explanation.length) able.push("/what_would_change");
  if (["P", "UF", "NP"].includes(decision.status) && decision.facts.phase !== "renewal") able.push("/renewal");
  if (decision.indication && decision.status !== "not_justified") able.push("/network_only");
  return able;
}

const FORM = /((?:https?:\/\/[^\s/]+)?\/formulaire#[A-Z0-9-]+)/;
const FORGETS = /^(\/restart|\/new_patient|nouve(l|au|lle) patiente?|autre patiente?|recommencer)\b/i;

/** Whether a message starts with another patient: what is on the screen then goes. @param {string} text */
export const startsAnew = (text) => FORGETS.test(text.trim());

/**
 * The words of a message: those typed, or those of the button that was tapped.
 * @param {string} text
 * @param {Object[]} before the replies that the message answers
 */
export function wordsOf(text, before) {
  if (!text.startsWith("/")) return text;
  const buttons = before.flatMap((reply) => reply.buttons || []);
  const tapped = buttons.find((one) => one.payload === text);
  if (tapped) return tapped.title;
  if (MOVES[text]) return MOVES[text];
  const question = before.map((reply) => reply.custom).find((custom) => /question$/.test(custom?.type));
  try {
    return measure(JSON.parse(text.slice(text.indexOf("{"))).value, question?.unit_label);
  } catch {
    return text;
  }
}

/**
 * The text of a question without the options that stand below it as buttons.
 * @param {string} text
 * @param {{title: string}[]} buttons
 */
export function withoutOptions(text, buttons) {
  if (!buttons.length) return text;
  const titles = buttons.map((one) => one.title.toLowerCase());
  const lines = text.split("\n").filter((line) => !titles.includes(line.replace(/^- /, "").toLowerCase()));
  const last = (lines.at(-1) || "").toLowerCase();
  const repeats = titles.every((title) => last.includes(title));
  return (repeats && lines.length > 1 ? lines.slice(0, -1) : lines).join("\n");
}

/**
 * Lines as elements: "- " is an item, "! " a warning, anything else a paragraph.
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function paragraphs(text) {
  const made = [];
  let items = null;
  for (const line of text.split("\n").filter((part) => part.trim())) {
    if (line.startsWith("- ")) {
      if (!items) made.push((items = h("ul")));
      items.append(h("li", { text: line.slice(2) }));
      continue;
    }
    items = null;
    made.push(line.startsWith("! ") ? warnings([line.slice(2)]) : h("p", {}, ...linked(line)));
  }
  return made;
}

/** A line whose address of a form is a link. @param {string} line */
function linked(line) {
  return line.split(FORM).map((part) => (FORM.test(part) ? h("a", { href: part, text: part }) : part));
}

/** What the person said. @param {string} words @param {string} id */
export function mine(words, id) {
  return h(
    "article",
    { class: "said me", "data-id": id },
    h("p", {}, h("span", { class: "hidden", text: "Vous : " }), words),
    h("p", { class: "state", hidden: true }),
  );
}

/** What PrioIg said. @param {...(Node|null)} parts */
export function theirs(...parts) {
  return h("article", { class: "said bot" }, h("span", { class: "hidden", text: "PrioIg : " }), ...parts);
}
