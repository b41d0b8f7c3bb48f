// Every number of the model with what it rests on; and why one should, or should not, believe what comes out.

import { badge } from "../badges.js";
import { declarations } from "../declared.js";
import { h, replace } from "../dom.js";
import { brief, language, number, scaled, t, unscaled } from "../i18n.js";
import { sourceOf } from "../levers.js";
import { frozen } from "../room.js";
import { planMoved } from "../runs.js";
import { setParameter, state } from "../state.js";

const GRADES = ["here", "elsewhere", "judged", "yours"];
const PAGE = 40;

/** Assumptions: filter, read, change. */
export function assumptions(root, here) {
  const body = h("div", {});
  root.append(h("h1", {}, t("assume.head")), h("p", { class: "lead" }, t("assume.about")), body);
  replace(body, h("p", { class: "empty" }, t("wait")));
  declarations().then((all) => replace(body, believe(all), list(all, here)), (error) => replace(body, h("p", { class: "wrong", role: "alert" }, error.message)));
}

function believe(all) {
  const counted = GRADES.map((grade) => ({ grade, n: all.filter((p) => p.grade === grade).length })).filter(({ n }) => n);
  return h("section", { class: "believe", "aria-labelledby": "believe-head" },
    h("h2", { id: "believe-head" }, t("believe.head")),
    h("p", {}, t("believe.count", { n: all.length })),
    h("div", { class: "grades", "aria-hidden": "true" }, counted.map(({ grade, n }) => h("i", { class: `grade-${grade}`, style: { "--n": n } }))),
    h("ul", { class: "grade-key" }, counted.map(({ grade, n }) => h("li", {}, badge(grade), " ", number(n, 0), h("span", { class: "small" }, ` ${t(`believe.${grade}`)}`)))),
    h("div", { class: "columns" },
      h("div", {}, h("h3", {}, t("believe.for")), h("ul", {}, ["for1", "for2", "for3"].map((key) => h("li", {}, t(`believe.${key}`))))),
      h("div", {}, h("h3", {}, t("believe.against")), h("ul", {}, ["against1", "against2", "against3"].map((key) => h("li", {}, t(`believe.${key}`)))))),
    state.place.left_out?.length ? h("details", {}, h("summary", {}, t("start.left_out")), h("ul", {}, state.place.left_out.map((line) => h("li", {}, line)))) : "");
}

function list(all, here) {
  const words = h("input", { type: "search", id: "assume-words", placeholder: t("assume.example"), oninput: () => show(true) });
  const grade = h("select", { id: "assume-grade", onchange: () => show(true) }, h("option", { value: "" }, t("assume.any")), GRADES.map((g) => h("option", { value: g }, t(`badge.${g}`))), h("option", { value: "changed" }, t("assume.changed")));
  const told = h("p", { class: "small", role: "status" });
  const rows = h("div", { class: "assumptions" });
  const more = h("button", { type: "button", class: "plain", onclick: () => { until += PAGE; show(false); } }, t("assume.more"));
  const haystack = all.map((p) => `${p.name} ${p.meaning} ${p.process} ${sourceOf(p.source)}`.toLocaleLowerCase(language()));
  let until = PAGE;
  function show(anew) {
    if (anew) until = PAGE;
    const sought = words.value.toLocaleLowerCase(language()).split(/\s+/).filter(Boolean);
    const found = all.filter((p, k) => sought.every((w) => haystack[k].includes(w)) && (!grade.value || (grade.value === "changed" ? p.name in state.plan.parameters : p.grade === grade.value)));
    told.textContent = t("assume.found", { n: found.length });
    more.hidden = found.length <= until;
    replace(rows, found.slice(0, until).map(card));
  }
  show(true);
  return h("section", {}, h("h2", {}, t("assume.all")),
    h("div", { class: "filters" }, h("p", { class: "field" }, h("label", { for: "assume-words" }, t("assume.search")), words), h("p", { class: "field" }, h("label", { for: "assume-grade" }, t("assume.grade")), grade)),
    told, rows, more);
}

function card(p) {
  const id = `assume-${p.name.replace(/[^\w-]/g, "-")}`;
  const number_ = typeof p.value === "number";
  const box = h("article", { class: "assumption" });
  const wrong = h("span", { class: "wrong small", role: "alert", id: `${id}-wrong` });
  let field;
  const set = (value) => { setParameter({ name: p.name, value: p.now ?? p.value }, value); planMoved(true); mark(); };
  const told = (value) => brief(scaled(p.reading, value), 4);
  const from = p.from ?? p.low, to = p.to ?? p.high, now = p.now ?? p.value;
  if (number_) {
    field = h("input", {
      type: "number", id, min: scaled(p.reading, from), max: scaled(p.reading, to), step: "any", value: scaled(p.reading, state.plan.parameters[p.name] ?? now), disabled: !p.editable || frozen(), "aria-describedby": `${id}-range ${id}-wrong`,
      onchange: () => {
        const value = unscaled(p.reading, Number(field.value));
        const ok = field.value !== "" && value >= from && value <= to;
        wrong.textContent = ok ? "" : t("assume.outside", { low: told(from), high: told(to) });
        field.setAttribute("aria-invalid", String(!ok));
        if (ok) set(value);
      },
    });
  } else if (p.choices?.length > 1 && p.editable) {
    field = h("select", { id, disabled: frozen(), onchange: () => set(field.value) }, p.choices.map((c) => h("option", { value: c, selected: c === (state.plan.parameters[p.name] ?? p.value) }, c.replaceAll("_", " "))));
  } else field = h("output", { id }, String(p.value));
  const back = h("button", { type: "button", class: "undo", "aria-label": t("lever.undo", { label: p.meaning }), onclick: () => { field.value = number_ ? scaled(p.reading, now) : now; set(now); } }, "↺");
  const mark = () => { const changed = p.name in state.plan.parameters; box.classList.toggle("changed", changed); back.hidden = !changed; };
  box.append(
    h("h3", {}, h("label", { for: id }, p.meaning)), h("p", { class: "code small" }, p.name),
    h("p", { class: "row" }, field, " ", h("span", { class: "small" }, number_ ? p.reading.unit : ""), back, wrong),
    h("p", { class: "small", id: `${id}-range` }, number_ ? t("assume.range", { low: told(p.low), high: told(p.high) }) : "", " ", badge(p.grade), " ", sourceOf(p.source)),
    p.sentence ? h("details", {}, h("summary", {}, t("assume.rule")), h("p", { class: "small" }, p.sentence)) : "");
  mark();
  return box;
}
