/** The page of one record: opened by the reference behind "#", saved field by field as one leaves them. */

import { button, byId, h, toast } from "/page/js/dom.js";
import { Failure, post } from "/page/js/net.js";
import { download } from "./download.js";
import { pictures, section } from "./section.js";

const PICTURES = "evolution";
const OFFLINE = "Hors ligne : cette réponse n'est pas enregistrée. Réessayez au retour du réseau.";

const page = { form: null, state: null, at: null, unknown: "", refused: {}, save, erase, go };
let queue = Promise.resolve(); // one answer at a time, in the order in which fields were left

const reference = () => decodeURIComponent(location.hash.slice(1));
const status = (text) => (byId("status").textContent = text);

/** Open the record of the address, or ask for a reference. */
async function open() {
  const wanted = reference();
  byId("door").hidden = Boolean(wanted);
  byId("form").hidden = true;
  if (!wanted || wanted === "contenu") return;
  try {
    const data = await post("form/open", { reference: wanted });
    page.form = data;
    page.unknown = data.unknown;
    page.at = { section: data.sections[0].id, visit: data.visits[0]?.id || null };
    show(data);
    status("");
  } catch (failure) {
    byId("door").hidden = false;
    byId("reference").value = wanted;
    status(failure instanceof Failure && failure.message ? failure.message : OFFLINE);
  }
}

/** Draw all that depends on the answers; the focus stays on the field that one went to. */
function show(state) {
  page.state = state;
  byId("form").hidden = false;
  byId("title").textContent = page.form.short;
  byId("key").textContent = `${state.key}, référence ${page.form.reference}`;
  byId("total").textContent = `${state.total.filled} sur ${state.total.wanted} (${state.total.percent} %)`;
  byId("meter").value = state.total.percent;
  const { id: focused, value: typing } = document.activeElement || {};
  tabs();
  byId("section").replaceChildren(...(page.at.section === PICTURES ? pictures(page) : section(page)));
  const again = focused && document.getElementById(focused);
  if (!again) return;
  if (again.type === "text") again.value = typing; // what one is typing is not in the record yet
  again.focus({ preventScroll: true });
}

function tabs() {
  const made = page.form.sections.map((one) => {
    const parts = page.state.parts.filter((part) => part.section === one.id);
    const sum = (name) => parts.reduce((total, part) => total + part[name], 0);
    return tab(one.id, `${one.number}.`, one.title, `${sum("filled")}/${sum("wanted")}`);
  });
  if (page.form.pictures.length) made.push(tab(PICTURES, "∿", "Évolution", "courbes"));
  byId("sections").replaceChildren(...made);
}

function tab(id, mark, title, share) {
  const made = button("", () => go(id, page.at.visit), "");
  made.id = `tab-${id}`;
  made.append(mark, h("span", { class: "name", text: ` ${title}` }), h("small", { text: share }));
  if (page.at.section === id) made.setAttribute("aria-current", "true");
  return made;
}

/** Show another section or visit. */
function go(id, visit) {
  page.at = { section: id, visit };
  show(page.state);
  byId("section-title").focus({ preventScroll: true });
}

/** Send one answer; what is refused is said beside its field, which keeps what was typed. */
function save(cell, value) {
  queue = queue.then(async () => {
    try {
      const data = await post("form/answer", { reference: page.form.reference, cell, value });
      if (data.problem) return refused(cell, String(value), data.problem.message);
      delete page.refused[cell];
      show(data);
      status("");
      toast("Enregistré");
    } catch (failure) {
      status(failure instanceof Failure && failure.message ? failure.message : OFFLINE);
    }
  });
}

function erase(cells) {
  cells.forEach((cell) => save(cell, null));
}

/** Keep what was typed and why it was not taken, until it is corrected. */
function refused(cell, value, message) {
  page.refused[cell] = { value, message };
  const place = document.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
  if (!place) return status(message);
  place.querySelector(".error").textContent = message;
  place.querySelectorAll("input, select").forEach((one) => one.setAttribute("aria-invalid", "true"));
}

byId("door").addEventListener("submit", (event) => {
  event.preventDefault();
  location.hash = byId("reference").value.trim().toUpperCase();
});
byId("csv").addEventListener("click", () => download(page.form.reference, "csv"));
byId("json").addEventListener("click", () => download(page.form.reference, "json"));
addEventListener("hashchange", () => location.hash !== "#contenu" && open());
open();
