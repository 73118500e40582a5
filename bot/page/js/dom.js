/** Elements without HTML strings: what comes from elsewhere is always text, never markup. */

const SVG = "http://www.w3.org/2000/svg";

/** Set attributes (`class`, `aria-*`, …), listeners (`onclick`) and properties that are no attribute (`text`). */
function dress(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/**
 * An HTML element.
 * @param {string} tag
 * @param {Object<string, *>} [props]
 * @param {...(Node|string|null|Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  return dress(document.createElement(tag), props, children);
}

/**
 * An SVG element.
 * @param {string} tag
 * @param {Object<string, *>} [props]
 * @param {...(Node|string|null|Array)} children
 * @returns {SVGElement}
 */
export function svg(tag, props = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), props, children);
}

/**
 * The element of an identifier.
 * @param {string} id
 * @returns {HTMLElement}
 */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * A real button.
 * @param {string} label
 * @param {(event: Event) => void} onclick
 * @param {string} [kind] class names
 * @returns {HTMLElement}
 */
export function button(label, onclick, kind = "reply") {
  return h("button", { type: "button", class: kind, onclick, text: label });
}

/**
 * A list of sentences, or nothing where there is none.
 * @param {string[]} items
 * @param {string} [kind] class names
 * @returns {HTMLElement|null}
 */
export function list(items, kind = "") {
  return items.length ? h("ul", { class: kind || null }, items.map((item) => h("li", { text: item }))) : null;
}

let toastTimer = 0;

/** Say briefly that something was done. */
export function toast(message) {
  const place = byId("toast");
  place.textContent = message;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (place.textContent = ""), 4000);
}
