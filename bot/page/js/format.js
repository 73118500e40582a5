/** Figures and lines as French writes them. No figure of the table stands here: all come from the answers. */

const NUMBER = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 3 });

/** @param {number} value */
export const number = (value) => NUMBER.format(value);

/**
 * A measure or its bounds: "3,2 g/L", "moins de 4 g/L".
 * @param {number|Object<string, number>} value
 * @param {string|null} unit
 */
export function measure(value, unit) {
  const after = unit ? `\u00a0${unit}` : "";
  if (typeof value === "number") return number(value) + after;
  const words = { above: "plus de", at_least: "au moins", below: "moins de", at_most: "au plus" };
  return Object.entries(value).map(([bound, limit]) => `${words[bound]} ${number(limit)}${after}`).join(", ");
}

/** Vials of one day: "3 × 20 g", larger first. @param {[number, number][]} vials size in grams, count */
export function vialWords(vials) {
  return vials.map(([size, count]) => `${count}\u00a0×\u00a0${number(size)}\u00a0g`);
}

/** Lower case without accents: what two spellings share. @param {string} text */
export function fold(text) {
  const flat = text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").normalize("NFD");
  return flat.replace(/[\u0300-\u036f]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
}

/**
 * The number that a person typed, or null where it is anything else ("8 mois", "< 4").
 * @param {string} text
 * @returns {number|null}
 */
export function typedNumber(text) {
  const clean = text.trim().replace(/[\s\u00a0\u202f]/g, "");
  return /^\d+([.,]\d+)?$/.test(clean) ? Number(clean.replace(",", ".")) : null;
}

/** The time of day, "03:12". @param {Date} date */
export function clock(date) {
  return date.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
}

/** Day and time, for the chart. @param {Date} date */
export function dayAndTime(date) {
  return `${date.toLocaleDateString("fr-FR")} à ${clock(date)}`;
}
