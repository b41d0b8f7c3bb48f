// The app: its frame (name, screens, language, class) and the screen that the address names.

import { announcer, choice, headTo, say } from "./a11y.js";
import { ballot } from "./ballot.js";
import { add, h, replace } from "./dom.js";
import { language, speak, t } from "./i18n.js";
import { learn } from "./looks.js";
import { takeSeat } from "./room.js";
import { screens } from "./screens/all.js";
import { source } from "./source.js";
import { on, put, state, wake } from "./state.js";

const FRONT = ["start", "story", "compare", "person", "centre", "assumptions", "notebook"];
const BACK = ["facilitator", "cards"];
const LANGUAGES = [{ value: "en", text: "English" }, { value: "es", text: "Español" }];
const KEPT = "minga.lang";

const root = document.getElementById("app");
let leave = () => {};
let main = null;
let frame = {};

/** What a screen is given: where it draws, and `until` for everything that ends with it. */
function scope() {
  const ends = [];
  return { on: (names, tell) => ends.push(on(names, tell)), until: (end) => ends.push(end), end: () => ends.splice(0).forEach((end) => end()) };
}

function firstLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  let kept = "";
  try { kept = localStorage.getItem(KEPT) ?? ""; } catch { /* nothing is kept */ }
  const wanted = [asked, kept, ...(navigator.languages ?? [])].map((lang) => (lang ?? "").slice(0, 2));
  return wanted.find((lang) => lang === "en" || lang === "es") ?? "en";
}

async function learnLanguage(lang) {
  const [words, place] = await Promise.all([source.words(lang), source.place(lang)]);
  speak(lang, words);
  learn(place.looks);
  document.documentElement.lang = lang;
  try { localStorage.setItem(KEPT, lang); } catch { /* nothing is kept */ }
  put("place", place);
  const front = place.outcomes.filter((outcome) => outcome.headline);
  if (!front.some((outcome) => outcome.name === state.headline)) put("headline", front.find((outcome) => outcome.weekly)?.name ?? front[0]?.name ?? "");
}

function link(name) {
  return h("li", {}, h("a", { href: `#/${name}`, "data-screen": name }, t(`nav.${name}`)));
}

function drawFrame() {
  const chip = h("p", { class: "chip", id: "seat" });
  frame.asks?.leave();
  const asks = ballot();
  const waits = h("span", {});
  const lost = h("p", { class: "lost", role: "alert", hidden: true }, t("line.lost"), " ", waits);
  main = h("main", { id: "main", tabindex: "-1" });
  const nav = h("nav", { "aria-label": t("nav.screens") }, h("ul", {}, FRONT.map(link)), h("ul", { class: "back" }, BACK.map(link)));
  const tongue = choice(t("nav.language"), LANGUAGES, language(), async (lang) => {
    await learnLanguage(lang);
    drawFrame();
    open();
    document.querySelector(".tongue [aria-checked=true]")?.focus();
  }, { class: "tongue" });
  tongue.querySelectorAll("button").forEach((button) => button.setAttribute("lang", button.dataset.value));
  replace(root,
    h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, t("nav.skip")),
    h("header", { class: "mast" },
      h("a", { class: "brand", href: "#/start" }, h("img", { src: "mark.svg", alt: "", width: 30, height: 30 }), h("span", {}, "minga")),
      nav, chip, tongue),
    lost, asks.strip, main, announcer());
  frame = { chip, lost, waits, asks };
  drawSeat();
  drawLine();
}

function drawSeat() {
  if (!frame.chip) return;
  const { seat, room } = state;
  frame.chip.hidden = !seat;
  if (seat) replace(frame.chip, h("strong", {}, seat.name), " ", h("span", {}, t("room.code", { code: seat.code })), room?.frozen && h("em", {}, t("room.frozen")));
}

function drawLine() {
  if (!frame.lost) return;
  frame.lost.hidden = state.line === "here";
  // the plan goes along with the votes; what a person gave is what they want to know of
  const n = state.outbox.filter((one) => one.what !== "plan").length;
  frame.waits.textContent = n ? t("line.waits", { n }) : "";
}

function open() {
  leave();
  const [, name = "start", ...rest] = location.hash.split("/");
  const found = screens[name] ?? screens.start;
  const here = scope();
  const box = h("div", { class: `screen screen-${name in screens ? name : "start"}` });
  if (name === "lesson" || name === "start") put("back", null);
  replace(main, state.back && h("p", { class: "back-line" }, h("a", { href: state.back.href }, t("lesson.return", { title: state.back.title }))), box);
  document.querySelectorAll("nav a").forEach((a) => (a.dataset.screen === name ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current")));
  leave = here.end;
  found(box, here, rest.map(decodeURIComponent));
  const title = box.querySelector("h1")?.textContent ?? "";
  document.title = title ? `${title} · minga` : "minga";
  headTo(box);
  document.querySelector("nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

async function begin() {
  wake();
  try {
    await learnLanguage(firstLanguage());
  } catch (error) {
    const again = h("button", { type: "button", onclick: () => location.reload() }, "↻");
    replace(root, add(h("p", { class: "waking", role: "alert" }), [error.message, " ", again]));
    return;
  }
  drawFrame();
  on(["seat", "room"], drawSeat);
  on(["outbox"], drawLine);
  on(["line"], (line) => { drawLine(); say(t(line === "lost" ? "line.lost" : "line.back")); });
  takeSeat();
  window.addEventListener("hashchange", open);
  open();
  performance.mark("first page");
}

begin();
