/** The cases one by one, for the debriefing: the text, what was answered, then the answer of the rules. */

import { bars } from "./bars.js";
import { button, byId, h } from "/page/js/dom.js";

let at = 0;
let cases = [];
let opened = false; // the answer is folded until the teacher unfolds it: it stays so while figures come in

/** Show the case in hand again, with new figures. @param {Object[]} found */
export function show(found) {
  cases = found;
  at = Math.min(at, Math.max(0, cases.length - 1));
  draw();
}

function move(step) {
  at = (at + step + cases.length) % cases.length;
  opened = false;
  draw();
}

/** "1 interne", "30 internes". @param {number} number */
export const count = (number) => `${number} interne${number > 1 ? "s" : ""}`;

const lines = (text) => text.split("\n").filter(Boolean).map((line) => h("p", { text: line }));

function draw() {
  const one = cases[at];
  const focused = document.activeElement?.dataset?.turn;
  const previous = button("Cas précédent", () => move(-1));
  const next = button("Cas suivant", () => move(1));
  previous.dataset.turn = "previous";
  next.dataset.turn = "next";
  byId("turn").replaceChildren(previous, next, h("span", { text: cases.length ? `Cas ${at + 1} sur ${cases.length}` : "" }));
  document.querySelector(`[data-turn="${focused || "none"}"]`)?.focus();
  byId("case").replaceChildren(...(one ? drawn(one) : []));
}

function drawn(one) {
  const asked = one.questions.flatMap((question) => [h("h3", { text: question.title }), bars(hidden(question.bars))]);
  const answer = h(
    "details",
    { open: opened, ontoggle: (event) => unfold(event.target.open) },
    h("summary", { text: "Montrer la réponse attendue" }),
    h("h3", { text: one.title }),
    one.questions.map((question) => h("p", { text: `${question.title} : ${question.right}` })),
    lines(one.card),
    lines(one.rests_on),
    one.errors.length ? h("p", { text: `Erreurs : ${one.errors.join(" ; ")}.` }) : null,
  );
  const head = `${count(one.answered)} ; réussite : ${one.success}`;
  return [h("p", { class: "muted", text: head }), h("blockquote", {}, lines(one.text)), ...asked, answer];
}

/** The bars, without the mark of the right answer while it is folded. */
const hidden = (found) => (opened ? found : found.map((item) => ({ ...item, marked: false })));

function unfold(open) {
  if (open === opened) return;
  opened = open;
  draw();
}
