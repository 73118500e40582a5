/** The record as a file, written by the server and saved by the browser. */

import { h } from "/page/js/dom.js";
import { post } from "/page/js/net.js";

/** @param {string} reference @param {"csv"|"json"} format */
export async function download(reference, format) {
  const file = await post("form/export", { reference, format });
  const blob = new Blob([file.text], { type: "text/plain;charset=utf-8" });
  const link = h("a", { href: URL.createObjectURL(blob), download: file.name });
  link.click();
  URL.revokeObjectURL(link.href);
}
