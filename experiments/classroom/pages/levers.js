// Controls of the levers, made from their declarations: this file knows no name, no range and no unit.
// Their themes open and close; on a phone one is open at first, so that the list is not longer than a thumb.

import { opener, say } from "./a11y.js";
import { badge } from "./badges.js";
import { tellable } from "./declared.js";
import { h, replace } from "./dom.js";
import { t } from "./i18n.js";
import { leverValue, parameterWords, planWords } from "./plan_words.js";
import { frozen } from "./room.js";
import { planMoved } from "./runs.js";
import { changes, put, setLever, state, whole } from "./state.js";

const NARROW = window.matchMedia("(max-width: 61rem)"); // where the style puts the levers under the chart
const OPENED = "minga.themes";
const FEW = 6; // so many levers need not be folded

function control(lever) {
  const id = `lever-${lever.name.replace(/[^\w-]/g, "-")}`;
  const out = h("output", { for: id, class: "value" });
  const was = h("span", { class: "was" });
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
    h("label", { for: id }, lever.label), asks, h("span", { class: "knob" }, input, lever.kind === "number" && h("i", { class: "tick", "aria-hidden": "true" })), back, h("span", { class: "told small" }, out, " ", was), about);
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
  return { row, show, lever };
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

function recalled() {
  try { return JSON.parse(localStorage.getItem(OPENED) ?? "{}") ?? {}; } catch { return {}; }
}

/** A theme with its levers, and how many of them are moved. On a wide screen it is open unless somebody closed it. */
function theme(name, own, first) {
  const moved = h("span", { class: "moved" });
  const label = h("span", { id: `theme-${name}` }, themeLabel(name));
  const box = h("details", { class: `theme theme-${name}` }, h("summary", {}, label, moved),
    h("div", { role: "group", "aria-labelledby": `theme-${name}` }, own.map((c) => c.row)));
  const key = () => `${NARROW.matches ? "narrow" : "wide"} ${name}`;
  const fold = () => { box.open = recalled()[key()] ?? (first || !NARROW.matches); };
  fold();
  box.addEventListener("toggle", () => {
    // what opens by itself, for want of a hand, is not kept
    if (box.open === (recalled()[key()] ?? (first || !NARROW.matches))) return;
    try { localStorage.setItem(OPENED, JSON.stringify({ ...recalled(), [key()]: box.open })); } catch { /* a browser that keeps nothing */ }
  });
  const show = () => {
    const n = own.filter(({ lever }) => lever.name in state.plan.levers).length;
    moved.textContent = n ? t("lever.changed", { n }) : "";
  };
  return { box, fold, show };
}

/** All levers by theme; `only` names those that a lesson offers. */
export function leverPanel(here, only = null) {
  const { place } = state;
  const shown = place.levers.filter((lever) => !only || only.includes(lever.name));
  const themes = [...new Set(shown.map((lever) => lever.theme))];
  const controls = [];
  const groups = themes.map((name) => {
    const own = shown.filter((lever) => lever.theme === name).map(control);
    controls.push(...own);
    return theme(name, own, shown.length <= FEW || name === themes[0]);
  });
  const fold = () => groups.forEach((group) => group.fold());
  NARROW.addEventListener("change", fold);
  here.until(() => NARROW.removeEventListener("change", fold));
  const count = h("span", { class: "count" });
  const reset = h("button", {
    type: "button", class: "plain", onclick: () => { put("plan", whole({ week: state.plan.week })); planMoved(true); say(t("lever.reset_done")); },
  }, t("lever.reset"));
  const others = h("ul", { class: "others small" });
  const show = () => {
    controls.forEach((c) => c.show());
    groups.forEach((group) => group.show());
    const n = changes(state.plan);
    count.textContent = t("lever.changed", { n });
    reset.disabled = !n || frozen();
    replace(others, [
      ...state.plan.policies.map((name) => ({ text: place.policies.find((p) => p.name === name)?.title ?? name, drop: () => ({ ...state.plan, policies: state.plan.policies.filter((p) => p !== name) }) })),
      ...Object.entries(state.plan.parameters).map(([name, value]) => ({ text: parameterWords(name, value), drop: () => { const parameters = { ...state.plan.parameters }; delete parameters[name]; return { ...state.plan, parameters }; } })),
      ...(state.plan.steps ?? []).map((step) => ({ text: planWords({ steps: [step] })[0], drop: () => whole({ ...state.plan, steps: state.plan.steps.filter((one) => one !== step) }) })),
    ].map(({ text, drop }) => h("li", {}, text, " ", h("button", {
      type: "button", class: "undo", "aria-label": t("lever.drop", { label: text }), disabled: frozen(), onclick: () => { put("plan", drop()); planMoved(true); },
    }, "↺"))));
    others.hidden = !others.childElementCount;
    tellable([state.plan], show);
  };
  here.on(["plan", "room"], show);
  show();
  return h("section", { class: "levers", "aria-labelledby": "levers-head" },
    h("div", { class: "levers-head" }, h("h2", { id: "levers-head" }, t("lever.head")), count, reset), others, groups.map((group) => group.box));
}
