// Cards to print: for hands where there is one projector, and one for each lever.

import { badge } from "../badges.js";
import { h } from "../dom.js";
import { t } from "../i18n.js";
import { sourceOf, themeLabel } from "../levers.js";
import { leverValue } from "../plan_words.js";
import { state } from "../state.js";

const LETTERS = ["A", "B", "C", "D"];
const RANDOM_ORDER = ["better", "worse", "unclear"];

/** All cards. */
export function cards(root) {
  const { place } = state;
  root.append(
    h("div", { class: "no-print" }, h("h1", {}, t("cards.head")), h("p", { class: "lead" }, t("cards.about")), h("p", {}, h("button", { type: "button", onclick: () => window.print() }, t("cards.print")))),
    h("section", { class: "sheet" }, h("h2", {}, t("cards.votes")), h("p", { class: "small no-print" }, t("cards.votes_about")),
      h("ul", { class: "vote-cards" },
        LETTERS.map((letter, k) => h("li", { class: `vote-card letter-${k}` }, h("span", { class: `letter letter-${k}`, "aria-hidden": "true" }, letter), h("span", {}, t("cards.choice", { letter })))),
        RANDOM_ORDER.map((kind) => h("li", { class: `vote-card card-${kind}` }, h("span", { class: "letter", "aria-hidden": "true" }, { better: "▲", worse: "▼", unclear: "≈" }[kind]), h("span", {}, t(`cards.${kind}`)))))),
    h("section", { class: "sheet" }, h("h2", {}, t("cards.levers")), h("p", { class: "small no-print" }, t("cards.levers_about")),
      h("ul", { class: "lever-cards" }, place.levers.map((lever) => h("li", { class: `theme-${lever.theme}` },
        h("p", { class: "kicker" }, themeLabel(lever.theme)), h("h3", {}, lever.label), h("p", {}, lever.meaning),
        h("p", { class: "small" }, t("cards.now", { value: leverValue(lever) }), lever.kind === "number" ? ` ${t("assume.range", { low: leverValue(lever, lever.low), high: leverValue(lever, lever.high) })}` : ""),
        lever.grade ? h("p", { class: "small" }, badge(lever.grade), lever.source === lever.grade ? "" : ` ${sourceOf(lever.source)}`) : "")))),
    h("section", { class: "sheet" }, h("h2", {}, t("cards.outcomes")), h("ul", { class: "lever-cards" }, place.outcomes.filter((o) => o.headline).map((o) => h("li", {}, h("h3", {}, o.label), h("p", {}, o.definition), h("p", { class: "small" }, o.unit, o.better ? ` · ${t(`cards.${o.better}`)}` : ""))))));
}
