/** One field of a form, made from what the form says of the question: its kind, unit, range and choices. */

import { h } from "/page/js/dom.js";

const YES_NO = [{ value: true, label: "oui" }, { value: false, label: "non" }];

/**
 * @param {Object} question as the form describes it
 * @param {string} cell
 * @param {*} value the answer, or undefined
 * @param {string} text the answer as it is read
 * @param {{unknown: string, save: (cell: string, value: *) => void}} page
 * @returns {HTMLElement}
 */
export function field(question, cell, value, text, page) {
  const id = `f-${cell.replace(/[@#]/g, "-")}`;
  const long = question.kind === "multiple" || question.kind === "text";
  const props = { class: `field${long ? " long" : ""}`, "data-cell": cell };
  const error = h("p", { class: "error", id: `${id}-error`, role: "alert", text: page.refused[cell]?.message });
  const title = `${question.label}${question.required ? "" : " (facultatif)"}`;
  if (question.kind === "boolean" || question.kind === "multiple") {
    return h("fieldset", props, h("legend", { text: title }), options(question, cell, id, value, page), error);
  }
  const described = `${id}-hint ${id}-error`;
  const label = h("label", { for: id, text: title });
  if (question.kind === "choice") {
    return h("div", props, label, select(question, cell, id, value, page, described), error);
  }
  const unit = question.unit ? h("span", { class: "unit", text: question.unit }) : null;
  const prefix = question.prefix ? h("span", { class: "unit", text: question.prefix }) : null;
  const input = typed(question, cell, id, value, text, page, described);
  const hint = h("p", { class: "hint", id: `${id}-hint`, text: `${question.hint}, ou «\u00a0inconnu\u00a0»` });
  return h("div", props, label, h("div", { class: "line" }, prefix, input, unit), hint, error);
}

/** A field to type in; it is sent when one leaves it, with what is written. */
function typed(question, cell, id, value, text, page, described) {
  const number = question.kind === "number";
  const shown = value === page.unknown ? "inconnu" : number && value !== undefined ? String(value).replace(".", ",") : text;
  const refused = page.refused[cell];
  const input = h("input", {
    id, type: "text", autocomplete: "off", maxlength: 500, "aria-describedby": described,
    value: refused ? refused.value : shown || "", "aria-invalid": refused ? "true" : null,
    inputmode: number ? (question.integer ? "numeric" : "decimal") : null, spellcheck: question.kind === "text" ? "true" : "false",
  });
  input.addEventListener("change", () => {
    const said = input.value.trim();
    page.save(cell, said === "" ? null : said.toLowerCase() === "inconnu" ? page.unknown : said);
  });
  return input;
}

function select(question, cell, id, value, page, described) {
  const choices = [{ value: "", label: "—" }, ...question.choices, { value: page.unknown, label: "inconnu" }];
  const made = choices.map((one) => h("option", { value: one.value, selected: one.value === (value ?? ""), text: one.label }));
  const list = h("select", { id, "aria-describedby": described.split(" ")[1] }, made);
  list.addEventListener("change", () => page.save(cell, list.value || null));
  return list;
}

/** Oui, non, inconnu or nothing; or several answers, of which one may exclude the others. */
function options(question, cell, id, value, page) {
  const several = question.kind === "multiple";
  const known = several ? [...question.choices] : [...YES_NO];
  known.push({ value: page.unknown, label: "inconnu" });
  if (!several) known.push({ value: null, label: "sans réponse" });
  const chosen = Array.isArray(value) ? value : [value ?? null];
  const inputs = known.map((one, index) => {
    const input = h("input", { type: several ? "checkbox" : "radio", id: `${id}-${index}`, name: id, checked: chosen.includes(one.value) });
    input.addEventListener("change", () => page.save(cell, several ? toggled(question, value, one.value, input.checked, page.unknown) : one.value));
    return h("label", { for: `${id}-${index}` }, input, one.label);
  });
  return h("div", { class: "options" }, inputs);
}

/** The answers once one of them was ticked or not. */
function toggled(question, value, one, on, unknown) {
  const alone = [...question.exclusive, unknown];
  const before = (Array.isArray(value) ? value : [value]).filter((item) => item !== undefined && item !== one);
  const after = !on ? before : alone.includes(one) ? [one] : [...before.filter((item) => !alone.includes(item)), one];
  return after.includes(unknown) ? unknown : after.length ? after : null;
}
