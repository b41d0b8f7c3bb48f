// The story: levers left, the place week by week, and the headline chart of the plan against the system as it is.

import { choice, say, still } from "../a11y.js";
import { HeadlineChart, chartKey } from "../chart.js";
import { h, replace } from "../dom.js";
import { headlineSaid, headlineStrip, headlines, outcomeOf } from "../headlines.js";
import { t } from "../i18n.js";
import { leverPanel } from "../levers.js";
import { all, token } from "../looks.js";
import { ResidentMap } from "../map.js";
import { ask, bare, filmOf, rowOf } from "../runs.js";
import { changes, put, state, whole } from "../state.js";

const LASTS = 14_000; // ms that a whole film plays
const SETTLES = 350; // ms that a plan stands before its film is asked for: the next slider is not to wait behind a film

/** The story; a lesson may show fewer levers. */
export function story(root, here, rest, { only = null, heading = true } = {}) {
  const { place } = state;
  const player = mapPart(here);
  const chart = chartPart(here, player);
  root.append(
    heading ? h("h1", { class: "unseen" }, t("story.head")) : "",
    leverPanel(here, only),
    h("div", { class: "stage" }, runLine(here), headlineStrip(here), h("div", { class: "views" }, player.part, chart)));
  player.begin();
  let said = "";
  here.on(["run"], (run) => {
    if (!run?.replicates.length || run.status !== "done" || bare(run) || said === run.id) return;
    said = run.id;
    const outcome = outcomeOf(state.headline);
    const row = rowOf(run, outcome.name);
    if (row) say(headlineSaid(row, outcome));
  });
  if (!state.run || state.run.weeks !== place.weeks || JSON.stringify(state.run.plan) !== JSON.stringify(whole(state.plan))) ask(state.plan);
}

/** What is being computed, in one quiet line; an error in a loud one. */
export function runLine(here) {
  const line = h("p", { class: "run-line small" });
  const show = () => {
    const { run } = state;
    const n = run ? run.replicates.filter(Boolean).length : 0;
    line.dataset.status = run?.status ?? "";
    line.classList.toggle("wrong", run?.status === "failed");
    const bar = h("span", { class: "progress", "aria-hidden": "true", style: { "--done": run?.total ? n / run.total : 0 } });
    if (!run) replace(line, "\u00a0");
    else if (run.status === "failed") replace(line, t("run.failed", { error: run.error }), " ", h("button", { type: "button", class: "plain", onclick: () => ask(state.plan) }, t("run.again")));
    else if (run.status === "done") replace(line, bar, t("run.done", { n, weeks: run.weeks, residents: state.place.residents }), run.snapped && h("strong", {}, ` ${t("run.snapped")}`));
    else replace(line, bar, n ? t("run.going", { n, total: run.total }) : t("run.asked"));
  };
  here.on(["run"], show);
  show();
  return line;
}

function chartPart(here, player) {
  const title = h("h2", {});
  const keys = h("div", {});
  const body = h("div", { class: "chart" });
  const replay = h("button", { type: "button", class: "plain", onclick: () => player.replay() }, t("story.replay"));
  const part = h("section", { class: "chart-part" }, h("div", { class: "part-head" }, title), h("div", { class: "part-head keys" }, keys, replay), body);
  const chart = new HeadlineChart(body);
  const show = () => {
    const { run, before } = state;
    const outcome = outcomeOf(state.headline);
    title.textContent = outcome.unit ? `${outcome.label} (${outcome.unit})` : outcome.label;
    title.title = outcome.definition;
    replay.hidden = !before;
    const old = player.replaying() ? before : null;
    replace(keys, chartKey(Boolean(old), bare(run)));
    if (run?.replicates.length) chart.draw(outcome, run, old, bare(run));
  };
  here.on(["run", "headline", "before"], show);
  here.on(["week"], (week) => chart.at(week, player.replaying() ? week : Infinity));
  player.whenReplayed(show);
  show();
  return part;
}

function mapPart(here) {
  const { place } = state;
  const canvas = h("canvas", { class: "map", role: "img", tabindex: "0", "aria-label": t("story.map_said", { n: place.residents }) });
  const scrub = h("input", { type: "range", min: 0, max: place.weeks, step: 1, value: 0, class: "scrub", "aria-label": t("story.week") });
  const when = h("output", { class: "when" });
  const play = h("button", { type: "button", class: "play" });
  const legend = h("ul", { class: "legend" });
  const worlds = choice(t("story.which"), ["plan", "baseline", "apart"].map((value) => ({ value, text: t(`world.${value}`) })), state.world, (world) => put("world", world), { class: "worlds" });
  const note = h("p", { class: "map-note small" });
  const part = h("section", { class: "map-part", "aria-label": t("story.map") },
    h("div", { class: "part-head" }, h("h2", {}, t("story.map")), worlds),
    canvas, h("div", { class: "transport" }, play, scrub, when), legend, note);

  let map = null, wanted = null, films = {}, playing = false, replaying = false, moment = 0, last = 0, frame = 0, dirty = true, shown = "";
  let tellReplay = () => {};
  const ended = () => moment >= (films.plan?.weeks ?? place.weeks);

  const setPlaying = (on) => {
    playing = on;
    last = 0;
    replace(play, h("span", { "aria-hidden": "true", class: on ? "icon-pause" : "icon-play" }), h("span", { class: "unseen" }, t(on ? "story.pause" : "story.play")));
    if (!on && replaying) { replaying = false; tellReplay(); }
  };
  const goTo = (week) => {
    moment = Math.max(0, Math.min(week, place.weeks));
    dirty = true;
    if (!frame) frame = requestAnimationFrame(tick);
  };
  play.onclick = () => {
    if (!playing && ended()) moment = 0;
    setPlaying(!playing);
    goTo(moment);
  };
  scrub.oninput = () => { setPlaying(false); goTo(Number(scrub.value)); };
  canvas.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 13, PageUp: -13 }[event.key];
    if (event.key === " ") { event.preventDefault(); play.click(); }
    if (step) { event.preventDefault(); setPlaying(false); goTo(Math.round(moment) + step); }
  };
  canvas.onclick = (event) => {
    const film = state.world === "baseline" ? films.baseline : films.plan;
    if (!film || !map) return;
    const row = map.nearest(film, event.clientX, event.clientY);
    put("follow", row);
  };

  function tick(now) {
    frame = 0;
    const begun = performance.now();
    if (playing && films.plan) {
      if (last) moment += ((now - last) / LASTS) * films.plan.weeks;
      last = now;
      if (ended()) { moment = films.plan.weeks; setPlaying(false); }
      dirty = true;
    }
    if (dirty) draw();
    dirty = false;
    counted(now, performance.now() - begun);
    if (playing) frame = requestAnimationFrame(tick);
  }

  function draw() {
    const week = Math.floor(moment);
    if (week !== state.week) put("week", week);
    if (Number(scrub.value) !== week) scrub.value = week;
    const label = t("story.at", { week, of: films.plan?.weeks ?? place.weeks });
    if (when.textContent !== label) {
      when.textContent = label;
      scrub.setAttribute("aria-valuetext", label);
    }
    const plan = films.plan ?? films.baseline;
    if (!plan || !map) return;
    const film = state.world === "baseline" ? (films.baseline ?? plan) : plan;
    const other = state.world === "apart" ? films.baseline : null;
    map.follow = state.follow;
    map.pulses = !still();
    if (film === other) map.show(film, week, moment);
    else map.show(film, week, moment, other ?? null);
    told(film, other, week);
  }

  function told(film, other, week) {
    const key = `${state.world} ${week} ${film.weeks} ${state.run?.id}`;
    if (key === shown) return;
    shown = key;
    for (const item of legend.children) {
      const code = Number(item.dataset.code);
      item.lastChild.textContent = t("story.people", { n: Math.round(film.count(week, code) / film.scale) });
    }
    let differ = 0;
    if (other && other !== film) for (let i = 0; i < film.residents; i += 1) if (film.now[i] !== other.now[i]) differ += 1;
    note.textContent = other ? t("story.apart", { n: Math.round(differ / film.scale) }) : state.follow >= 0 ? "" : t(film.scale < 1 ? "story.dot_many" : "story.dot_one", { n: Math.round(1 / film.scale) });
    if (state.follow >= 0) replace(note, t("story.following"), " ", h("a", { href: `#/person/${state.follow}` }, t("story.see_person")), " ", h("button", { type: "button", class: "plain", onclick: () => put("follow", -1) }, t("story.unfollow")));
  }

  function everIn(code) {
    return [films.baseline, films.plan].some((film) => film && film.peak(code) > 0);
  }

  function counted(now, cost) {
    // what the tests of smoothness read: frames drawn while playing, and what each cost
    window.mingaFrames ??= [];
    if (playing) window.mingaFrames.push([now, cost]);
    if (window.mingaFrames.length > 4000) window.mingaFrames.splice(0, 2000);
  }

  async function load() {
    const { run } = state;
    if (!run?.id || !run.replicates.some(Boolean) || wanted === run) return;
    wanted = run;
    if (films.plan) await new Promise((go) => setTimeout(go, SETTLES));
    if (state.run !== run) return;
    try {
      const [baseline, plan] = await Promise.all([filmOf(run, "baseline"), bare(run) ? filmOf(run, "baseline") : filmOf(run, "plan")]);
      if (state.run !== run || films.plan === plan) return;
      const first = !films.plan;
      films = { baseline, plan };
      // only states that somebody is in at some time are worth a line
      for (const item of legend.children) item.hidden = !everIn(Number(item.dataset.code));
      scrub.max = plan.weeks;
      if (first && !still() && !changes(run.plan)) { moment = 0; setPlaying(true); }
      shown = "";
      goTo(moment);
    } catch {
      // the film of a run that was overtaken; the next one comes
      wanted = null;
    }
  }

  replace(legend, all().map((look) => h("li", { "data-code": look.code }, token(look.code), h("span", {}, look.label), h("b", {}, ""))));
  here.on(["run"], load);
  here.on(["world", "follow"], () => { shown = ""; worlds.choose(state.world); goTo(moment); });
  const size = new ResizeObserver(() => { if (map) { map.fit(); goTo(moment); } });
  here.until(() => { size.disconnect(); cancelAnimationFrame(frame); playing = false; });
  return {
    part,
    begin: () => {
      map = new ResidentMap(canvas, place);
      size.observe(canvas);
      setPlaying(false);
      moment = state.week;
      load();
      goTo(moment);
    },
    replay: () => {
      moment = 0;
      setPlaying(true);
      replaying = true;
      tellReplay();
      put("world", "plan");
      if (still()) { setPlaying(false); moment = place.weeks; }
      goTo(moment);
    },
    replaying: () => replaying,
    whenReplayed: (tell) => { tellReplay = tell; },
  };
}

/** The names of the headlines, for lessons. */
export function headlineNames() {
  return headlines().map((outcome) => outcome.name);
}
