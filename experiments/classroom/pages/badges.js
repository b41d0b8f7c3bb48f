// What a number rests on: four badges with a shape each, the same everywhere.

import { outline } from "./looks.js";
import { h, s } from "./dom.js";
import { known, t } from "./i18n.js";

const SHAPES = { here: "square", elsewhere: "diamond", judged: "ring", yours: "star" };

/** A badge: its shape and its words. */
export function badge(grade) {
  const key = SHAPES[grade] ? grade : "judged";
  return h("span", { class: `badge badge-${key}` },
    s("svg", { width: 12, height: 12, viewBox: "-1.4 -1.4 2.8 2.8", "aria-hidden": "true", focusable: "false" }, s("path", { d: outline(SHAPES[key]), "fill-rule": "evenodd" })),
    t(`badge.${key}`));
}

/** The words of a verdict, with a shape: better, worse, unclear, same. */
export function verdictMark(kind) {
  const shape = { better: "M-1 .7L0 -1L1 .7Z", worse: "M-1 -.7L0 1L1 -.7Z", unclear: "M-1 -.2C-.5 -.9 -.2 -.2 0 0S.6 .7 1 .1V.6C.5 1.2 .2 .6 0 .4S-.6 -.3 -1 .4Z", same: "M-1 -.55H1V-.15H-1ZM-1 .15H1V.55H-1Z", differs: "M0 -1L1 0L0 1L-1 0Z" }[kind];
  if (!shape || !known(`verdict.${kind}`)) return "";
  return h("span", { class: `verdict verdict-${kind}` },
    s("svg", { width: 13, height: 13, viewBox: "-1.2 -1.2 2.4 2.4", "aria-hidden": "true", focusable: "false" }, s("path", { d: shape })),
    t(`verdict.${kind}`));
}
