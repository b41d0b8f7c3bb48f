// One resident in two worlds: the states week by week as ribbons, what happened, and the rule that acted. No real person.

import { choice } from "../a11y.js";
import { h, replace, s } from "../dom.js";
import { language, number, t } from "../i18n.js";
import { lookOf, outline, token } from "../looks.js";
import { ask, bare } from "../runs.js";
import { source } from "../source.js";
import { put, state } from "../state.js";
import { planLine } from "./compare.js";

const WIDE = 900;
const WORLDS = ["baseline", "plan"];

/** A resident whose path differs, or the one that the address names. */
export function person(root, here, [asked]) {
  const list = h("div", { class: "people" });
  const life = h("div", { class: "life", "aria-live": "polite" });
  root.append(h("h1", {}, t("person.head")), h("p", { class: "lead" }, t("person.about")), planLine(here), h("div", { class: "two" }, list, life));
  let people = [], shown = "", row = asked === undefined || asked === "" ? -1 : Number(asked), form = "ribbons";

  async function load() {
    const { run } = state;
    if (!run?.replicates.some(Boolean) || shown === run.id) return;
    shown = run.id;
    replace(life, h("p", { class: "empty" }, t("wait")));
    try {
      people = await source.people(run.id, language());
      if (row < 0) row = people.find((p) => p.kind === "most")?.row ?? people[0]?.row ?? -1;
      drawList();
      await see(row);
    } catch (error) {
      shown = "";
      replace(life, h("p", { class: "wrong", role: "alert" }, error.message));
    }
  }

  function drawList() {
    replace(list, h("h2", {}, t("person.whom")), bare(state.run) && h("p", { class: "small" }, t("person.bare")),
      h("ul", {}, people.map((p) => h("li", {}, h("button", {
        type: "button", "aria-pressed": String(p.row === row), onclick: () => see(p.row),
      }, h("strong", {}, t("person.resident", { row: p.row })), p.about && h("span", {}, p.about), h("span", { class: "small" }, p.why ?? ""), p.group !== "everybody" && h("span", { class: "small group" }, p.label))))));
  }

  async function see(which) {
    row = which;
    if (row < 0) { replace(life, h("p", { class: "empty" }, t("person.none"))); return; }
    history.replaceState(null, "", `#/person/${row}`);
    list.querySelectorAll("button").forEach((b, k) => b.setAttribute("aria-pressed", String(people[k]?.row === row)));
    try {
      draw(await source.person(state.run.id, row, language()));
    } catch (error) {
      replace(life, h("p", { class: "wrong", role: "alert" }, source.still ? t("person.not_here") : error.message));
    }
  }

  function draw(told) {
    const how = choice(t("person.form"), ["ribbons", "list"].map((value) => ({ value, text: t(`person.${value}`) })), form, (to) => { form = to; draw(told); });
    replace(life,
      h("div", { class: "part-head" }, h("h2", {}, t("person.resident", { row: told.row })), how,
        h("button", { type: "button", class: "plain", onclick: () => { put("follow", told.row); location.hash = "#/story"; } }, t("person.follow"))),
      h("dl", { class: "about-person" }, (told.about ?? []).map((a) => h("div", {}, h("dt", {}, a.label), h("dd", {}, typeof a.value === "number" ? number(a.value, Number.isInteger(a.value) ? 0 : 1) : a.value)))),
      form === "ribbons" ? ribbons(told) : "", events(told),
      h("p", { class: "small" }, t("person.no_real")));
    if (form === "list") life.querySelector(".events")?.classList.add("plain-list");
  }

  here.on(["run"], load);
  load();
  if (!state.run) ask(state.plan);
}

function spells(looks, weeks) {
  return looks.map(([week, code], k) => ({ from: week, to: looks[k + 1]?.[0] ?? weeks, code })).filter((spell) => spell.to > spell.from);
}

function ribbons(told) {
  const weeks = state.run.weeks;
  const x = (week) => (WIDE * week) / weeks;
  const codes = [...new Set(WORLDS.flatMap((world) => told[world].looks.map(([, code]) => code)))].sort((a, b) => a - b);
  const one = (world) => {
    const { looks, lines, events: marks, until = weeks } = told[world];
    const drawing = s("svg", { class: "ribbon", viewBox: `0 0 ${WIDE} 128`, preserveAspectRatio: "none", role: "img", "aria-label": t("person.ribbon_said", { world: t(`world.${world}`), spells: spells(looks, until).map((p) => t("person.spell", { look: lookOf(p.code).label, from: p.from, to: p.to })).join("; ") }) });
    for (const spell of spells(looks, until)) {
      const look = lookOf(spell.code);
      drawing.append(s("rect", { x: x(spell.from), y: 8, width: Math.max(x(spell.to) - x(spell.from), 1), height: 30, fill: look.ink, opacity: look.quiet ? 0.35 : 0.92 }));
      if (x(spell.to) - x(spell.from) > 24) drawing.append(s("g", { transform: `translate(${x(spell.from) + 13} 23) scale(7)` }, s("path", { d: outline(look.shape), fill: "#fffdf8", "fill-rule": "evenodd" })));
    }
    for (const [name, values] of Object.entries(lines ?? {})) {
      if (!values?.length) continue;
      const most = name === "severity" ? 1 : Math.max(...values, 1) > 1.01 ? 100 : 1;
      const points = values.map((v, k) => (v === null ? "" : `${x(k).toFixed(1)},${(104 - (56 * v) / most).toFixed(1)}`)).filter(Boolean).join(" ");
      drawing.append(s("polyline", { points, class: `line-${name}` }));
    }
    (marks ?? []).forEach((event) => drawing.append(s("path", { d: `M${x(event.week)} 110l4 7h-8z`, class: "mark" })));
    drawing.append(s("line", { x1: 0, x2: WIDE, y1: 104, y2: 104, class: "floor" }));
    return h("div", { class: "ribbon-row" }, h("h3", {}, t(`world.${world}`)), drawing);
  };
  const marks = h("ul", { class: "legend" }, codes.map((code) => h("li", {}, token(code), lookOf(code).label)),
    h("li", {}, h("span", { class: "stroke severity", "aria-hidden": "true" }), t("person.severity")), h("li", {}, h("span", { class: "stroke recovery", "aria-hidden": "true" }), t("person.recovery")));
  return h("div", { class: "ribbons" }, WORLDS.map(one), h("p", { class: "axis small", "aria-hidden": "true" }, h("span", {}, t("week_n", { n: 0 })), h("span", {}, t("week_n", { n: Math.round(weeks / 2) })), h("span", {}, t("week_n", { n: weeks }))), marks);
}

function events(told) {
  const seen = new Set(WORLDS.map((world) => new Set(told[world].events.map((e) => `${e.week} ${e.code}`))).reduce((a, b) => [...a].filter((e) => b.has(e))));
  return h("div", { class: "events" }, WORLDS.map((world) => h("section", {}, h("h3", {}, t(`world.${world}`)),
    told[world].events.length
      ? h("ol", {}, told[world].events.map((event) => {
        const own = !seen.has(`${event.week} ${event.code}`);
        return h("li", { class: own ? "own" : "" }, h("span", { class: "week" }, t("week_n", { n: event.week })), h("span", {}, event.text, own && h("em", { class: "small" }, ` ${t("person.only_here")}`)),
          event.rule ? h("details", {}, h("summary", {}, t("person.rule")), h("p", { class: "small" }, event.rule.sentence)) : "");
      }))
      : h("p", { class: "small" }, t("person.quiet")))));
}
