/** One conversation per tab: its random name, and the messages that wait, live in the tab's own storage. */

const SENDER = "prioig.tab";
const LOCK = "prioig.tab.";
const PATIENCE = 400; // ms: a page that is being replaced by its own reload lets go of its name by then

/** Read what this tab keeps under a name, or null. */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) || "null");
  } catch {
    return null;
  }
}

/** Keep a value in this tab; null forgets it. A browser that keeps nothing still works until it is reloaded. */
export function keep(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    /* storage refused: nothing to do */
  }
}

/** A random name of 32 hexadecimal digits: it identifies nobody and cannot be guessed. */
export function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Hold a name for the life of the page. @returns {Promise<boolean>} false where another tab holds it */
function hold(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PATIENCE);
    const forever = () => new Promise(() => resolve(true));
    navigator.locks.request(LOCK + name, { signal }, forever).catch(() => resolve(false));
  });
}

/**
 * The conversation of this tab. "Duplicate the tab" copies its storage: the copy finds the name held and takes another.
 * @returns {Promise<{sender: string, known: boolean}>} `known`: something may have been said in it already
 */
export async function openTab() {
  const kept = recall(SENDER);
  if (kept && (await hold(kept))) return { sender: kept, known: true };
  const sender = randomName();
  keep(SENDER, sender);
  keep("prioig.outbox", null);
  await hold(sender);
  return { sender, known: false };
}
