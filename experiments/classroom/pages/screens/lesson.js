// A lesson: predict, observe, explain, transfer. A prediction is locked before the reveal; no result stands in a lesson's file.

import { say } from "../a11y.js";
import { tellable } from "../declared.js";
import { h, replace, s } from "../dom.js";
import { decimalsFor, language, measured, number, span, t } from "../i18n.js";
import { outcomeOf } from "../headlines.js";
import { send } from "../outbox.js";
import { ask, come } from "../runs.js";
import { source } from "../source.js";
import { note, put, state, whole } from "../state.js";
import { decided, interval } from "../sure.js";
import { planWords } from "../plan_words.js";
import { story } from "./story.js";

const BASELINE = "baseline";
const LETTERS = "ABCDEFGHIJKL";

/** The lesson that the address names, at its step. */
export function lesson(root, here, [name, at = "0"]) {
  replace(root, h("p", { class: "empty" }, t("wait")));
  source.lesson(name, language()).then((told) => open(root, here, told, Number(at) || 0), (error) => replace(root, h("h1", {}, t("lesson.head")), h("p", { class: "wrong", role: "alert" }, error.message)));
}

function open(root, here, told, at) {
  const last = told.steps.length; // after the steps: what the model leaves out
  const k = Math.max(0, Math.min(at, last));
  const go = (to) => `#/lesson/${told.name}/${to}`;
  const led = Boolean(state.seat && state.room?.lesson === told.name);
  const rail = h("ol", { class: "rail", "aria-label": t("lesson.steps") }, [...told.steps.map((step) => step.label), told.left_out_title ?? t("start.left_out")].map((label, n) => h("li", { class: n < k ? "done" : n === k ? "now" : "" },
    led && n > k ? h("span", {}, label) : h("a", { href: go(n), "aria-current": n === k ? "step" : null }, label))));
  const turn = h("p", { class: "turn" },
    k > 0 && h("a", { class: "plain button", href: go(k - 1) }, t("lesson.back")),
    k < last && !led && h("a", { class: "button", href: go(k + 1) }, t("lesson.next")),
    k === last && h("a", { class: "button", href: "#/notebook" }, t("lesson.to_notebook")));
  const body = h("article", { class: "lesson-step" });
  replace(root, h("p", { class: "kicker" }, t("lesson.kicker", { minutes: told.minutes })), h("h1", {}, told.title), k === 0 && h("p", { class: "lead" }, told.about), rail, body, turn);
  if (elsewhere(told)) rail.before(h("p", { class: "limits", role: "note" }, t("lesson.elsewhere"), " ", h("code", {}, `minga classroom --system ${told.system}`)));
  if (k === last) ending(body, told);
  else {
    const step = told.steps[k];
    body.append(h("h2", {}, step.title), h("p", { class: "minutes small" }, t("start.minutes", { n: step.minutes })), ...paragraphs(step.text));
    ({ predict, vote: choose, observe, explain, transfer: explain, debrief: explain })[step.kind]?.(body, here, told, step, k);
  }
  document.title = `${told.title} · minga`;
  const heading = root.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Whether a lesson speaks of another place than the one that is served: its plans would say nothing here. */
function elsewhere(told) {
  return Boolean(told.system) && told.system.split(/[\\/]/).pop() !== state.place.system;
}

function paragraphs(text) {
  return String(text ?? "").split(/\n\s*\n/).map((part) => h("p", {}, part.trim()));
}

function prompts(step) {
  return step.prompts?.length ? h("ul", { class: "prompts" }, step.prompts.map((one) => h("li", {}, one))) : "";
}

const planOf = (told, name) => whole(told.plans.find((p) => p.name === name)?.plan);
const titleOf = (told, name) => (name === BASELINE ? t("world.baseline") : (told.plans.find((p) => p.name === name)?.title ?? name));

// in a class a group predicts anew, whatever this browser noted before
const keyOf = (told, k) => `${told.name} ${k}${state.seat ? ` ${state.seat.code}` : ""}`;
const answerOf = (told, k) => state.notebook.find((e) => e.key === keyOf(told, k));

/** Choices of which one is locked. */
function choose(body, here, told, step, k, after = () => {}) {
  const field = h("fieldset", { class: "choices" }, h("legend", {}, step.question));
  const lock = h("button", { type: "submit", disabled: true }, t(step.kind === "vote" ? "lesson.vote" : "lesson.lock"));
  const form = h("form", {
    onsubmit: (event) => {
      event.preventDefault();
      const value = new FormData(form).get("answer");
      if (value === null || answerOf(told, k)) return;
      const label = step.choices.find((c) => c.value === value).label;
      note({ kind: step.kind === "vote" ? "vote" : "prediction", key: keyOf(told, k), value, title: `${told.title}: ${step.question}`, text: label });
      send(step.kind === "vote" ? "vote" : "predict", step.kind === "vote" ? { question: `${told.name} ${k}`, choice: LETTERS[step.choices.findIndex((c) => c.value === value)] } : { step: `${told.name} ${k}`, answer: value }).catch((error) => say(error.message));
      say(t("lesson.locked", { answer: label }));
      show();
    },
  }, field, lock);
  function show() {
    const kept = answerOf(told, k);
    replace(field, h("legend", {}, step.question), step.choices.map((c, n) => h("label", { class: "choice-row" },
      h("input", { type: "radio", name: "answer", value: c.value, checked: kept?.value === c.value, disabled: Boolean(kept), onchange: () => { lock.disabled = false; } }),
      h("span", { class: `letter letter-${n}`, "aria-hidden": "true" }, LETTERS[n]), h("span", {}, c.label))));
    lock.hidden = Boolean(kept);
    if (kept) after(kept);
  }
  body.append(form);
  show();
}

function predict(body, here, told, step, k) {
  const plan = planOf(told, step.asks.plan);
  const words = h("span", { class: "small" });
  const tellPlan = () => { words.textContent = ` ${planWords(plan).join("; ")}`; };
  tellPlan();
  tellable([plan], tellPlan);
  const about = h("dl", { class: "asked" },
    h("div", {}, h("dt", {}, t("lesson.plan")), h("dd", {}, h("strong", {}, titleOf(told, step.asks.plan)), words)),
    h("div", {}, h("dt", {}, t("lesson.against")), h("dd", {}, titleOf(told, step.asks.against))),
    h("div", {}, h("dt", {}, t("lesson.outcome")), h("dd", {}, step.asks.outcome_label, h("span", { class: "small" }, ` ${outcomeOf(step.asks.outcome)?.definition ?? ""}`))),
    h("div", {}, h("dt", {}, t("compare.group_head")), h("dd", {}, step.asks.group_label)));
  body.append(about);
  const reveal = h("section", { class: "reveal" });
  let opened = false;
  choose(body, here, told, step, k, (kept) => {
    const button = h("button", { type: "button", onclick: () => show(kept) }, t("lesson.reveal"));
    replace(reveal, h("p", {}, h("strong", {}, t("lesson.locked", { answer: step.choices.find((c) => c.value === kept.value)?.label ?? "" }))), elsewhere(told) ? "" : ready() ? button : h("p", { class: "small" }, t("lesson.await")));
  });
  body.append(reveal);
  const ready = () => !state.seat || state.room?.lesson !== told.name || state.room?.revealed;
  async function show(kept) {
    if (opened) return;
    opened = true;
    const told_ = h("p", { class: "small", role: "status" }, t("run.asked"));
    replace(reveal, h("h3", {}, t("lesson.found")), told_);
    const grew = (run, n) => { told_.textContent = t("run.going", { n, total: run.total }); };
    try {
      const settings = { seed: told.seed, weeks: told.weeks, replicates: told.replicates };
      const other = step.asks.against === BASELINE ? null : await lived(planOf(told, step.asks.against), settings, here, grew);
      const run = await lived(plan, settings, here, grew);
      if (!step.asks.against || step.asks.against === BASELINE) put("plan", plan);
      const { outcome, group } = step.asks;
      const against = (data) => (other ? other.replicates[data.replicate]?.values[outcome][group][1] : data.values[outcome][group][0]);
      const found = interval(come(run).map((data) => data.values[outcome][group][1] - against(data)));
      const right = decided(step.choices.map((c) => c.value), step.asks.cuts, found);
      const d = decimalsFor(found.low, found.high);
      const hit = right === kept.value;
      replace(reveal, h("h3", {}, t("lesson.found")),
        h("p", { class: "big-found" }, measured(found.mean, step.asks.unit === "%" ? t("unit.points") : (outcomeOf(outcome)?.unit ?? step.asks.unit), d, true), " ", h("small", {}, span(found.low, found.high, d), ", ", t("lesson.replicates", { n: found.n }))),
        scale(step, found),
        h("p", {}, h("strong", {}, t("lesson.answer", { answer: step.choices.find((c) => c.value === right)?.label ?? right })), " ", t(hit ? "lesson.hit" : "lesson.miss", { answer: step.choices.find((c) => c.value === kept.value)?.label ?? "" })),
        ...paragraphs(step.reveal?.[right] ?? ""), h("p", { class: "small" }, told.rule ?? ""));
      say(t("lesson.answer", { answer: step.choices.find((c) => c.value === right)?.label ?? right }));
    } catch (error) {
      opened = false;
      replace(reveal, h("p", { class: "wrong", role: "alert" }, t("run.failed", { error: error.message })), h("button", { type: "button", onclick: () => show(kept) }, t("run.again")));
    }
  }
  here.on(["room"], () => { const kept = answerOf(told, k); if (kept && !opened && state.seat && ready() && !elsewhere(told)) show(kept); });
}

/** Live a plan to its last replicate. */
function lived(plan, settings, here, grew) {
  return new Promise((resolve, reject) => {
    let mine = null;
    const off = (end, value) => { stop(); end(value); };
    const look = (run) => {
      if (!mine || run !== mine) return;
      grew(run, come(run).length);
      if (run.status === "done") off(resolve, run);
      if (run.status === "failed") off(reject, new Error(run.error));
    };
    const stop = listen(here, look);
    ask(plan, settings).then((run) => { mine = run; look(run); });
  });
}

function listen(here, look) {
  let on = true;
  here.on(["run"], (run) => on && look(run));
  return () => { on = false; };
}

/** The interval against the bands of a prediction. */
function scale(step, found) {
  const cuts = step.asks.cuts;
  const most = Math.max(Math.abs(found.low), Math.abs(found.high), ...cuts.map(Math.abs)) * 1.25 || 1;
  const x = (v) => 200 + (190 * v) / most;
  return s("svg", { class: "scale", viewBox: "0 0 400 44", "aria-hidden": "true" },
    s("line", { x1: 8, x2: 392, y1: 26, y2: 26, class: "floor" }),
    [...new Set([0, ...cuts])].map((cut) => [s("line", { x1: x(cut), x2: x(cut), y1: 12, y2: 34, class: "zero" }), s("text", { x: x(cut), y: 10, "text-anchor": "middle" }, number(cut, Number.isInteger(cut) ? 0 : 1))]),
    s("line", { x1: x(found.low), x2: x(found.high), y1: 26, y2: 26, class: "reach" }), s("circle", { cx: x(found.mean), cy: 26, r: 6, class: "middle" }));
}

function observe(body, here, told, step) {
  const { look } = step;
  if (elsewhere(told)) { body.append(prompts(step)); return; }
  const levers = told.levers.length ? state.place.levers.filter((l) => told.levers.some((name) => l.name === name || (l.parts ?? []).some((p) => p === name || p.startsWith(`${name}[`)))).map((l) => l.name) : null;
  const plan = look.plan && look.plan !== BASELINE ? planOf(told, look.plan) : look.plan === BASELINE ? whole({}) : null;
  body.append(prompts(step), h("p", { class: "asked small" }, [look.plan && titleOf(told, look.plan), look.outcome_label, look.group_label, look.person_label].filter(Boolean).join(" · ")));
  if (look.outcome && outcomeOf(look.outcome)?.headline) put("headline", look.outcome);
  if (plan && JSON.stringify(plan) !== JSON.stringify(state.plan)) put("plan", plan);
  put("group", look.group || "everybody");
  if (look.week !== null && look.week !== undefined) put("week", look.week);
  if (look.screen === "story") {
    const box = h("div", { class: "screen-story inside" });
    body.append(box);
    story(box, here, [], { only: levers?.length ? levers : null, heading: false });
  } else {
    if (!state.run || JSON.stringify(state.run.plan) !== JSON.stringify(state.plan)) ask(state.plan);
    body.append(h("p", {}, h("a", { class: "button", href: `#/${look.screen}`, onclick: () => put("back", { href: location.hash, title: told.title }) }, t("lesson.look", { screen: look.screen_label }))), h("p", { class: "small" }, t("lesson.look_back")));
  }
}

function explain(body, here, told, step, k) {
  const key = keyOf(told, k);
  const text = h("textarea", { id: "explain-text", rows: 4, maxlength: 2000 }, answerOf(told, k)?.text ?? "");
  const form = h("form", {
    class: "note-form",
    onsubmit: (event) => {
      event.preventDefault();
      if (!text.value.trim()) return;
      put("notebook", state.notebook.filter((e) => e.key !== key));
      note({ kind: step.kind === "transfer" ? "transfer" : "explanation", key, title: `${told.title}: ${step.title}`, text: text.value.trim() });
      say(t("note.kept"));
      kept.hidden = false;
    },
  }, h("label", { for: "explain-text" }, t("lesson.write")), text, h("button", { type: "submit" }, t("note.keep")));
  const kept = h("p", { class: "small", hidden: true }, t("note.kept"));
  body.append(prompts(step), step.mechanisms?.length ? h("details", { class: "mechanisms" }, h("summary", {}, t("lesson.mechanisms")), h("ul", {}, step.mechanisms.map((m) => h("li", {}, m.sentence)))) : "", step.kind === "transfer" && !elsewhere(told) ? h("p", {}, h("a", { class: "plain button", href: "#/story", onclick: () => put("back", { href: location.hash, title: told.title }) }, t("lesson.to_story"))) : "", form, kept);
}

function ending(body, told) {
  body.append(h("h2", {}, told.left_out_title ?? t("start.left_out")), h("ul", {}, told.left_out.map((line) => h("li", {}, line))), told.review ? h("p", { class: "aside" }, told.review) : "", told.purpose ? h("p", {}, h("strong", {}, told.purpose)) : "");
}
