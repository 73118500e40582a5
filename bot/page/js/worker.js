/** The service worker keeps the page and the table on the device; a new version is announced, never forced. */

import { byId, button } from "./dom.js";

const PATH = "/sw.js";

/** Trusted types: the only script address that the page ever makes. */
function trusted() {
  if (!globalThis.trustedTypes) return PATH;
  return globalThis.trustedTypes.createPolicy("prioig", { createScriptURL: () => PATH }).createScriptURL("");
}

/** Register the worker where the browser has one (HTTPS or this machine). */
export function installWorker() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const updating = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    if (!updating) return;
    byId("status").replaceChildren("Une nouvelle version est prête. ", button("Recharger", () => location.reload()));
  });
  workers.register(trusted(), { updateViaCache: "none" }).catch(() => {});
}
