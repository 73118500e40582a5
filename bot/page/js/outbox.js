/** Messages on their way: one at a time, in order; each waits for the network and is taken by the server once. */

import { Failure, post } from "./net.js";
import { keep, randomName, recall } from "./tab.js";

const KEY = "prioig.outbox";
const FIRST_WAIT = 1; // s, doubled at each failure
const LONGEST_WAIT = 15;

/**
 * @typedef {Object} Item a message: `id` is its name for the server, which answers the same name once
 * @property {string} id
 * @property {string} text
 * @property {number} tries
 */

export class Outbox {
  /**
   * @param {string} sender the conversation of this tab
   * @param {Object} events `delivered(item, replies)`, `waiting(item, after)`, `refused(item, message)`
   */
  constructor(sender, events) {
    this.sender = sender;
    this.events = events;
    /** @type {Item[]} */
    this.items = recall(KEY) || [];
    this.running = true; // until what was said before is known
    this.timer = 0;
    addEventListener("online", () => this.run());
  }

  /** Take a message. @param {string} text @returns {Item} */
  push(text) {
    const item = { id: randomName(), text, tries: 0 };
    this.items.push(item);
    keep(KEY, this.items);
    this.run();
    return item;
  }

  /** Forget the messages that the server already has. @param {Set<string>} ids */
  drop(ids) {
    this.items = this.items.filter((item) => !ids.has(item.id));
    this.save();
  }

  /** Start sending. */
  open() {
    this.running = false;
    this.run();
  }

  save() {
    keep(KEY, this.items.length ? this.items : null);
  }

  /** Send what waits. */
  async run() {
    clearTimeout(this.timer);
    if (this.running) return;
    this.running = true;
    try {
      while (this.items.length && (await this.first()));
    } finally {
      this.running = false;
    }
  }

  /** Send the first message. @returns {Promise<boolean>} whether the next one may follow */
  async first() {
    const item = this.items[0];
    const body = { sender: this.sender, id: item.id, message: item.text, again: item.tries > 0 };
    item.tries += 1;
    this.save();
    let replies;
    try {
      replies = await post("message", body);
    } catch (error) {
      return this.failed(item, error);
    }
    this.leave(item);
    this.events.delivered(item, replies);
    return true;
  }

  failed(item, error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === "refused") {
      this.leave(item);
      this.events.refused(item, error.message);
      return true;
    }
    const after = error.after || Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (item.tries - 1));
    this.events.waiting(item, error);
    this.timer = setTimeout(() => this.run(), after * 1000);
    return false;
  }

  leave(item) {
    this.items = this.items.filter((other) => other !== item);
    this.save();
  }
}
