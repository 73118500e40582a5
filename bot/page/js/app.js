/** Puts the views together: conversation, table, shared case. */

import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Failure, post } from "./net.js";
import { Outbox } from "./outbox.js";
import { TableView } from "./table.js";
import { byId } from "./dom.js";
import { installWorker } from "./worker.js";
import { loadTable, versionBadge } from "./tabledata.js";
import { openTab } from "./tab.js";
import { showCase } from "./case.js";

const AGAIN = 3000; // ms before a lost conversation is asked for again
const OFFLINE = "Hors ligne : votre message attend et partira dès le retour du réseau. Le tableau reste lisible.";
const AWAY = "Hors ligne : la conversation reviendra avec le réseau. Le tableau reste lisible.";

const table = new TableView();
const composer = new Composer((text, words) => say(text, words));
const chat = new Chat((text, words) => say(text, words), composer);
const opened = openTab().then(({ sender, known }) => {
  const outbox = new Outbox(sender, {
    delivered: (item, replies) => (status(""), chat.answered(item, replies)),
    refused: (item, message) => (status(""), chat.refused(item, message)),
    waiting: (item, failure) => {
      chat.state(item, failure.message || "En attente du réseau…");
      status(failure.kind === "network" ? OFFLINE : "");
    },
  });
  (known ? restore(sender) : Promise.resolve([])).then((turns) => resume(outbox, turns));
  return outbox;
});

/** Take a message of the person. */
async function say(text, words) {
  const outbox = await opened;
  chat.sent(outbox.push(text), words);
}

/** Say the state of the network; nothing where all is well. */
const status = (text) => (byId("status").textContent = text);

/** What was said in this tab, asked for until the server gives it. */
async function restore(sender) {
  for (;;) {
    try {
      return await post("conversation", { sender });
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      status(failure.kind === "refused" ? failure.message : AWAY);
      if (failure.kind === "refused") return [];
    }
    await new Promise((resolve) => (setTimeout(resolve, AGAIN), addEventListener("online", resolve, { once: true })));
  }
}

/** Show what was said, then what still waits, and send it. */
function resume(outbox, turns) {
  if (turns.length) {
    chat.restore(turns);
    outbox.drop(new Set(turns.map((turn) => turn.id)));
    outbox.items.forEach((item) => chat.sent(item));
    status("");
  } else outbox.items.filter((item) => !chat.bubble(item)).forEach((item) => chat.sent(item));
  outbox.open();
}

/** Show the view that the address names. */
function route(event) {
  if (location.hash === "#contenu") return; // the skip link
  const invited = /^#entrainement(?:\/([a-z]{4,8}))?$/i.exec(location.hash);
  if (invited) return goOn(`entraînement ${invited[1] || ""}`.trim()); // a room's address: its code, ready to be sent
  const [, name = "conversation", rest = ""] = /^#(tableau|cas)(?:[/?](.*))?$/.exec(location.hash) || [];
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== name;
  for (const link of document.querySelectorAll("nav [data-view]")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.view = name;
  if (name === "tableau") table.show(rest);
  if (name === "cas") showCase(location.hash, goOn);
  if (event) (byId(`h-${name}`).tabIndex = -1), byId(`h-${name}`).focus({ preventScroll: Boolean(rest) });
}

/** Take a shared case's words to the conversation: once its view is shown, for showing a view moves the focus. */
function goOn(text) {
  addEventListener("hashchange", () => composer.fill(text), { once: true });
  location.hash = "#conversation";
}

addEventListener("hashchange", route);
addEventListener("offline", () => status(AWAY));
addEventListener("online", () => status(""));
byId("start").addEventListener("click", () => say("/greet", "Choisir la situation dans une liste"));
for (const tool of document.querySelectorAll("[data-move]")) {
  tool.addEventListener("click", () => say(tool.dataset.move, tool.textContent));
}
route();
loadTable().then((found) => (byId("version").textContent = versionBadge(found)), () => {});
installWorker();
