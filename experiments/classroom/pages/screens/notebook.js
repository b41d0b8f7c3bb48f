// The notebook of this browser: predictions, runs, explanations. It is sent nowhere unless somebody asks for the report.

import { say } from "../a11y.js";
import { tellable } from "../declared.js";
import { download, h, replace } from "../dom.js";
import { difference, headlines } from "../headlines.js";
import { language, t } from "../i18n.js";
import { planMoved } from "../runs.js";
import { source } from "../source.js";
import { note, put, state, whole } from "../state.js";
import { planWords } from "../plan_words.js";

const MOST_RUNS = 24; // of one report; older runs keep their line with the command

/** The notebook. */
export function notebook(root, here) {
  const list = h("ol", { class: "notes" });
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const text = h("textarea", { id: "note-text", rows: 3, maxlength: 2000 });
  const form = h("form", { class: "note-form", onsubmit: (event) => { event.preventDefault(); if (text.value.trim()) { note({ kind: "explanation", text: text.value.trim() }); text.value = ""; say(t("note.kept")); } } },
    h("label", { for: "note-text" }, t("note.write")), text, h("button", { type: "submit" }, t("note.keep")));
  const bring = h("button", { type: "button", onclick: () => report().catch((error) => { wrong.textContent = error.message; wrong.hidden = false; }) }, t("note.export"));
  const forget = h("button", { type: "button", class: "plain", onclick: () => { if (window.confirm(t("note.forget_sure"))) put("notebook", []); } }, t("note.forget"));
  root.append(h("h1", {}, t("note.head")), h("p", { class: "lead" }, t("note.about")), form, h("p", { class: "row" }, bring, forget), wrong, list);
  const show = () => {
    bring.disabled = forget.disabled = !state.notebook.length;
    tellable(state.notebook.map((e) => e.plan), show);
    replace(list, state.notebook.length ? state.notebook.map(entry) : h("li", { class: "empty" }, t("note.empty")));
  };
  here.on(["notebook"], show);
  show();
}

function entry(e, k) {
  const kind = h("span", { class: `kind kind-${e.kind}` }, t(`note.kind.${e.kind}`));
  const drop = h("button", { type: "button", class: "undo", "aria-label": t("note.drop", { n: k + 1 }), onclick: () => put("notebook", state.notebook.filter((_, at) => at !== k)) }, "×");
  if (e.kind !== "run") {
    return h("li", {}, h("p", {}, kind, e.title && h("strong", {}, ` ${e.title}`), drop), h("p", { class: "said" }, e.text));
  }
  const told = headlines().map((outcome) => ({ outcome, row: (e.rows ?? []).find((row) => row.outcome === outcome.name) })).filter(({ row }) => row);
  return h("li", {}, h("p", {}, kind, h("strong", {}, ` ${planWords(e.plan).join("; ")}`), drop),
    h("ul", { class: "small run-rows" }, told.map(({ outcome, row }) => h("li", {}, `${outcome.label}: ${difference(row, outcome).told} (${difference(row, outcome).between})`))),
    h("p", { class: "row" }, h("button", { type: "button", class: "plain", onclick: () => { put("plan", whole(e.plan)); planMoved(true); location.hash = "#/story"; } }, t("note.again"))),
    h("details", {}, h("summary", {}, t("compare.command")), h("pre", { tabindex: "0" }, e.command)));
}

async function report() {
  const entries = state.notebook.map(({ kind, text, title, run, plan, command }) => ({ kind, text: text || (plan ? planWords(plan).join("; ") : ""), title: title ?? "", run: run ?? "", command: command ?? "" }));
  const runs = [...new Set(state.notebook.map((e) => e.run).filter(Boolean))].slice(-MOST_RUNS);
  const blob = source.still ? await plainReport() : await source.report({ runs, notebook: entries, lang: language(), title: state.place.title });
  download("minga.html", blob);
  say(t("note.exported"));
}

/** A report of the own page where there is no server: the notebook as it stands, with its commands. */
async function plainReport() {
  const page = document.implementation.createHTMLDocument(state.place.title);
  page.documentElement.lang = language();
  page.head.append(h("meta", { charset: "utf-8" }));
  page.body.append(h("h1", {}, state.place.title), h("p", {}, t("start.limits_about")), h("ol", {}, state.notebook.map((e) => h("li", {},
    h("p", {}, `${t(`note.kind.${e.kind}`)}: ${e.text || planWords(e.plan ?? {}).join("; ")}`),
    (e.rows ?? []).length ? h("ul", {}, headlines().map((o) => ({ o, row: e.rows.find((r) => r.outcome === o.name) })).filter(({ row }) => row).map(({ o, row }) => h("li", {}, `${o.label}: ${difference(row, o).told} (${difference(row, o).between})`))) : "",
    e.command ? h("pre", {}, e.command) : ""))));
  return new Blob([`<!DOCTYPE html>\n${page.documentElement.outerHTML}`], { type: "text/html" });
}
