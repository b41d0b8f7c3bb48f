// A plan becomes a run: asked once the hand rests, its first curve shown at once, its bands as replicates come.

import { Film } from "./film.js";
import { source } from "./source.js";
import { changes, note, put, state, whole } from "./state.js";

const RESTS = 110; // ms after the last move of a slider
const PATIENCE = 450; // ms of moving after which a plan is asked for anyhow
const APART = 250; // ms at least between two plans of one drag
const AGAIN = [500, 1000, 2000, 4000, 8000];

const client = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
let timer = 0;
let since = 0;
let before = 0;
let sent = "";
let moved = 0;
let asking = null;
let stop = () => {};
let drawn = 0;
const baselines = new Map();

/** Ask for the plan as it is now, soon. A drag sends few requests; `now` is for a hand that let go. */
export function planMoved(now = false) {
  const at = performance.now();
  moved = at;
  since ||= at;
  clearTimeout(timer);
  const wait = now ? 0 : Math.max(at - since > PATIENCE ? 0 : RESTS, before + APART - at);
  timer = setTimeout(() => {
    since = 0;
    // letting go where the drag had rested asks nothing new
    if (JSON.stringify(state.plan) === sent && state.run?.status !== "failed") return;
    before = performance.now();
    ask(state.plan, { from: moved });
  }, wait);
}

function tell(run) {
  if (state.run !== run) return;
  if (drawn) return;
  drawn = requestAnimationFrame(() => {
    drawn = 0;
    put("run", run);
  });
}

/** Ask for a run. The answer is put into the state at once and grows there. */
export async function ask(plan, { from = performance.now(), keep = true, weeks, seed, replicates } = {}) {
  asking?.abort();
  stop();
  asking = new AbortController();
  sent = JSON.stringify(plan);
  const { place } = state;
  const old = state.run;
  const run = {
    id: "", plan: whole(plan), command: "", toml: "", total: replicates ?? place.replicates, replicates: [], told: null,
    films: {}, status: "asked", error: "", snapped: false, weeks: weeks ?? place.weeks, seed: seed ?? place.seed, from, first: 0,
  };
  if (keep && old?.replicates.length && JSON.stringify(old.plan) !== JSON.stringify(run.plan)) put("before", old);
  put("run", run);
  const body = { plan: run.plan, replicates: run.total, seed: run.seed, weeks: run.weeks, client };
  try {
    Object.assign(run, pick(await patient(() => source.ask(body, asking.signal), asking.signal)));
  } catch (error) {
    if (error.name === "AbortError") return run;
    run.status = "failed";
    run.error = error.message;
    tell(run);
    return run;
  }
  follow(run, body);
  tell(run);
  return run;
}

const pick = ({ id, command, toml, total, snapped, plan }) => ({ id, command, toml, total, snapped: Boolean(snapped), answered: plan });

/** Try again while the line is down; what the server refuses is not asked twice. */
async function patient(question, signal) {
  for (let k = 0; ; k += 1) {
    try {
      const found = await question();
      if (state.line === "lost") put("line", "here");
      return found;
    } catch (error) {
      if (error.name === "AbortError" || error.status || signal.aborted) throw error;
      put("line", "lost");
      await new Promise((go) => setTimeout(go, AGAIN[Math.min(k, AGAIN.length - 1)]));
      if (signal.aborted) throw Object.assign(new Error("stopped"), { name: "AbortError" });
    }
  }
}

function follow(run, body) {
  let on = true;
  const hush = source.follow(run.id, {
    replicate: (data) => {
      if (!on) return;
      if (!run.first) {
        run.first = performance.now();
        run.status = "first";
        requestAnimationFrame(() => requestAnimationFrame(() => {
          performance.measure("first curve", { start: run.from, end: performance.now() });
        }));
      }
      run.replicates[data.replicate] = data;
      tell(run);
    },
    told: (data) => { if (on) { run.told = data; run.status = "going"; tell(run); } },
    done: () => {
      if (!on) return;
      run.status = "done";
      stop();
      logged(run);
      tell(run);
    },
    failed: ({ error }) => { if (on) { run.status = "failed"; run.error = error; stop(); tell(run); } },
  }, (lost, closed) => {
    if (!on) return;
    if ((state.line === "lost") !== lost) put("line", lost ? "lost" : "here");
    // a server that began anew knows no such run: ask for it again, it has the same name
    if (closed) { stop(); setTimeout(() => { if (state.run === run && run.status !== "done") again(run, body); }, AGAIN[1]); }
  });
  stop = () => { on = false; hush(); };
}

async function again(run, body) {
  asking = new AbortController();
  try {
    Object.assign(run, pick(await patient(() => source.ask(body, asking.signal), asking.signal)));
    follow(run, body);
  } catch (error) {
    if (error.name === "AbortError") return;
    run.status = "failed";
    run.error = error.message;
    tell(run);
  }
}

function logged(run) {
  if (!changes(run.plan) || state.notebook.some((entry) => entry.run === run.id)) return;
  note({ kind: "run", run: run.id, plan: run.plan, command: run.command, text: "", rows: rowsOf(run).filter((row) => row.group === "everybody") });
}

/** The replicates that have come. */
export function come(run) {
  return run ? run.replicates.filter(Boolean) : [];
}

/** The film of the baseline or of the plan, fetched once. */
export async function filmOf(run, which) {
  const shelf = which === "baseline" ? baselines : null;
  const key = `${run.seed} ${run.weeks} ${JSON.stringify(run.plan.parameters)}`; // assumptions hold in both worlds
  run.films[which] ??= shelf?.get(key) ?? source.film(run.id, which).then((raw) => new Film(raw));
  shelf?.set(key, run.films[which]);
  try {
    return await run.films[which];
  } catch (error) {
    delete run.films[which];
    shelf?.delete(key);
    throw error;
  }
}

/** Whether a replicate shows what the plan changed at all: an empty plan is the system as it is. */
export function bare(run) {
  return !run || changes(run.plan) === 0;
}

/** The rows that were told: outcome by group, with intervals. */
export function rowsOf(run) {
  return run?.told?.rows ?? [];
}

/** The row of an outcome for a group, or what the first replicates say of it without an interval. */
export function rowOf(run, outcome, group = "everybody") {
  const told = rowsOf(run).find((row) => row.outcome === outcome && (row.group ?? "everybody") === group);
  if (told) return told;
  const pairs = come(run).map((data) => data.values?.[outcome]?.[group]).filter(Boolean);
  if (!pairs.length) return null;
  const mean = (k) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
  return { outcome, group, baseline: mean(0), difference: mean(1) - mean(0), low: NaN, high: NaN, helps: NaN, replicates: pairs.length };
}

/** What a row says: better, worse, or unclear because its interval holds zero (or none is there yet). */
export function verdict(row, better) {
  if (!row) return "none";
  if (row.difference === 0 && !(row.low < 0 || row.high > 0)) return "same";
  if (!Number.isFinite(row.low) || (row.low <= 0 && row.high >= 0)) return "unclear";
  const up = row.low > 0;
  if (better === "higher") return up ? "better" : "worse";
  if (better === "lower") return up ? "worse" : "better";
  return "differs";
}

/** Mean course by week of an outcome over the replicates that have come, with the lowest and highest of each week. */
export function course(run, outcome, arm) {
  const found = come(run).map((data) => data.weekly?.[outcome]?.[arm]).filter(Boolean);
  if (!found.length) return null;
  const weeks = found[0].length;
  const mean = new Array(weeks), low = new Array(weeks), high = new Array(weeks);
  for (let w = 0; w < weeks; w += 1) {
    let sum = 0, n = 0, least = Infinity, most = -Infinity;
    for (const values of found) {
      const value = values[w];
      if (value === null || !Number.isFinite(value)) continue;
      sum += value; n += 1;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    mean[w] = n ? sum / n : null;
    low[w] = n ? least : null;
    high[w] = n ? most : null;
  }
  return { mean, low, high, n: found.length };
}
