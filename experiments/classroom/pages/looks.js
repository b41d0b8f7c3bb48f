// How the states of people look: a colour that tells apart for every eye, and a shape besides, on the map and in lists.

import { s } from "./dom.js";

const SHAPES = ["dot", "ring", "triangle", "plus", "square", "diamond", "pentagon", "cross", "house", "hexagon", "heart", "bar", "burst", "star"];
// one ink for each place in the server's list of looks, told apart by eyes that see few colours too (lightness differs as well)
const INKS = ["#b3a78f", "#b5391d", "#b97700", "#77662a", "#0b6f68", "#2f6fae", "#7b57a6", "#6b2140", "#31507a", "#3f6212", "#a94f86", "#5d6470", "#16181d", "#8a5a00"];
let looks = [];

/** Take the looks of a place. */
export function learn(told) {
  looks = [];
  for (const look of told) {
    const at = look.code % INKS.length;
    looks[look.code] = { ...look, ink: INKS[at], shape: SHAPES.includes(look.shape) ? look.shape : SHAPES[at], quiet: look.code === 0 };
  }
}

/** All looks, by code. */
export function all() {
  return looks.filter(Boolean);
}

/** One look. */
export function lookOf(code) {
  return looks[code] ?? { code, label: String(code), ink: "#555", shape: "dot", quiet: false };
}

/** Draw a shape around the middle (0, 0), its radius 1, as a path of a canvas. */
export function trace(path, shape) {
  const lines = (points) => { points.forEach(([x, y], k) => (k ? path.lineTo(x, y) : path.moveTo(x, y))); path.closePath(); };
  const around = (n, inner, turn = -Math.PI / 2) => Array.from({ length: inner ? 2 * n : n }, (_, k) => {
    const angle = turn + (k * 2 * Math.PI) / (inner ? 2 * n : n);
    const r = inner && k % 2 ? inner : 1.15;
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
  const box = (x, y) => lines([[-x, -y], [x, -y], [x, y], [-x, y]]);
  if (shape === "dot") path.arc(0, 0, 0.8, 0, 7);
  else if (shape === "ring") { path.arc(0, 0, 1, 0, 2 * Math.PI); path.moveTo(0.5, 0); path.arc(0, 0, 0.5, 0, 2 * Math.PI, true); }
  else if (shape === "triangle") lines(around(3));
  else if (shape === "square") box(0.85, 0.85);
  else if (shape === "diamond") lines(around(4));
  else if (shape === "pentagon") lines(around(5));
  else if (shape === "hexagon") lines(around(6, 0, 0));
  else if (shape === "star") lines(around(5, 0.45));
  else if (shape === "burst") lines(around(8, 0.55));
  else if (shape === "house") lines([[-0.9, 1], [-0.9, -0.2], [0, -1.1], [0.9, -0.2], [0.9, 1]]);
  else if (shape === "heart") lines([[0, 1.1], [-1.1, -0.1], [-1, -0.8], [-0.5, -1], [0, -0.5], [0.5, -1], [1, -0.8], [1.1, -0.1]]);
  else if (shape === "bar") box(1.15, 0.42);
  else {
    const turned = shape === "cross" ? Math.PI / 4 : 0;
    const turn = ([x, y]) => [x * Math.cos(turned) - y * Math.sin(turned), x * Math.sin(turned) + y * Math.cos(turned)];
    lines([[-0.36, -1.1], [0.36, -1.1], [0.36, -0.36], [1.1, -0.36], [1.1, 0.36], [0.36, 0.36], [0.36, 1.1], [-0.36, 1.1], [-0.36, 0.36], [-1.1, 0.36], [-1.1, -0.36], [-0.36, -0.36]].map(turn));
  }
}

class Outline {
  d = "";
  moveTo(x, y) { this.d += `M${x.toFixed(2)} ${y.toFixed(2)}`; }
  lineTo(x, y) { this.d += `L${x.toFixed(2)} ${y.toFixed(2)}`; }
  closePath() { this.d += "Z"; }
  arc(x, y, r, from, to, back) {
    if (Math.abs(to - from) < 6) this.d += `M${x + r * Math.cos(from)} ${y + r * Math.sin(from)}A${r} ${r} 0 0 1 ${x + r * Math.cos(to)} ${(y + r * Math.sin(to)).toFixed(2)}`;
    else this.d += `M${r} 0A${r} ${r} 0 1 ${back ? 0 : 1} ${-r} 0A${r} ${r} 0 1 ${back ? 0 : 1} ${r} 0Z`;
  }
}

/** The outline of a look as an SVG path. */
export function outline(shape) {
  const path = new Outline();
  trace(path, shape);
  return path.d;
}

/** A look as a small picture for legends and lists. */
export function token(code, size = 16) {
  const { ink, shape } = lookOf(code);
  return s("svg", { class: "token", width: size, height: size, viewBox: "-1.4 -1.4 2.8 2.8", "aria-hidden": "true", focusable: "false" },
    s("path", { d: outline(shape), fill: ink, "fill-rule": "evenodd" }));
}
