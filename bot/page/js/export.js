/** What leaves the page: a text for the chart, a link without the patient, a sheet of paper. */

import { dayAndTime } from "./format.js";
import { h, toast } from "./dom.js";

/** Copy the text for the chart, dated. @param {Object} words */
export async function copyJustification(words) {
  const done = await copy(`${words.justification}\nLe ${dayAndTime(new Date())}.`);
  toast(done ? "Texte copié, sans identité : collez-le dans le dossier." : "La copie a été refusée par le navigateur.");
}

/**
 * The link of a case. Everything stands after the "#", which no server ever receives.
 * @param {{indication: string, facts: Object}} link
 */
export function linkOf({ indication, facts }) {
  const query = new URLSearchParams({ situation: indication });
  for (const [fact, value] of Object.entries(facts)) query.append(fact, written(value));
  return `${location.origin}/#cas?${query}`;
}

function written(value) {
  if (typeof value !== "object") return String(value);
  return Object.entries(value).map(([bound, limit]) => `${bound}.${limit}`).join("_");
}

/**
 * The case of a link; what it says is checked by the server like any other case.
 * @param {string} hash
 * @returns {{indication: string, facts: Object}}
 */
export function caseOf(hash) {
  const query = new URLSearchParams(hash.slice(hash.indexOf("?") + 1));
  const indication = query.get("situation");
  query.delete("situation");
  return { indication, facts: Object.fromEntries([...query].map(([fact, text]) => [fact, read(text)])) };
}

function read(text) {
  if (text === "true" || text === "false") return text === "true";
  const bounds = [...text.matchAll(/(above|at_least|below|at_most)\.(\d+(?:\.\d+)?)/g)];
  return bounds.length ? Object.fromEntries(bounds.map(([, bound, limit]) => [bound, Number(limit)])) : text;
}

/** Give the link to the phone's own sharing, or copy it. @param {Object} words */
export async function shareLink(words) {
  const url = linkOf(words.link);
  if (navigator.share) {
    const given = await navigator.share({ title: `PrioIg : ${words.title}`, url }).then(() => true, () => false);
    if (given) return;
  }
  const done = await copy(url);
  toast(done ? "Lien copié : il ne contient aucune donnée de patient." : "La copie a été refusée par le navigateur.");
}

/** @param {string} text @returns {Promise<boolean>} */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return oldCopy(text); // without HTTPS there is no clipboard object
  }
}

function oldCopy(text) {
  const area = h("textarea", { class: "hidden", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** Print one answer alone, everything unfolded. @param {Element} card */
export function print(card) {
  const closed = [...card.querySelectorAll("details:not([open])")];
  closed.forEach((fold) => (fold.open = true));
  document.body.classList.add("print-one");
  card.classList.add("printed");
  window.print();
  document.body.classList.remove("print-one");
  card.classList.remove("printed");
  closed.forEach((fold) => (fold.open = false));
}
