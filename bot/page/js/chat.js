/** The conversation on the screen: what was said, the answers as cards, the buttons of the last question. */

import { MOVES, mine, moves, paragraphs, startsAnew, theirs, withoutOptions, wordsOf } from "./bubble.js";
import { button, byId, h } from "./dom.js";
import { card, supersedeAll } from "./card.js";
import { followup } from "./followup.js";

const SLOW = 500; // ms after which one sees that the answer is on its way

export class Chat {
  /** @param {(text: string, words: string) => void} send @param {import("./composer.js").Composer} composer */
  constructor(send, composer) {
    this.send = send;
    this.composer = composer;
    this.log = byId("log");
    this.last = []; // the last replies: they tell what a button or a number means
  }

  /** Show a message at once, before the server has it. @param {{id: string, text: string}} item */
  sent(item, words = wordsOf(item.text, this.last)) {
    byId("welcome").hidden = true;
    this.clearReplies();
    const bubble = mine(words, item.id);
    this.log.append(bubble);
    bubble.scrollIntoView({ block: "end" });
    setTimeout(() => this.state(item, "Réponse en cours…"), SLOW);
  }

  /** Show again what was said. @param {{id: string, text: string, replies: Object[]}[]} turns */
  restore(turns) {
    this.log.setAttribute("aria-busy", "true");
    this.log.replaceChildren();
    for (const turn of turns) {
      this.sent(turn);
      this.answered(turn, turn.replies, { restored: true });
    }
    this.log.removeAttribute("aria-busy");
    this.log.lastElementChild.scrollIntoView({ block: "end" });
  }

  /** Say where a message stands; nothing once it is answered. */
  state(item, text) {
    const bubble = this.bubble(item);
    if (!bubble || bubble.dataset.done) return;
    const place = bubble.querySelector(".state");
    place.hidden = false;
    place.textContent = text;
    bubble.scrollIntoView({ block: "nearest" });
  }

  bubble(item) {
    return this.log.querySelector(`[data-id="${item.id}"]`);
  }

  /** Show the replies to a message. @param {{id: string, text: string}} item @param {Object[]} replies */
  answered(item, replies, { restored = false } = {}) {
    const bubble = this.bubble(item);
    bubble.dataset.done = "yes";
    bubble.querySelector(".state").hidden = true;
    if (startsAnew(item.text)) this.log.replaceChildren(bubble);
    this.clearReplies();
    this.last = replies;
    const open = /^(\/details|détails?\b)/i.test(item.text);
    replies.forEach((reply) => this.say(reply, open));
    this.offer(replies);
    if (!restored) this.reveal(bubble);
  }

  say(reply, open) {
    const { custom, page } = reply;
    if (reply.text) {
      const text = withoutOptions(page ? page.before : reply.text, reply.buttons || []);
      const parts = paragraphs(text);
      if (parts.length) this.log.append(theirs(...parts));
    } else if (custom?.type === "decision" && page) {
      supersedeAll();
      this.log.append(card(custom, page, { open }));
    } else if (custom?.type === "calendar") this.log.append(followup(custom));
    else if (custom?.type === "protocol") this.log.lastElementChild?.querySelector("p")?.classList.add("lead");
  }

  /** The buttons of the question in hand, and what one may ask once there is an answer. */
  offer(replies) {
    const choices = replies.flatMap((reply) => reply.buttons || []);
    const asking = replies.findLast((reply) => /question$/.test(reply.custom?.type)); // also one of training
    const decided = replies.findLast((reply) => reply.custom?.type === "decision")?.custom;
    this.composer.ask(asking?.custom || null, asking?.page);
    const made = choices.map((one) => button(one.title, () => this.send(one.payload, one.title)));
    const next = decided && !asking ? moves(decided) : [];
    made.push(...next.map((move) => button(MOVES[move], () => this.send(move, MOVES[move]), "reply quiet")));
    if (!made.length) return;
    const label = asking ? `Réponses possibles : ${asking.page?.label || ""}` : "Suite possible";
    this.log.append(h("div", { class: "replies", role: "group", "aria-label": label }, made));
  }

  clearReplies() {
    this.log.querySelectorAll(".replies").forEach((group) => group.remove());
  }

  /** A message that will never be taken: say why. */
  refused(item, message) {
    const bubble = this.bubble(item);
    bubble.dataset.done = "yes";
    bubble.querySelector(".state").hidden = true;
    this.log.append(theirs(...paragraphs(`! ${message}`)));
    this.offer(this.last);
  }

  /** Bring the message and its answer into view, and the focus where the next answer is given. */
  reveal(bubble) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const first = bubble.nextElementSibling || bubble;
    const tall = this.log.getBoundingClientRect().bottom - first.getBoundingClientRect().top > innerHeight * 0.6;
    (tall ? bubble : this.log).scrollIntoView({ block: tall ? "start" : "end", behavior: calm ? "auto" : "smooth" });
    const choice = this.log.querySelector(".replies button");
    if (this.composer.asked) this.composer.input.focus({ preventScroll: true });
    else if (choice && document.activeElement === document.body) choice.focus({ preventScroll: true });
  }
}
