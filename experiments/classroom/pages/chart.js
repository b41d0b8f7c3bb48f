// The headline chart: the plan against the system as it is, by week, with the band of the replicates (drawn by uPlot).

import { h, replace } from "./dom.js";
import { brief, measured, number, t } from "./i18n.js";
import { course } from "./runs.js";

const PLAN = "#a8401f";
const BASE = "#3b4a52";
const BEFORE = "#8a6d1a";
const TABLE_EVERY = 13;

/** A chart of one outcome; `draw` takes what is to be seen, `at` moves the line of the week. */
export class HeadlineChart {
  constructor(root) {
    this.root = root;
    this.box = h("div", { class: "plot", "aria-hidden": "true" });
    this.told = h("p", { class: "chart-told small" });
    this.table = h("div", { class: "scroll", tabindex: "0" });
    this.more = h("details", { class: "numbers" }, h("summary", {}, t("chart.table")), this.table);
    root.append(this.box, this.told, this.more);
    this.week = 0;
    this.shape = "";
    this.until = Infinity;
    new ResizeObserver(() => this.#size()).observe(this.box);
  }

  #size() {
    if (!this.plot) return;
    const width = Math.floor(this.box.clientWidth), height = Math.floor(this.box.clientHeight);
    if (width > 40 && height > 40 && (width !== this.plot.width || height !== this.plot.height)) this.plot.setSize({ width, height });
  }

  #make(outcome, data) {
    this.plot?.destroy();
    replace(this.box);
    const line = (label, stroke, width, dash) => ({ label, stroke, width, dash, points: { show: false }, spanGaps: true });
    const edge = (label) => ({ label, stroke: "transparent", width: 0, points: { show: false }, spanGaps: true });
    const axis = { stroke: "#4b514c", font: "12px system-ui, sans-serif", grid: { stroke: "#e7dec9", width: 1 }, ticks: { stroke: "#cfc2a4", width: 1, size: 4 } };
    this.plot = new window.uPlot({
      width: Math.max(200, this.box.clientWidth), height: Math.max(120, this.box.clientHeight),
      legend: { show: false }, cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: { x: { time: false }, y: { range: (u, low, high) => roomy(low, high, outcome.unit) } },
      axes: [
        { ...axis, values: (u, splits) => splits.map((v) => number(v, 0)), size: 30, space: 54, incrs: [4, 13, 26, 52, 104, 156, 260] },
        { ...axis, values: (u, splits) => splits.map((v) => brief(v, 3)), size: 48 },
      ],
      series: [
        {}, edge("b-"), edge("b+"), edge("p-"), edge("p+"),
        line("before", BEFORE, 1.5, [2, 4]), line("base", BASE, 2, [7, 5]), line("plan", PLAN, 2.5),
      ],
      bands: [{ series: [2, 1], fill: "rgba(59,74,82,.12)" }, { series: [4, 3], fill: "rgba(168,64,31,.16)" }],
      hooks: { draw: [(u) => this.#weekLine(u)] },
    }, data, this.box);
  }

  #weekLine(u) {
    const x = Math.round(u.valToPos(this.week, "x", true));
    const { ctx, bbox } = u;
    ctx.save();
    ctx.strokeStyle = "#23302e";
    ctx.lineWidth = 1.2 * (window.devicePixelRatio || 1);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  /** Move the line of the week. Redrawn only if it is another week. */
  at(week, until = Infinity) {
    if (week === this.week && until === this.until) return;
    this.week = week;
    const again = until !== this.until;
    this.until = until;
    if (again && this.last) this.draw(...this.last);
    else this.plot?.redraw(false, false);
  }

  /** Draw an outcome of a run; `before` is the run before it, as a dotted line. */
  draw(outcome, run, before = null, bare = false) {
    this.last = [outcome, run, before, bare];
    const base = course(run, outcome.name, "baseline"), plan = course(run, outcome.name, "plan");
    if (!base || !plan) return;
    const weeks = plan.mean.length, none = new Array(weeks).fill(null);
    const old = before ? course(before, outcome.name, "plan") : null;
    const cut = (values) => (this.until < weeks ? values.map((v, k) => (k <= this.until ? v : null)) : values);
    const many = plan.n > 1;
    const data = [
      Array.from({ length: weeks }, (_, k) => k), many ? base.low : none, many ? base.high : none,
      many && !bare ? cut(plan.low) : none, many && !bare ? cut(plan.high) : none, old?.mean ?? none, base.mean, bare ? none : cut(plan.mean),
    ];
    const shape = `${outcome.name} ${weeks} ${run.place ?? ""}`;
    if (shape !== this.shape) {
      this.shape = shape;
      this.#make(outcome, data);
      this.#size();
    } else this.plot.setData(data);
    this.#tell(outcome, base, plan, bare);
  }

  #tell(outcome, base, plan, bare) {
    const last = plan.mean.length - 1, d = Math.min(outcome.decimals ?? 1, 2);
    const end = (arm) => measured(arm.mean[last], outcome.unit, d);
    this.told.textContent = bare
      ? t("chart.told_bare", { outcome: outcome.label, week: last + 1, base: end(base), n: plan.n })
      : t("chart.told", { outcome: outcome.label, week: last + 1, base: end(base), plan: end(plan), n: plan.n });
    const fill = () => {
      const rows = [];
      for (let w = 0; w <= last; w += TABLE_EVERY) {
        const cells = [base, ...(bare ? [] : [plan])].map((arm) => h("td", { class: "n" }, number(arm.mean[w], d)));
        rows.push(h("tr", {}, h("th", { scope: "row" }, number(w + 1, 0)), cells));
      }
      this.table.setAttribute("aria-label", outcome.label);
      replace(this.table, h("table", {}, h("caption", {}, `${outcome.label} (${outcome.unit})`),
        h("thead", {}, h("tr", {}, [t("chart.week"), t("world.baseline"), ...(bare ? [] : [t("world.plan")])].map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, rows)));
    };
    this.more.ontoggle = () => this.more.open && fill();
    if (this.more.open) fill();
  }
}

/** A range with room above and below; amounts that cannot be negative do not go under zero. */
function roomy(low, high, unit) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  const room = Math.max((high - low) * 0.12, Math.abs(high) * 0.02, 1e-6);
  const most = unit === "%" || unit === "0-100" ? 100 : unit === "0-1" ? 1 : Infinity;
  return [low >= 0 ? Math.max(0, low - room) : low - room, Math.min(most > high ? most : Infinity, high + room)];
}

/** The key to the lines: what each stroke means, drawn as it is on the chart. */
export function chartKey(withBefore, bare) {
  const mark = (kind) => h("span", { class: `stroke ${kind}`, "aria-hidden": "true" });
  return h("ul", { class: "chart-key" },
    !bare && h("li", {}, mark("plan"), t("world.plan")),
    h("li", {}, mark("base"), t("world.baseline")),
    withBefore && h("li", {}, mark("before"), t("world.before")),
    h("li", {}, mark("band"), t("chart.band")));
}
