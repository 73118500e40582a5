/** Where the server asks for an access token that no proxy adds, the person types it; it stays in this tab. */

import { h } from "./dom.js";

let pending = null;

/**
 * Ask for the token, once however many requests wait for it.
 * @returns {Promise<string>} empty where the person gave up
 */
export function askToken() {
  pending = pending || show().finally(() => (pending = null));
  return pending;
}

function show() {
  return new Promise((resolve) => {
    const input = h("input", { id: "token", type: "password", autocomplete: "off", required: true });
    const close = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const form = h(
      "form",
      { onsubmit: (event) => (event.preventDefault(), close(input.value.trim())) },
      h("h2", { id: "token-title", text: "Jeton d'accès" }),
      h("p", { text: "Cet hôpital demande un jeton pour utiliser PrioIg. Il reste dans cet onglet." }),
      h("label", { for: "token", text: "Jeton" }),
      input,
      h(
        "p",
        { class: "actions" },
        h("button", { type: "submit", class: "primary", text: "Continuer" }),
        h("button", { type: "button", class: "reply", onclick: () => close(""), text: "Annuler" }),
      ),
    );
    const dialog = h("dialog", { "aria-labelledby": "token-title", oncancel: () => close("") }, form);
    document.body.append(dialog);
    dialog.showModal();
  });
}
