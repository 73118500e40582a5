/** The whole table, to browse and search without a conversation and without a network. */

import { byId, h, list } from "./dom.js";
import { fold } from "./format.js";
import { entry } from "./row.js";
import { loadTable, versionWords } from "./tabledata.js";

/** Every row of both lists, with the text in which words are looked for. */
function entries(table) {
  const rows = table.situations.flatMap((situation) =>
    situation.rows.map((row) => ({ ...row, section: situation.section, situation: situation.label, words: situation.words })),
  );
  const refused = table.unjustified.map((one) => ({ ...one, status: "not_justified" }));
  return [...rows, ...refused].map((one) => ({ ...one, text: ` ${fold(`${JSON.stringify(Object.values(one))} ${one.status}`)}` }));
}

export class TableView {
  constructor() {
    this.shown = false;
    this.search = /** @type {HTMLInputElement} */ (byId("search"));
    this.search.addEventListener("input", () => this.filter());
    byId("search-form").addEventListener("submit", (event) => event.preventDefault());
  }

  /** Show the view. @param {string} wanted the row to open, or empty */
  async show(wanted) {
    if (!this.shown) await this.build();
    const target = wanted && byId(`row-${wanted}`);
    if (!target) return;
    this.search.value = "";
    this.filter();
    target.open = true;
    target.scrollIntoView({ block: "start" });
    target.querySelector("summary").focus({ preventScroll: true });
  }

  async build() {
    let table;
    try {
      table = await loadTable();
    } catch {
      byId("table-count").textContent = "Le tableau n'a pas pu être chargé : il faut le réseau la première fois.";
      return;
    }
    this.shown = true;
    byId("table-version").textContent = versionWords(table);
    this.items = entries(table).map((one) => ({ ...one, node: entry(one, table.statuses) }));
    const sections = table.sections.map((name, index) => this.section(name, index));
    byId("table-rows").append(...sections.map((one) => one.node), headerRules(table.rules));
    byId("table-sections").append(...sections.map((one) => h("a", { href: `#${one.node.id}`, onclick: jump, text: one.name })));
    this.sections = sections;
    this.filter();
  }

  section(name, index) {
    const items = this.items.filter((one) => one.section === name);
    const title = `section-${index}-title`;
    const heading = h("h2", { id: title, tabindex: "-1", text: name });
    const node = h("section", { id: `section-${index}`, "aria-labelledby": title }, heading, items.map((one) => one.node));
    return { name, items, node };
  }

  /** Keep the rows that hold a word beginning like each of those that are looked for. */
  filter() {
    if (!this.shown) return;
    const words = fold(this.search.value).split(" ").filter(Boolean);
    let count = 0;
    for (const { items, node } of this.sections) {
      const found = items.filter((one) => words.every((word) => one.text.includes(` ${word}`)));
      items.forEach((one) => (one.node.hidden = !found.includes(one)));
      node.hidden = !found.length;
      count += found.length;
    }
    byId("table-sections").hidden = words.length > 0;
    byId("table-count").textContent = countWords(count, words.length > 0);
  }
}

/** What the table's header says of every dose. */
function headerRules(rules) {
  return h("section", { "aria-labelledby": "header-rules" }, h("h2", { id: "header-rules", text: "Règles d'en-tête" }), list(rules));
}

function countWords(count, searching) {
  if (!count) return "Aucune ligne ne correspond. Une situation absente du tableau relève d'une RCP ou d'un centre de référence.";
  const lines = `${count} ligne${count > 1 ? "s" : ""}`;
  return searching ? `${lines} trouvée${count > 1 ? "s" : ""}` : `${lines}, indications et usages non justifiés`;
}

/** Go to a section without leaving the view. */
function jump(event) {
  event.preventDefault();
  const node = byId(event.currentTarget.getAttribute("href").slice(1));
  node.scrollIntoView({ block: "start" });
  node.querySelector("h2").focus({ preventScroll: true });
}
