/** A room followed live: asked again every few seconds, drawn again when something changed. */

import { Failure, post } from "/page/js/net.js";
import { bars, pairs } from "./bars.js";
import { button, byId, h, toast } from "/page/js/dom.js";
import { keep, recall } from "/page/js/tab.js";
import { count, show } from "./debrief.js";

const EVERY = 2500; // ms between two looks at the room
const AWAY = "Réseau perdu : la salle reste telle qu'elle était, et revient avec lui.";
const code = decodeURIComponent(location.pathname.split("/").pop() || "").toUpperCase();
const KEPT = `prioig.teacher.${code}`;

let teacher = location.hash.length > 8 ? location.hash.slice(1) : recall(KEPT) || "";
let version = "";
let timer = 0;
if (teacher && location.hash) history.replaceState(null, "", location.pathname); // a projector shows the address

const ask = (what, more = {}) => post(`training/${what}`, { code, teacher, ...more });

/** Look at the room, and look again later. */
async function look() {
  clearTimeout(timer);
  try {
    const found = await ask("room", { version });
    byId("status").textContent = "";
    if (found.name) draw(found);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    if (failure.kind === "refused") return door(failure.message);
    byId("status").textContent = failure.kind === "network" ? AWAY : failure.message;
  }
  timer = setTimeout(look, EVERY);
}

/** Ask for the teacher's code. */
function door(message = "") {
  keep(KEPT, null);
  byId("room").hidden = true;
  byId("door").hidden = false;
  byId("door-error").textContent = message;
  byId("teacher").focus();
}

byId("door").addEventListener("submit", (event) => {
  event.preventDefault();
  teacher = byId("teacher").value.trim();
  version = "";
  look();
});

function draw(found) {
  version = found.version;
  keep(KEPT, teacher);
  const typed = !byId("door").hidden;
  byId("door").hidden = true;
  byId("room").hidden = false;
  head(found);
  for (const [name, title] of Object.entries(found.titles)) {
    const id = name === "interns" ? "internes" : name;
    byId(`h-${id}`).textContent = title;
    byId(`e-${id}`).textContent = found.explained[name];
  }
  byId("interns").replaceChildren(interns(found));
  for (const name of ["rows", "families", "calibration"]) byId(name).replaceChildren(bars(found[name]));
  byId("before_after").replaceChildren(pairs(found.before_after));
  show(found.cases);
  if (typed) byId("name").focus();
}

function head(found) {
  document.title = `${found.name} · PrioIg`;
  byId("name").textContent = found.name;
  byId("code").textContent = byId("code-again").textContent = found.code;
  byId("join").textContent = `${location.origin}/entrainement/${found.code}`;
  const state = found.open ? `Ouverte jusqu'au ${found.ended}` : `Close le ${found.ended}`;
  byId("state").textContent = `${state}. ${count(found.interns.length)}, ${found.cases.length} cas.`;
  const qr = byId("qr");
  qr.hidden = !found.open;
  qr.alt = `QR code de l'adresse ${byId("join").textContent}`;
  const address = `/entrainement/qr/${found.code}`;
  if (qr.getAttribute("src") !== address) qr.src = address;
  if (!byId("actions").children.length || byId("actions").dataset.open !== String(found.open)) actions(found.open);
}

function actions(open) {
  byId("actions").dataset.open = String(open);
  const made = [
    button("Rapport", () => save("report", "text/html")),
    button("Tableau CSV", () => save("table", "text/csv")),
    open ? button("Clore la salle", () => sure("Clore la salle ? Plus aucune réponse ne sera prise.", "close")) : null,
    button("Supprimer la salle", () => sure("Supprimer la salle et toutes ses réponses ? C'est définitif.", "delete")),
  ];
  byId("actions").replaceChildren(...made.filter(Boolean));
}

/** Save a file that the server makes. */
async function save(what, type) {
  const file = await told(ask(what));
  if (!file) return;
  const link = h("a", { href: URL.createObjectURL(new Blob([file.text], { type })), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  toast(`${file.name} : enregistré.`);
}

async function sure(question, what) {
  if (!confirm(question)) return;
  const done = await told(ask(what));
  if (done?.deleted) return (clearTimeout(timer), door("La salle est supprimée."));
  if (done) look();
}

/** The result, or null once the failure was said. */
function told(result) {
  return result.catch((failure) => {
    if (!(failure instanceof Failure)) throw failure;
    toast(failure.message || AWAY);
    return null;
  });
}

function interns(found) {
  const heads = ["Pseudonyme", "Total", ...found.cases.map((one) => String(one.number))];
  const row = (one) =>
    h("tr", {}, h("th", { scope: "row", text: one.pseudonym }), h("td", { text: one.points }), one.cells.map(cell));
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col", text })))),
    h("tbody", {}, found.interns.map(row)),
  );
}

function cell(share) {
  if (share === null) return h("td", { text: "–" });
  return h("td", { class: share >= 0.999 ? "full" : share === 0 ? "none" : null, text: `${Math.round(100 * share)} %` });
}

if (teacher) look();
else door();
