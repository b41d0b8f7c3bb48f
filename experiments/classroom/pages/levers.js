// Controls of the levers, made from their declarations: this file knows no name, no range and no unit.

import { opener, say } from "./a11y.js";
import { badge } from "./badges.js";
import { h, replace } from "./dom.js";
import { measured, t } from "./i18n.js";
import { frozen } from "./room.js";
import { planMoved } from "./runs.js";
import { changes, put, setLever, state, whole } from "./state.js";

/** Decimals that a step needs. */
export function decimalsOf(step) {
  const told = String(step ?? 1);
  if (told.includes("e-")) return Number(told.split("e-")[1]);
  return Math.min((told.split(".")[1] ?? "").length, 4);
}

/** A lever's value in words, with its unit. */
export function leverValue(lever, value = lever.value) {
  if (lever.kind === "switch") return t(value ? "lever.on" : "lever.off");
  if (lever.kind === "choice") return lever.choices?.find((c) => c.value === value)?.label ?? String(value);
  return measured(Number(value), lever.unit, decimalsOf(lever.step));
}

function control(lever) {
  const id = `lever-${lever.name.replace(/[^\w-]/g, "-")}`;
  const out = h("output", { for: id, class: "value" });
  const was = h("span", { class: "was small" });
  const about = h("div", { class: "about small" }, h("p", {}, lever.meaning), lever.grade ? h("p", {}, badge(lever.grade), lever.source && lever.source !== lever.grade ? ` ${sourceOf(lever.source)}` : "") : "");
  const asks = opener(h("span", { "aria-hidden": "true" }, "?"), about, { class: "why", "aria-label": t("lever.about", { label: lever.label }) });
  const set = (value, now) => { setLever(lever, value); planMoved(now); show(); };
  let input;
  if (lever.kind === "number") {
    input = h("input", {
      type: "range", id, min: lever.low, max: lever.high, step: lever.step ?? "any",
      oninput: () => set(Number(input.value), false), onchange: () => { planMoved(true); },
    });
  } else if (lever.kind === "switch") {
    input = h("input", { type: "checkbox", role: "switch", id, onchange: () => set(input.checked, true) });
  } else {
    input = h("select", { id, onchange: () => set(lever.choices[input.selectedIndex].value, true) }, lever.choices.map((c) => h("option", {}, c.label)));
  }
  const back = h("button", { type: "button", class: "undo", "aria-label": t("lever.undo", { label: lever.label }), onclick: () => { set(lever.value, true); input.focus(); say(leverValue(lever)); } }, "↺");
  const row = h("div", { class: `lever lever-${lever.kind}` },
    h("label", { for: id }, lever.label), asks, h("span", { class: "knob" }, input, lever.kind === "number" && h("i", { class: "tick", "aria-hidden": "true" })), out, back, was, about);
  function show() {
    const value = state.plan.levers[lever.name] ?? lever.value;
    const changed = value !== lever.value;
    if (lever.kind === "number") {
      if (document.activeElement !== input || Number(input.value) !== value) input.value = value;
      const share = (v) => `${(100 * (v - lever.low)) / (lever.high - lever.low || 1)}%`;
      row.style.setProperty("--at", share(value));
      row.style.setProperty("--base-n", String((lever.value - lever.low) / (lever.high - lever.low || 1)));
      input.setAttribute("aria-valuetext", `${leverValue(lever, value)}${changed ? `, ${t("lever.was", { value: leverValue(lever) })}` : ""}`);
    } else if (lever.kind === "switch") input.checked = Boolean(value);
    else input.selectedIndex = Math.max(0, lever.choices.findIndex((c) => c.value === value));
    out.textContent = lever.kind === "choice" ? "" : leverValue(lever, value);
    was.textContent = changed ? t("lever.was", { value: leverValue(lever) }) : "";
    back.hidden = !changed;
    row.classList.toggle("changed", changed);
    input.disabled = frozen();
    back.disabled = frozen();
  }
  show();
  return { row, show };
}

/** The words of a theme. */
export function themeLabel(theme) {
  return state.place.themes?.find((one) => one.name === theme)?.label ?? theme;
}

/** A source in one line. */
export function sourceOf(source) {
  if (!source) return "";
  if (typeof source === "string") return source;
  return [source.citation, source.place].filter(Boolean).join(", ");
}

/** All levers by theme; `only` names those that a lesson offers. */
export function leverPanel(here, only = null) {
  const { place } = state;
  const shown = place.levers.filter((lever) => !only || only.includes(lever.name));
  const themes = [...new Set(shown.map((lever) => lever.theme))];
  const controls = [];
  const groups = themes.map((theme) => h("fieldset", { class: `theme theme-${theme}` }, h("legend", {}, themeLabel(theme)),
    shown.filter((lever) => lever.theme === theme).map((lever) => { const made = control(lever); controls.push(made); return made.row; })));
  const count = h("span", { class: "count" });
  const reset = h("button", {
    type: "button", class: "plain", onclick: () => { put("plan", whole({ week: state.plan.week })); planMoved(true); say(t("lever.reset_done")); },
  }, t("lever.reset"));
  const others = h("ul", { class: "others small" });
  const show = () => {
    controls.forEach((c) => c.show());
    const n = changes(state.plan);
    count.textContent = t("lever.changed", { n });
    reset.disabled = !n || frozen();
    replace(others, [
      ...state.plan.policies.map((name) => ({ text: place.policies.find((p) => p.name === name)?.title ?? name, drop: () => ({ ...state.plan, policies: state.plan.policies.filter((p) => p !== name) }) })),
      ...Object.keys(state.plan.parameters).map((name) => ({ text: name, drop: () => { const parameters = { ...state.plan.parameters }; delete parameters[name]; return { ...state.plan, parameters }; } })),
    ].map(({ text, drop }) => h("li", {}, text, " ", h("button", {
      type: "button", class: "undo", "aria-label": t("lever.drop", { label: text }), disabled: frozen(), onclick: () => { put("plan", drop()); planMoved(true); },
    }, "↺"))));
    others.hidden = !others.childElementCount;
  };
  here.on(["plan", "room"], show);
  show();
  return h("section", { class: "levers", "aria-labelledby": "levers-head" },
    h("div", { class: "levers-head" }, h("h2", { id: "levers-head" }, t("lever.head")), count, reset), others, groups);
}
