/** Requests to the page's own endpoint, and what their failures mean. */

import { askToken } from "./token.js";
import { keep, recall } from "./tab.js";

const TOKEN = "prioig.token";
const PATIENCE = 20000; // ms before a silent network counts as lost

/**
 * Why a request failed. `kind`: "network" (nothing came back), "busy" (wait `after` seconds) or "refused" (final).
 */
export class Failure extends Error {
  constructor(kind, message = "", after = 0) {
    super(message);
    this.kind = kind;
    this.after = after;
  }
}

/**
 * Post JSON to `/page/<path>`.
 * @param {string} path
 * @param {Object} body
 * @returns {Promise<*>} the JSON of the answer
 * @throws {Failure}
 */
export async function post(path, body) {
  const response = await send(path, body);
  if (response.status === 401) {
    const token = await askToken();
    if (!token) throw new Failure("refused", "Sans jeton d'accès, PrioIg ne peut pas répondre.");
    keep(TOKEN, token);
    return post(path, body);
  }
  const data = await response.json().catch(() => null);
  if (response.ok && data) return data;
  const message = data?.error?.message || "PrioIg n'a pas pu répondre. Réessayez.";
  if ([429, 502, 503, 504].includes(response.status)) {
    throw new Failure("busy", message, Number(response.headers.get("Retry-After")) || 2);
  }
  throw new Failure("refused", message);
}

async function send(path, body) {
  const token = recall(TOKEN);
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  try {
    return await fetch(`/page/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new Failure("network");
  }
}
