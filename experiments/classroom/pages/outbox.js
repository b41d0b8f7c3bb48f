// What a group sends to its class. Each thing waits here until the server has it: a phone that drops off sends it when it
// is back. It is kept with the seat, in this tab alone, and sent twice it counts once.

import { source } from "./source.js";
import { put, state } from "./state.js";

const AGAIN = [500, 1000, 2000, 4000, 8000];

const refused = new WeakMap();
let turn = Promise.resolve();
let timer = 0;
let tries = 0;

/** Send a vote, a prediction or a plan of the own group. True: the server has it; false: it waits for the connection. */
export async function send(what, body) {
  const { seat } = state;
  if (!seat) return true;
  const letter = { of: `${what} ${body.step ?? body.question ?? ""}`, what, code: seat.code, body: { token: seat.token, ...body } };
  put("outbox", [...state.outbox.filter((one) => one.of !== letter.of), letter]);
  await deliver();
  if (refused.has(letter)) throw refused.get(letter);
  return !state.outbox.includes(letter);
}

/** Send what waits, the oldest first and one at a time; without a line it goes on waiting. */
export function deliver() {
  clearTimeout(timer);
  turn = turn.then(empty);
  return turn;
}

async function empty() {
  while (state.outbox.length) {
    const [letter] = state.outbox;
    try {
      await source.send(letter.code, letter.what, letter.body);
    } catch (error) {
      if (!error.status) { wait(); return; }
      refused.set(letter, error); // the server has read it and does not want it
    }
    tries = 0;
    put("outbox", state.outbox.filter((one) => one !== letter));
    if (state.line === "lost") put("line", "here");
  }
}

function wait() {
  if (state.line !== "lost") put("line", "lost");
  timer = setTimeout(deliver, AGAIN[Math.min(tries, AGAIN.length - 1)]);
  tries += 1;
}
