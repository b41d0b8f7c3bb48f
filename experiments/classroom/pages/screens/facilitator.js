// The one who leads: a code for the class, what all see now, votes, and the plans of all groups side by side.

import { verdictMark } from "../badges.js";
import { tellable } from "../declared.js";
import { h, replace } from "../dom.js";
import { difference, headlines } from "../headlines.js";
import { known, language, number, t } from "../i18n.js";
import { headlineRows, openRoom, steer } from "../room.js";
import { planMoved, verdict } from "../runs.js";
import { source } from "../source.js";
import { put, state, whole } from "../state.js";
import { planWords } from "../plan_words.js";

const LETTERS = "ABCDEFGHIJKL";

/** The teacher's desk. */
export function facilitator(root, here) {
  const body = h("div", {});
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  root.append(h("h1", {}, t("lead.head")), h("p", { class: "lead" }, t("lead.about")), wrong, body);
  if (source.still) { replace(body, h("p", { class: "empty" }, t("lead.still"))); return; }
  const safely = (act) => async () => { wrong.hidden = true; try { await act(); } catch (error) { wrong.textContent = error.message; wrong.hidden = false; } };
  const parts = { shown: "", groups: h("section", {}), votes: h("section", {}), tally: h("div", { "aria-live": "polite" }), hands: h("div", {}), steps: h("span", {}) };
  const show = () => {
    const { teacher } = state;
    const form = teacher?.code ?? "";
    if (parts.shown !== form || !body.childElementCount) {
      parts.shown = form;
      replace(body, teacher ? desk(parts, safely) : h("p", {}, h("button", { type: "button", onclick: safely(openRoom) }, t("lead.open"))));
    }
    if (teacher) refresh(parts, safely);
    tellable((state.room?.groups ?? []).map((group) => group.plan), show);
  };
  here.on(["teacher", "room"], show);
  show();
}

function desk(parts, safely) {
  const { teacher, place } = state;
  const question = h("input", { id: "lead-question", maxlength: 200 });
  parts.lesson = h("select", { id: "lead-lesson", onchange: safely(() => steer({ lesson: parts.lesson.value, step: 0, revealed: false, question: "" })) }, h("option", { value: "" }, t("lead.no_lesson")), place.lessons.map((l) => h("option", { value: l.name }, l.title)));
  parts.freeze = h("button", { type: "button", "aria-pressed": "false", onclick: safely(() => steer({ frozen: !state.room?.frozen })) });
  parts.reveal = h("button", { type: "button", "aria-pressed": "false", onclick: safely(() => steer({ revealed: !state.room?.revealed })) });
  const address = h("strong", {}, `${location.origin}${location.pathname}`);
  const code = h("img", { class: "qr", alt: "", width: 210, height: 210, hidden: true });
  // what a phone needs is the address with its token, which only the server knows
  source.address().then((told) => { if (told.open) { address.textContent = told.address; code.src = told.qr; code.hidden = false; } }, () => {});
  return [h("div", { class: "desk" },
    h("section", { class: "code-card" }, h("p", { class: "small" }, t("lead.code")), h("p", { class: "code-big" }, teacher.code), h("p", { class: "small" }, t("lead.address"), " ", address), code,
      h("p", {}, h("button", { type: "button", class: "plain", onclick: () => { if (window.confirm(t("lead.close_sure"))) safely(() => steer({ close: true }))(); } }, t("lead.close")))),
    h("section", { class: "steering" }, h("h2", {}, t("lead.steer")),
      h("p", { class: "field" }, h("label", { for: "lead-lesson" }, t("lead.lesson")), parts.lesson), parts.steps,
      h("p", { class: "row" }, parts.freeze, parts.reveal),
      h("form", { class: "field", onsubmit: (event) => { event.preventDefault(); safely(() => steer({ question: question.value.trim() }))(); } }, h("label", { for: "lead-question" }, t("lead.question")), h("span", { class: "row" }, question, h("button", { type: "submit" }, t("lead.ask")))))),
    replace(parts.votes, h("h2", {}, t("lead.votes")), parts.tally, parts.hands), parts.groups,
  ];
}

async function drawSteps(parts, safely) {
  const { room } = state;
  if (!room?.lesson) { replace(parts.steps); parts.of = ""; return; }
  if (parts.of !== room.lesson) {
    parts.of = room.lesson;
    try { parts.told = await source.lesson(room.lesson, language()); } catch { parts.told = null; }
  }
  if (!parts.told) return;
  const at = Number(state.room?.step ?? 0);
  const labels = [...parts.told.steps.map((step) => step.label), parts.told.left_out_title];
  replace(parts.steps, h("ol", { class: "rail" }, labels.map((label, k) => h("li", { class: k === at ? "now" : k < at ? "done" : "" }, h("button", { type: "button", class: "plain", "aria-current": k === at ? "step" : null, onclick: safely(() => steer({ step: k, revealed: false, question: parts.told.steps[k]?.kind === "vote" ? `${room.lesson} ${k}` : "" })) }, label)))));
}

function refresh(parts, safely) {
  const { room } = state;
  parts.freeze.setAttribute("aria-pressed", String(Boolean(room?.frozen)));
  replace(parts.freeze, t(room?.frozen ? "lead.thaw" : "lead.freeze"));
  parts.reveal.setAttribute("aria-pressed", String(Boolean(room?.revealed)));
  replace(parts.reveal, t(room?.revealed ? "lead.hide" : "lead.reveal"));
  if (document.activeElement !== parts.lesson) parts.lesson.value = room?.lesson ?? "";
  drawSteps(parts, safely);
  const votes = Object.entries(room?.votes ?? {});
  const most = Math.max(1, ...votes.map(([, n]) => n));
  const step = room?.lesson && parts.of === room.lesson ? parts.told?.steps[Number(room.step)] : null;
  const inLesson = step?.kind === "vote" && room.question === `${room.lesson} ${room.step}`;
  const named = (choice) => (inLesson ? `${choice} · ${step.choices[LETTERS.indexOf(choice)]?.label ?? ""}` : known(`vote.${choice}`) ? t(`vote.${choice}`) : choice);
  const asked = room?.question ?? "";
  if (parts.hands.dataset.asked !== asked) {
    parts.hands.dataset.asked = asked;
    replace(parts.hands, asked && hands(inLesson ? step.choices.map((_, k) => LETTERS[k]) : ["yes", "no", "unsure"], safely));
  }
  replace(parts.tally, room?.question && h("p", {}, h("strong", {}, inLesson ? step.question : room.question)), votes.length
    ? h("ul", { class: "votes" }, votes.map(([choice, n]) => h("li", {}, h("span", {}, named(choice)), h("i", { "aria-hidden": "true", style: { "--w": `${(100 * n) / most}%` } }), h("b", {}, number(n, 0)))))
    : h("p", { class: "small" }, t("lead.no_votes")));
  replace(parts.groups, h("h2", {}, t("lead.groups")), side(room?.groups ?? [], parts.of === room?.lesson ? parts.told : null));
}

/** Where hands are counted in the room: how many for each choice. */
function hands(choices, safely) {
  const fields = choices.map((choice, k) => ({ choice, input: h("input", { type: "number", id: `hands-${k}`, min: 0, max: 1000, value: 0 }) }));
  return h("form", { class: "row hands", onsubmit: (event) => { event.preventDefault(); safely(() => steer({ hands: Object.fromEntries(fields.map(({ choice, input }) => [choice, Number(input.value) || 0])) }))(); } },
    h("strong", {}, t("lead.hands")), fields.map(({ choice, input }) => h("span", {}, h("label", { for: input.id }, known(`vote.${choice}`) ? t(`vote.${choice}`) : choice), " ", input)), h("button", { type: "submit" }, t("lead.hands_count")));
}

/** All plans side by side. */
function side(groups, told) {
  if (!groups.length) return h("p", { class: "empty" }, t("lead.no_groups"));
  const outcomes = headlines();
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("lead.groups") }, h("table", { class: "wide-table" },
    h("thead", {}, h("tr", {}, [t("lead.group"), t("lead.plan"), t("lead.predicted"), ...outcomes.map((o) => `${o.label} (${o.unit})`), t("lead.show_head")].map((text, k) => h("th", { scope: "col", class: k > 2 && k < 3 + outcomes.length ? "n" : null }, text)))),
    h("tbody", {}, groups.map((group) => h("tr", {},
      h("th", { scope: "row" }, group.name), h("td", {}, group.plan ? planWords(group.plan).join("; ") || t("plan.none") : "–"), h("td", {}, predicted(group.predicted, told)),
      headlineRows(group, outcomes).map((row, k) => h("td", { class: "n" }, row ? [difference(row, outcomes[k], true).told, " ", verdictMark(verdict(row, outcomes[k].better))] : "–")),
      h("td", {}, group.plan ? h("button", { type: "button", class: "plain", "aria-label": t("lead.show", { name: group.name }), onclick: () => { put("plan", whole(group.plan)); planMoved(true); location.hash = "#/story"; } }, t("lead.show_head")) : ""))))));
}

/** What a group predicted, step by step, in the words of the lesson. */
function predicted(answers, told) {
  const label = (step, answer) => (answer === true ? "✓" : (told?.steps[step]?.choices?.find((c) => c.value === answer)?.label ?? answer));
  return Object.entries(answers ?? {}).map(([key, answer]) => ({ lesson: key.split(" ")[0], step: Number(key.split(" ")[1]), answer }))
    .filter(({ lesson }) => lesson === told?.name).map(({ step, answer }) => `${step + 1}: ${label(step, answer)}`).join("; ") || "–";
}
