/** The table of the server, or the one that the service worker kept; and which version it is. */

let loading = null;

/**
 * The table, fetched once.
 * @returns {Promise<Object>} with `kept`: whether it is the one kept on this device because the network did not answer
 */
export function loadTable() {
  loading = loading || fetchTable().catch((error) => ((loading = null), Promise.reject(error)));
  return loading;
}

async function fetchTable() {
  const response = await fetch("/table.json");
  if (!response.ok) throw new Error(String(response.status));
  return { ...(await response.json()), kept: response.headers.has("X-Kept") };
}

/** Which version is shown. @param {Object} table */
export function versionWords(table) {
  const kept = table.kept ? " (copie gardée sur cet appareil)" : "";
  return `Table ${table.document} du ${table.date}${kept}`;
}

/** The same in the width of a header. @param {Object} table */
export function versionBadge(table) {
  return `${table.document} ${table.date}${table.kept ? " (copie)" : ""}`;
}
