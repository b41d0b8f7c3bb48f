// Two worlds side by side: paired differences with intervals, who is helped and harmed, and by group.

import { verdictMark } from "../badges.js";
import { tellable } from "../declared.js";
import { h, replace, s } from "../dom.js";
import { decimalsOfOutcome, difference, outcomeOf } from "../headlines.js";
import { decimalsFor, measured, number, span, t } from "../i18n.js";
import { planWords } from "../plan_words.js";
import { ask, bare, come, rowOf, rowsOf, verdict } from "../runs.js";
import { put, state } from "../state.js";
import { runLine } from "./story.js";

const EVERYBODY = "everybody";

/** The comparison of the plan with the system as it is. */
export function compare(root, here) {
  const body = h("div", { class: "compare" });
  const group = h("select", { id: "compare-group", onchange: () => { put("group", group.value); show(); } }, state.place.groups.map((g) => h("option", { value: g.name, selected: g.name === state.group }, g.label)));
  root.append(h("h1", {}, t("compare.head")), h("p", { class: "lead" }, t("compare.about")), planLine(here), runLine(here), body);
  const which = h("p", { class: "field" }, h("label", { for: "compare-group" }, t("compare.group")), " ", group);
  function show() {
    const { run } = state;
    if (bare(run)) { replace(body, h("p", { class: "empty" }, t("compare.empty"), " ", h("a", { href: "#/story" }, t("compare.to_story")))); return; }
    replace(body,
      h("section", {}, h("h2", {}, t("compare.headlines")), which, table(run, state.place.outcomes.filter((o) => o.headline || o.name === "cost"), group.value)),
      h("section", {}, h("h2", {}, t("compare.lives")), h("p", { class: "small" }, t("compare.lives_about")), lives(run)),
      h("section", {}, h("h2", {}, t("compare.groups", { outcome: outcomeOf(state.headline).label })), h("p", { class: "small" }, t("compare.groups_about")), groups(run)),
      money(run),
      h("details", {}, h("summary", {}, t("compare.all")), table(run, state.place.outcomes, group.value)),
      h("section", {}, h("h2", {}, t("compare.command")), h("p", { class: "small" }, t("compare.command_about")), h("pre", { tabindex: "0" }, run.command || "…"), run.toml ? h("details", {}, h("summary", {}, t("compare.toml")), h("pre", { tabindex: "0" }, run.toml)) : ""));
  }
  here.on(["run", "headline"], show);
  show();
  if (!state.run) ask(state.plan);
}

/** What a plan changes, in one line. */
export function planLine(here) {
  const line = h("p", { class: "plan-line" });
  const show = () => {
    replace(line, h("strong", {}, t("plan.is")), " ", planWords(state.plan).join("; ") || t("plan.none"), ". ", h("a", { href: "#/story" }, t("plan.change")));
    tellable([state.plan], show);
  };
  here.on(["plan"], show);
  show();
  return line;
}

function table(run, outcomes, group) {
  const heads = ["outcome", "baseline", "difference", "interval", "helps", "verdict"].map((key) => h("th", { scope: "col", class: ["baseline", "difference", "helps"].includes(key) ? "n" : null }, t(`compare.${key}`)));
  const rows = outcomes.map((outcome) => {
    const row = rowOf(run, outcome.name, group);
    if (!row || !Number.isFinite(row.baseline)) return "";
    const { told, between } = difference(row, outcome);
    return h("tr", {},
      h("th", { scope: "row", title: outcome.definition }, outcome.label), h("td", { class: "n", "data-label": t("compare.baseline") }, measured(row.baseline, outcome.unit, decimalsOfOutcome(outcome))),
      h("td", { class: "n", "data-label": t("compare.difference") }, told), h("td", { class: "between-cell", "data-label": t("compare.interval") }, whisker(row), h("span", { class: "small" }, between)),
      h("td", { class: "n", "data-label": t("compare.helps") }, Number.isFinite(row.helps) ? measured(100 * row.helps, "%", 0) : "–"), h("td", { "data-label": t("compare.verdict") }, verdictMark(verdict(row, outcome.better))));
  });
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("compare.headlines") },
    h("table", { class: "wide-table stack" }, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows)));
}

/** An interval as a line with its middle, against zero; the numbers stand beside it. */
function whisker(row, most = Math.max(Math.abs(row.low), Math.abs(row.high), 1e-9)) {
  if (!Number.isFinite(row.low)) return "";
  const x = (v) => 50 + (44 * v) / most;
  return s("svg", { class: "whisker", viewBox: "0 0 100 16", width: 100, height: 16, "aria-hidden": "true" },
    s("line", { x1: 50, x2: 50, y1: 1, y2: 15, class: "zero" }), s("line", { x1: x(row.low), x2: x(row.high), y1: 8, y2: 8, class: "reach" }),
    s("line", { x1: x(row.low), x2: x(row.low), y1: 4, y2: 12, class: "reach" }), s("line", { x1: x(row.high), x2: x(row.high), y1: 4, y2: 12, class: "reach" }),
    s("circle", { cx: x(row.difference), cy: 8, r: 3.4, class: "middle" }));
}

/** Residents helped, harmed, unchanged of each group: the mean of the replicates, as bars with patterns. */
function lives(run) {
  const found = come(run).map((data) => data.lives).filter(Boolean);
  if (!found.length) return h("p", {}, t("interval.waiting"));
  const kinds = ["helped", "harmed", "unchanged"];
  const rows = state.place.groups.map((group) => {
    const each = found.map((l) => l[group.name]).filter(Boolean);
    if (!each.length) return "";
    const mean = kinds.map((_, k) => each.reduce((sum, counts) => sum + counts[k], 0) / each.length);
    if (mean[0] + mean[1] + mean[2] === 0) return ""; // nobody belongs to it
    const touched = mean[0] + mean[1];
    const all = touched + mean[2] || 1;
    return { group, mean, touched, all };
  }).filter(Boolean);
  const most = Math.max(...rows.map((r) => r.touched / r.all), 1e-9);
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("compare.lives") }, h("table", { class: "wide-table stack lives" },
    h("thead", {}, h("tr", {}, [t("compare.group_head"), "", ...kinds.map((kind) => t(`lives.${kind}`)), t("lives.net")].map((text, k) => h(k === 1 ? "td" : "th", k === 1 ? {} : { scope: "col", class: k > 1 ? "n" : null }, text)))),
    h("tbody", {}, rows.map(({ group, mean, all }) => h("tr", { class: group.name === EVERYBODY ? "total" : "" },
      h("th", { scope: "row" }, group.label),
      h("td", { class: "bar-cell" }, h("span", { class: "twin", "aria-hidden": "true" },
        h("i", { class: "harmed", style: { "--w": `${(50 * mean[1]) / all / most}%` } }), h("i", { class: "helped", style: { "--w": `${(50 * mean[0]) / all / most}%` } }))),
      mean.map((v, k) => h("td", { class: "n", "data-label": t(`lives.${kinds[k]}`) }, number(v, 0))), h("td", { class: "n", "data-label": t("lives.net") }, measured((1000 * (mean[0] - mean[1])) / all, "‰", 1, true)))))));
}

function groups(run) {
  const outcome = outcomeOf(state.headline);
  const empty = new Set(state.place.groups.map((g) => g.name).filter((name) => come(run).every((data) => data.lives?.[name]?.every((n) => n === 0))));
  const rows = state.place.groups.filter((g) => !empty.has(g.name)).map((group) => ({ group, row: rowOf(run, outcome.name, group.name) })).filter(({ row }) => row && Number.isFinite(row.difference));
  const most = Math.max(...rows.flatMap(({ row }) => [Math.abs(row.low), Math.abs(row.high)]).filter(Number.isFinite), 1e-9);
  return h("ul", { class: "by-group" }, rows.map(({ group, row }) => h("li", {},
    h("span", { class: "name" }, group.label), whisker(row, most), h("span", { class: "n" }, difference(row, outcome).told), h("span", { class: "small" }, difference(row, outcome).between), verdictMark(verdict(row, outcome.better)))));
}

function money(run) {
  const told = run.told?.money;
  if (!told) return "";
  const { place } = state;
  const unit = `${place.currency} ${place.price_year}`;
  const payers = Object.entries(told.extra_by_year).filter(([, years]) => years.some(({ value }) => value));
  const said = ({ value, low, high }, d) => [number(value, d, true), h("span", { class: "small" }, ` (${span(low, high, d)})`)];
  const named = (payer) => place.spending.find((line) => line.payer === payer)?.payer_label ?? payer;
  const years = Math.max(0, ...payers.map(([, all]) => all.length));
  const d = decimalsFor(told.averted.low, told.averted.high);
  return h("section", {}, h("h2", {}, t("compare.money")), h("p", { class: "small" }, t("compare.money_about", { unit })),
    payers.length ? h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("compare.money") }, h("table", { class: "wide-table stack" },
      h("thead", {}, h("tr", {}, [t("compare.payer"), ...Array.from({ length: years }, (_, k) => t("centre.year", { n: k + 1 }))].map((text, k) => h("th", { scope: "col", class: k ? "n" : null }, text)))),
      h("tbody", {}, payers.map(([payer, all]) => h("tr", {}, h("th", { scope: "row" }, named(payer)), all.map((year, k) => h("td", { class: "n", "data-label": t("centre.year", { n: k + 1 }) }, h("span", {}, said(year, 0))))))))) : h("p", {}, t("compare.no_money")),
    h("p", {}, t("compare.averted"), " ", said(told.averted, d), ". ", told.per_daly.verdict === "given" ? [t("compare.per_daly", { unit }), " ", number(told.per_daly.value, 0), h("span", { class: "small" }, ` (${span(told.per_daly.low, told.per_daly.high, 0)})`), "."] : t("compare.no_ratio")));
}

/** Whether intervals are there. */
export function sure(run) {
  return rowsOf(run).length > 0;
}
