// The page and the table without a network. The server writes `BUILD` (version, paths) on the line above.
/* global BUILD */
const PAGE = `page-${BUILD.version}`;
const TABLE = "table";
const TABLE_PATH = "/table.json";
const PATIENCE = 2500; // ms for the network to give the table before the kept one is shown

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method !== "GET") return; // messages always need the network
  if (path === TABLE_PATH) event.respondWith(table(request));
  else if (BUILD.paths.includes(path)) event.respondWith(page(path, request));
});

/** Take every file of this version together: a page never mixes two. Those just loaded are only asked about. */
async function install() {
  const fresh = BUILD.paths.map((path) => new Request(path, { cache: "no-cache" }));
  await (await caches.open(PAGE)).addAll(fresh);
  await (await caches.open(TABLE)).add(new Request(TABLE_PATH, { cache: "no-cache" }));
  await self.skipWaiting();
}

/** Drop the files of older versions and serve the tabs that are open. */
async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("page-") && name !== PAGE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A file of the page, as kept. */
async function page(path, request) {
  const kept = await (await caches.open(PAGE)).match(path);
  return kept || fetch(request);
}

/** The table of the network, which may be newer; the kept one where the network is down or slow. */
async function table(request) {
  const cache = await caches.open(TABLE);
  const kept = await cache.match(TABLE_PATH);
  const late = new Promise((resolve) => setTimeout(resolve, kept ? PATIENCE : 60000));
  const fresh = fetch(request).then(async (response) => {
    if (response.ok) await cache.put(TABLE_PATH, response.clone());
    return response;
  });
  const first = await Promise.race([fresh.catch(() => undefined), late]);
  if (first && first.ok) return first;
  if (!kept) return first || Response.error();
  const headers = new Headers(kept.headers);
  headers.set("X-Kept", "1");
  return new Response(await kept.blob(), { status: 200, headers });
}
