// Where one begins: what this place is, three doors, and what the model is not for.

import { h, replace } from "../dom.js";
import { t } from "../i18n.js";
import { join, quit } from "../room.js";
import { source } from "../source.js";
import { state } from "../state.js";

/** The first screen. */
export function start(root, here) {
  const { place } = state;
  const here_ = place.lessons.filter((l) => !l.system || l.system === place.system), there = place.lessons.filter((l) => !here_.includes(l));
  root.append(
    h("div", { class: "hero" },
      h("p", { class: "kicker" }, t("start.kicker")),
      h("h1", {}, place.title),
      h("p", { class: "lead" }, place.about),
      h("p", { class: "facts" }, t("start.facts", { residents: place.residents, weeks: place.weeks, n: place.centres.length })),
      h("p", {}, h("a", { class: "button", href: "#/story" }, t("start.go")))),
    h("div", { class: "doors" },
      h("section", { class: "door" }, h("h2", {}, t("start.lessons")), h("p", {}, t("start.lessons_about")),
        place.lessons.length
          ? [lessonList(here_), there.length ? h("details", { open: !here_.length }, h("summary", {}, t("start.lessons_there")), lessonList(there)) : ""]
          : h("p", { class: "small" }, t("start.no_lessons"))),
      source.still ? "" : joining(here),
      h("section", { class: "door" }, h("h2", {}, t("start.teach")), h("p", {}, t("start.teach_about")),
        h("ul", { class: "links" },
          source.still ? "" : h("li", {}, h("a", { href: "#/facilitator" }, t("nav.facilitator"))), h("li", {}, h("a", { href: "#/cards" }, t("nav.cards"))),
          h("li", {}, h("a", { href: "#/assumptions" }, t("start.believe")))))),
    h("section", { class: "limits" }, h("h2", {}, t("start.limits")), h("p", {}, t("start.limits_about")),
      place.left_out?.length ? h("details", {}, h("summary", {}, t("start.left_out")), h("ul", {}, place.left_out.map((line) => h("li", {}, line)))) : ""));
}

function lessonList(lessons) {
  return lessons.length ? h("ol", { class: "lesson-list" }, lessons.map((l) => h("li", {}, h("a", { href: `#/lesson/${l.name}/0` }, l.title), " ", h("span", { class: "small" }, t("start.minutes", { n: l.minutes }))))) : "";
}

function joining(here) {
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const code = h("input", { id: "class-code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 12, required: true });
  const box = h("section", { class: "door" });
  const form = h("form", {
    class: "join",
    onsubmit: async (event) => {
      event.preventDefault();
      wrong.hidden = true;
      try {
        await join(code.value);
      } catch (error) {
        wrong.textContent = t("start.join_wrong", { error: error.message });
        wrong.hidden = false;
        code.focus();
      }
    },
  }, h("label", { for: "class-code" }, t("start.code")), h("span", { class: "row" }, code, h("button", { type: "submit" }, t("start.join_go"))), wrong);
  const show = () => {
    const { seat } = state;
    replace(box, h("h2", {}, t("start.join")), seat
      ? [h("p", {}, t("start.joined", { name: seat.name, code: seat.code })), h("p", {}, h("button", { type: "button", class: "plain", onclick: quit }, t("start.quit")))]
      : [h("p", {}, t("start.join_about")), form]);
  };
  here.on(["seat"], show);
  show();
  return box;
}
