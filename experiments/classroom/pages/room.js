// A class: a group's place in it, what the teacher steers, and what is sent there. Nothing in it names a person.

import { deliver, send } from "./outbox.js";
import { rowsOf } from "./runs.js";
import { source } from "./source.js";
import { on, put, state } from "./state.js";

const AGAIN = 1500; // ms until a class that did not answer is asked again

let hush = () => {};
let sent = "";

/** Join a class by its code. */
export async function join(code) {
  const seat = await source.join(code.trim().toUpperCase());
  put("seat", { code: code.trim().toUpperCase(), ...seat });
  attend();
}

/** Leave it. */
export function quit() {
  hush();
  put("seat", null);
  put("room", null);
  put("outbox", []);
}

/** Open a class as its teacher. */
export async function openRoom() {
  const teacher = await source.open();
  put("teacher", teacher);
  attend();
}

/** Steer the class: lesson, step, frozen, revealed, question, close. */
export async function steer(changed) {
  const { teacher } = state;
  await source.send(teacher.code, "steer", { key: teacher.key, ...changed });
  if (changed.close) {
    hush();
    put("teacher", null);
    put("room", null);
  }
}

/** Whether the teacher has stopped changes. */
export function frozen() {
  return Boolean(state.seat && state.room?.frozen);
}

function attend() {
  hush();
  const who = state.teacher ?? state.seat;
  if (!who) return;
  hush = source.attend(who.code, who.key ?? who.token, {
    state: (room) => put("room", room),
    closed: () => quit(),
  }, (lost, closed) => {
    if ((state.line === "lost") !== lost) put("line", lost ? "lost" : "here");
    if (closed) { hush(); setTimeout(() => comeBack(who), AGAIN); } else if (!lost) deliver();
  });
}

/** A stream that the browser gave up: the class is there still, or the server says that it is not. */
async function comeBack(who) {
  if (who !== (state.teacher ?? state.seat)) return;
  try {
    await (who.key ? source.send(who.code, "steer", { key: who.key }) : source.join(who.code, who.token));
  } catch (error) {
    if (error.status === 403 || error.status === 404) { quit(); put("teacher", null); } else setTimeout(() => comeBack(who), AGAIN);
    return;
  }
  attend();
}

/** Go on with the class of this session, and tell it of every run that is shown. */
export function takeSeat() {
  attend();
  window.addEventListener("online", () => deliver());
  let shown = "";
  on(["room"], (room) => {
    // the class moves together: a new lesson or step opens in every group
    if (!room?.lesson || state.teacher) return;
    const wanted = `#/lesson/${room.lesson}/${room.step ?? 0}`;
    if (wanted !== shown) { shown = wanted; location.hash = wanted; }
  });
  on(["run"], (run) => {
    if (!state.seat || !run?.id || run.status === "asked") return;
    const told = `${run.id} ${run.status}`;
    if (told === sent || (run.status !== "first" && run.status !== "done")) return;
    sent = told;
    send("plan", { plan: run.plan, run: run.id }).catch(() => {}); // the class is paused, or gone
  });
}

/** The headline rows of a group as the teacher's table shows them. */
export function headlineRows(group, headlines) {
  const rows = group.rows ?? (state.run && group.run === state.run.id ? rowsOf(state.run) : []);
  return headlines.map((outcome) => rows.find((row) => row.outcome === outcome.name && (row.group ?? "everybody") === "everybody"));
}
