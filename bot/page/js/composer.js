/** Where one writes: plain text, or the number that is asked for, with its unit in the field and a number pad. */

import { byId } from "./dom.js";
import { number, typedNumber } from "./format.js";

const MINE = "Votre message";

export class Composer {
  /** @param {(text: string, words: string) => void} send */
  constructor(send) {
    this.send = send;
    this.input = /** @type {HTMLInputElement} */ (byId("message"));
    this.asked = null;
    byId("composer").addEventListener("submit", (event) => (event.preventDefault(), this.submit()));
    byId("keyboard").addEventListener("click", () => this.toggle());
  }

  /**
   * Prepare the field for a question, or for free text.
   * @param {Object|null} question the object of the interface
   * @param {{label: string, integer: boolean}|null} [words]
   */
  ask(question, words = null) {
    this.asked = question?.kind === "number" ? { ...question, ...words } : null;
    const unit = this.asked?.unit_label || "";
    byId("composer-label").textContent = question && words ? `Réponse : ${words.label}` : MINE;
    byId("unit").textContent = unit;
    byId("unit").hidden = !unit;
    byId("keyboard").hidden = !this.asked;
    this.pad(Boolean(this.asked));
  }

  /** Number pad, or letters. @param {boolean} digits */
  pad(digits) {
    this.input.inputMode = digits ? (this.asked.integer ? "numeric" : "decimal") : "text";
    byId("keyboard").textContent = digits || !this.asked ? "Abc" : "123";
    byId("keyboard").setAttribute("aria-label", digits ? "Clavier de lettres" : "Clavier de chiffres");
  }

  toggle() {
    this.pad(this.input.inputMode === "text");
    this.input.focus();
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return this.input.focus();
    this.input.value = "";
    const value = this.asked ? typedNumber(text) : null;
    if (value === null) this.send(text, text);
    else this.send(`/answer${JSON.stringify({ value, fact: this.asked.fact })}`, this.withUnit(value));
  }

  withUnit(value) {
    return this.asked.unit_label ? `${number(value)}\u00a0${this.asked.unit_label}` : number(value);
  }

  /** Put words in the field, to be read again and sent. @param {string} text */
  fill(text) {
    this.ask(null);
    this.input.value = text;
    this.input.focus();
  }
}
