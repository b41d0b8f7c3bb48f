// What the app says to those who do not see it, and how it moves for those who want it still.

import { h } from "./dom.js";

let region = null;
let pending = 0;

/** The place where announcements are put; one for the whole app. */
export function announcer() {
  region = h("div", { class: "unseen", role: "status", "aria-live": "polite", "aria-atomic": "true", id: "said" });
  return region;
}

/** Say something once those who listen can hear it; the newest replaces what was not said yet. */
export function say(text, wait = 400) {
  clearTimeout(pending);
  pending = setTimeout(() => {
    if (region) region.textContent = text;
  }, wait);
}

/** Whether the person asked their system for less motion. */
export function still() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Move the focus to a screen's heading when it opens, so that a keyboard goes on from there. */
export function headTo(root) {
  const heading = root.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

/** A button that opens and closes what stands in `panel`. */
export function opener(label, panel, attributes = {}) {
  panel.hidden = true;
  panel.id ||= `panel-${Math.random().toString(36).slice(2)}`;
  const button = h("button", {
    type: "button", "aria-expanded": "false", "aria-controls": panel.id, ...attributes,
    onclick: () => {
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    },
  }, label);
  return button;
}

/** Buttons of which one is on, as a group of radios: arrows move, one stop for Tab. */
export function choice(label, options, current, pick, attributes = {}) {
  const group = h("div", { role: "radiogroup", "aria-label": label, ...attributes, class: `choice ${attributes.class ?? ""}` });
  const buttons = options.map(({ value, text, mark }) => h("button", {
    type: "button", role: "radio", "data-value": value, onclick: () => choose(value, true),
  }, mark, text));
  const choose = (value, told) => {
    buttons.forEach((button) => {
      const on = button.dataset.value === String(value);
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    });
    if (!buttons.some((button) => button.tabIndex === 0) && buttons[0]) buttons[0].tabIndex = 0;
    if (told) pick(value);
  };
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next.focus();
    choose(next.dataset.value, true);
  });
  group.append(...buttons);
  choose(current, false);
  group.choose = (value) => choose(value, false);
  return group;
}
