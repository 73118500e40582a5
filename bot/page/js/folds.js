/** What stands behind an answer, unfolded on demand: criteria, regimens, opinions, notes. */

import { h, list } from "./dom.js";
import { criterion } from "./marks.js";

/**
 * @param {Object} words the sentences of an answer
 * @param {boolean} open
 * @returns {HTMLElement[]}
 */
export function folds(words, open) {
  const other = words.renewal ? "à l'initiation" : "au renouvellement";
  const made = [
    fold("Critères", h("ul", { class: "criteria" }, words.criteria.map(criterion)), words.criteria.length, open),
    fold("Schémas du tableau", list(words.regimens), words.regimens.length > 1 && words.regimens.length, open),
    fold("Avis", list(words.opinions), words.opinions.length, open),
    fold(`Avis ${other}`, list(words.opinions_other_phase), words.opinions_other_phase.length, open),
    fold("Toutes les remarques", remarks(words), words.notes.length + words.all_warnings.length, open),
  ];
  return made.filter(Boolean);
}

function remarks(words) {
  return list([...words.notes, ...words.all_warnings, words.unsigned]);
}

/**
 * One fold; nothing where there is nothing to unfold.
 * @param {string} title
 * @param {Node|Node[]} content
 * @param {number|false} size how many things it holds
 * @param {boolean} open
 */
export function fold(title, content, size, open) {
  if (!size) return null;
  const summary = h("summary", {}, title, h("span", { class: "size", text: ` ${size}` }));
  return h("details", { class: "fold", open }, summary, h("div", { class: "fold-body" }, content));
}
