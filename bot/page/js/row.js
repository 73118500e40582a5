/** One row of the table: code, word and name; its criteria, opinions, doses and remarks unfold. */

import { h, list } from "./dom.js";
import { warnings } from "./marks.js";

const SIGNS = { not_justified: "Non" };
const JOINTS = {
  all: "Tous ces critères :",
  any: "Au moins un de ces critères :",
  not: "Sauf :",
  unknown: "Tant que l'on ne sait pas :",
  unless: "Sauf si :",
};

/**
 * @param {Object} row a row of /table.json, with its section and status
 * @param {Object<string, string>} words the word of each status
 * @returns {HTMLElement}
 */
export function entry(row, words) {
  return h(
    "details",
    { class: "entry", id: `row-${row.id}`, "data-status": row.status },
    h(
      "summary",
      {},
      h("span", { class: "code", "aria-hidden": "true", text: SIGNS[row.status] || row.status }),
      h("span", { class: "name" }, row.label, h("span", { class: "word", text: words[row.status] })),
    ),
    h("div", { class: "entry-body" }, row.rows === undefined && row.criteria === undefined ? refused(row) : printed(row)),
  );
}

function refused(row) {
  return [h("p", { text: "Usage que le tableau dit non justifié ou non acceptable." }), warnings(row.warnings)];
}

function printed(row) {
  return [
    row.confirm ? warnings([row.confirm]) : null,
    part("Situation", h("p", { text: row.situation })),
    part("Critères", criteria(row.criteria)),
    part("Avis à l'initiation", list(row.initiation) || none()),
    part("Avis au renouvellement", list(row.renewal) || none()),
    part("Posologie", list(row.regimens) || h("p", { text: "Le tableau n'en donne pas." })),
    row.warnings.length ? part("Selon le cas", list(row.warnings)) : null,
    row.notes.length ? part("Remarques", list(row.notes)) : null,
    h("p", { class: "source", text: `${row.place}${row.labelled ? ", marque AMM du tableau" : ""}` }),
    h("p", {}, h("a", { href: `#tableau/${row.id}`, text: "Lien vers cette ligne" })),
  ];
}

const none = () => h("p", { text: "Aucun avis imprimé." });

function part(title, content) {
  return h("section", {}, h("h3", { text: title }), content);
}

/** The criteria as the table joins them. @param {string|Object} tree */
function criteria(tree) {
  if (typeof tree === "string") return h("p", { text: capital(tree) });
  const [[joint, parts]] = Object.entries(tree);
  if (!parts.length) return h("p", { text: "La situation suffit." });
  if (parts.length === 1 && (joint === "all" || joint === "any")) return criteria(parts[0]);
  const items = parts.map((one) => h("li", {}, typeof one === "string" ? capital(one) : criteria(one)));
  return h("div", {}, h("p", { class: "joint", text: JOINTS[joint] }), h("ul", {}, items));
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
