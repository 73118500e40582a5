/** A case that came by link: its answer, and the way to go on with one's own patient. */

import { button, byId, h } from "./dom.js";
import { card } from "./card.js";
import { caseOf } from "./export.js";
import { paragraphs } from "./bubble.js";
import { post } from "./net.js";

/**
 * Show the answer to the case of the address.
 * @param {string} hash
 * @param {(text: string) => void} goOn puts words in the message field
 */
export async function showCase(hash, goOn) {
  const place = byId("case");
  place.replaceChildren(h("p", { class: "muted", text: "Lecture du cas…" }));
  let answer;
  try {
    answer = await post("case", caseOf(hash));
  } catch (error) {
    answer = { error: { message: error.message || "Pas de réseau : rouvrez ce lien plus tard." } };
  }
  if (answer.error) return place.replaceChildren(...paragraphs(`! ${answer.error.message}`));
  const words = answer.page;
  const facts = words.understood.replace(/^Compris : /, "").replace(/\.$/, "");
  const text = [words.situation, facts].filter(Boolean).join(", ");
  place.replaceChildren(
    card(answer.custom, words),
    h("p", { text: "Pour la dose de votre patient, reprenez ce cas et ajoutez le poids." }),
    h("p", { class: "actions" }, button("Reprendre dans la conversation", () => goOn(text), "primary")),
  );
}
