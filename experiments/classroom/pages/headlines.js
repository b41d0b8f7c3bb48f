// The five headlines: each with what the plan gives, what it changes, and how sure that is. One of them is in the chart.

import { verdictMark } from "./badges.js";
import { h, replace } from "./dom.js";
import { decimalsFor, measured, number, span, t } from "./i18n.js";
import { bare, rowOf, verdict } from "./runs.js";
import { put, state } from "./state.js";

/** The headline outcomes of this place. */
export function headlines() {
  return state.place.outcomes.filter((outcome) => outcome.headline);
}

/** An outcome by name. */
export function outcomeOf(name) {
  return state.place.outcomes.find((outcome) => outcome.name === name);
}

/** Decimals of an outcome's values. */
export function decimalsOfOutcome(outcome) {
  return Math.min(outcome.decimals ?? 1, 2);
}

/** A difference in words: signed, with its unit and its interval; `plain` leaves the unit to what stands around it. */
export function difference(row, outcome, plain = false) {
  const d = Number.isFinite(row.low) ? decimalsFor(row.low, row.high) : decimalsOfOutcome(outcome);
  const unit = plain ? "" : outcome.unit === "%" ? t("unit.points") : outcome.unit;
  return { told: measured(row.difference, unit, d, true), between: Number.isFinite(row.low) ? span(row.low, row.high, d) : t(state.run?.status === "done" ? "interval.none" : "interval.waiting") };
}

/** A headline as a sentence, for those who listen. */
export function headlineSaid(row, outcome) {
  const { told, between } = difference(row, outcome);
  return t("headline.said", { outcome: outcome.label, value: measured(row.baseline + row.difference, outcome.unit, decimalsOfOutcome(outcome)), difference: told, interval: between });
}

/** The strip of headlines. */
export function headlineStrip(here) {
  const strip = h("div", { class: "headlines", role: "radiogroup", "aria-label": t("headline.head") });
  const cards = headlines().map((outcome) => {
    const body = h("span", { class: "headline-body" });
    const card = h("button", { type: "button", role: "radio", class: "headline", "data-outcome": outcome.name, title: outcome.definition, onclick: () => put("headline", outcome.name) },
      h("span", { class: "headline-label" }, outcome.label, outcome.unit !== "%" && h("small", {}, outcome.unit)), body);
    return { outcome, card, body };
  });
  strip.append(...cards.map((c) => c.card));
  strip.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = cards.findIndex((c) => c.card === document.activeElement);
    const next = cards[(at + step + cards.length) % cards.length];
    next.card.focus();
    put("headline", next.outcome.name);
  });
  const show = () => {
    const { run } = state;
    for (const { outcome, card, body } of cards) {
      const row = rowOf(run, outcome.name);
      const on = outcome.name === state.headline;
      card.setAttribute("aria-checked", String(on));
      card.tabIndex = on ? 0 : -1;
      if (!row) { replace(body, h("span", { class: "big quiet" }, "…")); continue; }
      const d = decimalsOfOutcome(outcome);
      const kind = bare(run) ? "" : verdict(row, outcome.better);
      const { told, between } = difference(row, outcome, true);
      card.dataset.verdict = kind;
      replace(body,
        h("span", { class: "big" }, number(row.baseline + row.difference, d), outcome.unit === "%" && h("small", {}, "\u202f%")),
        bare(run)
          ? h("span", { class: "delta" }, t("headline.as_is"))
          : [h("span", { class: "delta" }, told), h("span", { class: "between" }, between), verdictMark(kind)]);
    }
  };
  here.on(["run", "headline"], show);
  show();
  return strip;
}
