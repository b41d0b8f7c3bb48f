// Inside a centre: the clinicians' week by what it goes to, the score against its target, the queue, who helps, the money.

import { choice } from "../a11y.js";
import { h, replace, s } from "../dom.js";
import { brief, language, number, t } from "../i18n.js";
import { ask } from "../runs.js";
import { source } from "../source.js";
import { state } from "../state.js";
import { planLine } from "./compare.js";

const WORLDS = ["baseline", "plan"];
const WIDE = 420, HIGH = 150;
const MOST_BARS = 26;

/** The centre in both worlds. */
export function centre(root, here) {
  const body = h("div", { class: "centre" });
  root.append(h("h1", {}, t("centre.head")), h("p", { class: "lead" }, t("centre.about")), planLine(here), body);
  let shown = "", which = 0;
  async function load() {
    const { run } = state;
    if (!run?.replicates.some(Boolean) || shown === run.id) return;
    shown = run.id;
    if (!body.childElementCount) replace(body, h("p", { class: "empty" }, t("wait")));
    try {
      draw(await source.centre(run.id, language()));
    } catch (error) {
      shown = "";
      replace(body, h("p", { class: "wrong", role: "alert" }, error.message));
    }
  }
  function draw(told) {
    const names = told.baseline.centres.map((c) => c.name);
    which = Math.min(which, names.length - 1);
    const pick = names.length > 1 ? choice(t("centre.which"), names.map((text, k) => ({ value: k, text })), which, (k) => { which = Number(k); draw(told); }) : "";
    const of = Object.fromEntries(WORLDS.map((world) => [world, told[world].centres[which]]));
    replace(body, pick,
      h("section", {}, h("h2", {}, t("centre.week")), h("p", { class: "small" }, t("centre.week_about")), ledgerKey(), h("div", { class: "pair" }, WORLDS.map((world) => h("figure", {}, h("figcaption", {}, t(`world.${world}`)), ledger(of[world].weeks)))), ledgerTable(of)),
      clinicians(of),
      h("div", { class: "smalls" },
        lines(t("centre.score"), of, "score", "target"), lines(t("centre.queue"), of, "queue"), lines(t("centre.volunteers"), of, "volunteers"), lines(t("centre.peers"), of, "peers")),
      money(of));
  }
  here.on(["run"], load);
  load();
  if (!state.run) ask(state.plan);
}

const mean = (values) => { const kept = (values ?? []).filter(Number.isFinite); return kept.length ? kept.reduce((a, b) => a + b, 0) / kept.length : NaN; };

function ledgerKey() {
  return h("ul", { class: "legend ledger-key" }, state.place.ledger.map((line, k) => h("li", {}, h("i", { class: `fill fill-${k % 12}`, "aria-hidden": "true" }), line.label)));
}

/** Stacked bars of minutes: each bar is a stretch of weeks, each layer with a colour and a pattern. */
function ledger(weeks) {
  const { place } = state;
  const length = Math.max(...place.ledger.map((line) => weeks[line.name]?.length ?? 0));
  const bars = Math.min(MOST_BARS, length);
  const each = length / bars;
  const sums = Array.from({ length: bars }, (_, b) => place.ledger.map((line) => mean((weeks[line.name] ?? []).slice(Math.floor(b * each), Math.floor((b + 1) * each))) || 0));
  const most = Math.max(...sums.map((parts) => parts.reduce((a, b) => a + b, 0)), 1);
  const drawing = s("svg", { class: "ledger", viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  drawing.append(hatches());
  sums.forEach((parts, b) => {
    let y = HIGH;
    parts.forEach((minutes, k) => {
      const tall = (minutes / most) * HIGH;
      y -= tall;
      if (tall <= 0.05) return;
      const box = { x: (b * WIDE) / bars, y, width: WIDE / bars - 1.5, height: tall };
      drawing.append(s("rect", { ...box, class: `fill fill-${k % 12}` }));
      if (k % 4) drawing.append(s("rect", { ...box, fill: `url(#hatch-${k % 4})` }));
    });
  });
  return drawing;
}

/** Strokes over the colours, so that neighbours can be told apart without them: slanted, upright, dotted. */
function hatches() {
  const strokes = { 1: "M0 6L6 0", 2: "M1.5 0V6", 3: "M2 2h1.6v1.6H2z" };
  return s("defs", {}, Object.entries(strokes).map(([k, d]) => s("pattern", { id: `hatch-${k}`, width: 6, height: 6, patternUnits: "userSpaceOnUse" }, s("path", { d, stroke: "#1b1b1b", "stroke-width": 1.1, "stroke-opacity": 0.55, fill: "none" }))));
}

function ledgerTable(of) {
  const last = (weeks, name) => mean((weeks[name] ?? []).slice(-52));
  const total = (world) => state.place.ledger.reduce((sum, line) => sum + (last(of[world].weeks, line.name) || 0), 0) || 1;
  const totals = Object.fromEntries(WORLDS.map((world) => [world, total(world)]));
  return h("details", { open: true }, h("summary", {}, t("centre.table")), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("centre.table") }, h("table", {},
    h("thead", {}, h("tr", {}, [t("centre.goes_to"), ...WORLDS.map((w) => `${t(`world.${w}`)} (%)`), t("compare.difference")].map((text, k) => h("th", { scope: "col", class: k ? "n" : null }, text)))),
    h("tbody", {}, state.place.ledger.map((line) => {
      const [a, b] = WORLDS.map((world) => (100 * last(of[world].weeks, line.name)) / totals[world]);
      return h("tr", {}, h("th", { scope: "row" }, line.label), h("td", { class: "n" }, number(a, 1)), h("td", { class: "n" }, number(b, 1)), h("td", { class: "n" }, number(b - a, 1, true)));
    })))));
}

/** Each clinician's week, where the server tells it: one bar a person. */
function clinicians(of) {
  const people = of.plan.clinicians;
  if (!Array.isArray(people) || !people.length) return typeof people === "number" ? h("p", { class: "small" }, t("centre.clinicians_n", { n: people })) : "";
  const bar = (c) => {
    const minutes = c?.minutes ?? c?.weeks ?? {};
    const parts = state.place.ledger.map((line, k) => ({ k, label: line.label, v: Array.isArray(minutes[line.name]) ? mean(minutes[line.name].slice(-52)) : (minutes[line.name] ?? 0) })).filter(({ v }) => v > 0);
    const all = parts.reduce((sum, p) => sum + p.v, 0) || 1;
    return h("span", { class: "bar", role: "img", "aria-label": parts.map((p) => `${p.label} ${number((100 * p.v) / all, 0)} %`).join(", ") }, parts.map((p) => h("i", { class: `fill fill-${p.k % 12}`, style: { "--w": `${(100 * p.v) / all}%` }, title: `${p.label} ${number((100 * p.v) / all, 0)} %` })));
  };
  return h("section", {}, h("h2", {}, t("centre.clinicians")), h("p", { class: "small" }, t("centre.clinicians_about")), h("ul", { class: "clinicians" }, people.map((c, k) => h("li", {},
    h("span", { class: "name" }, c.label ?? c.profession ?? `${k + 1}`, c.contract ? h("span", { class: "small" }, ` ${t("centre.hours", { n: number(c.contract / 60, 0) })}`) : ""),
    h("span", { class: "bars" }, h("span", { class: "small" }, t("world.baseline")), bar(of.baseline.clinicians[k]), h("span", { class: "small" }, t("world.plan")), bar(c))))));
}

function lines(title, of, name, target) {
  const series = WORLDS.map((world) => ({ world, values: of[world][name] ?? [] })).filter(({ values }) => values.length);
  if (!series.length) return "";
  const goal = target ? (of.plan[target] ?? []) : [];
  const all = [...series.flatMap(({ values }) => values), ...goal].filter(Number.isFinite);
  const most = Math.max(...all, 1e-9) * 1.08;
  const points = (values) => values.map((v, k) => (Number.isFinite(v) ? `${((k * WIDE) / Math.max(values.length - 1, 1)).toFixed(1)},${(HIGH - (v / most) * HIGH).toFixed(1)}` : "")).filter(Boolean).join(" ");
  const ends = series.map(({ world, values }) => t("centre.end", { world: t(`world.${world}`), value: brief(mean(values.slice(-52))) })).join("; ");
  return h("figure", { class: "small-chart" }, h("figcaption", {}, title),
    s("svg", { viewBox: `-4 -4 ${WIDE + 8} ${HIGH + 8}`, preserveAspectRatio: "none", role: "img", "aria-label": `${title}: ${ends}` },
      s("line", { x1: 0, x2: WIDE, y1: HIGH, y2: HIGH, class: "floor" }), goal.length ? s("polyline", { points: points(goal), class: "line-target" }) : "",
      series.map(({ world, values }) => s("polyline", { points: points(values), class: `line-${world}` }))),
    h("p", { class: "small" }, ends, goal.length ? `; ${t("centre.target", { value: brief(mean(goal.slice(-52))) })}` : ""));
}

function money(of) {
  const told = of.plan.money ?? [];
  if (!told.length) return "";
  const years = Math.max(...told.map((line) => line.by_year.length));
  const base = Object.fromEntries((of.baseline.money ?? []).map((line) => [line.line, line.by_year]));
  return h("section", {}, h("h2", {}, t("centre.money")), h("p", { class: "small" }, t("centre.money_about")), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("centre.money") }, h("table", { class: "wide-table" },
    h("thead", {}, h("tr", {}, [t("centre.money_line"), ...Array.from({ length: years }, (_, k) => t("centre.year", { n: k + 1 })), t("compare.difference")].map((text, k) => h("th", { scope: "col", class: k ? "n" : null }, text)))),
    h("tbody", {}, told.map((line) => {
      const sum = (values) => (values ?? []).reduce((a, b) => a + (b || 0), 0);
      return h("tr", {}, h("th", { scope: "row" }, line.label), line.by_year.map((v) => h("td", { class: "n" }, number(v, 0))), h("td", { class: "n" }, number(sum(line.by_year) - sum(base[line.line]), 0, true)));
    })))));
}
