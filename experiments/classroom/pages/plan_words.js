// What a plan changes, in words: the same on every screen, in the notebook and on the teacher's table.

import { declaration } from "./declared.js";
import { read, scaled, t } from "./i18n.js";
import { state } from "./state.js";

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
  return read(lever.reading, Number(value), decimalsOf(scaled(lever.reading, lever.step)));
}

/** A number that a plan sets, in words as soon as its declaration is there. */
export function parameterWords(name, value) {
  const one = declaration(name);
  return one ? `${one.meaning}: ${typeof value === "number" ? read(one.reading, value) : String(value).replaceAll("_", " ")}` : name;
}

/** Each change of a plan in words. */
export function planWords(plan) {
  const { place } = state;
  const levers = Object.entries(plan.levers ?? {}).map(([name, value]) => {
    const lever = place.levers.find((l) => l.name === name);
    return lever ? `${lever.label}: ${leverValue(lever, value)}` : name;
  });
  const parameters = Object.entries(plan.parameters ?? {}).map(([name, value]) => parameterWords(name, value));
  const policies = (plan.policies ?? []).map((name) => place.policies.find((p) => p.name === name)?.title ?? name);
  const steps = (plan.steps ?? []).map((step) => `${t("plan.from_week", { week: step.week })} ${planWords(step).join(", ")}`);
  return [...policies, ...levers, ...parameters, ...steps];
}
