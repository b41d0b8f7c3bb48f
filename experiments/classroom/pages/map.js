// The map: every resident at home, drawn in one pass a frame into a buffer of pixels, each look with a stamp of its own.

import { lookOf, trace } from "./looks.js";
import { panelsOf } from "./panels.js";

const PULSE = 3; // weeks for which a change stays ringed
const PAPER = "#fbf7ee";

/** A map on a canvas. `show(films, week, world)` draws it; nothing is kept between frames but the ground. */
export class ResidentMap {
  constructor(canvas, place) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d", { willReadFrequently: true });
    this.place = place;
    this.panels = panelsOf(place);
    this.stamps = [];
    this.follow = -1;
    this.hidden = new Set();
    this.pulses = true;
    this.fit();
  }

  /** Take the size that the page gives; the ground (districts, centres) is drawn once for it. */
  fit() {
    const box = this.canvas.getBoundingClientRect();
    const dense = Math.min(window.devicePixelRatio || 1, 2);
    this.wide = Math.max(1, Math.round(box.width * dense));
    this.high = Math.max(1, Math.round(box.height * dense));
    this.dense = dense;
    this.canvas.width = this.wide;
    this.canvas.height = this.high;
    this.#layPanels();
    this.#drawGround();
    this.positioned = null;
  }

  /** Panels beside or under each other, whichever draws the place larger. */
  #layPanels() {
    const gap = 10 * this.dense, margin = 14 * this.dense;
    const laid = [true, false].map((across) => {
      const total = this.panels.reduce((sum, p) => sum + (across ? p.width : p.height), 0);
      const room = (across ? this.wide : this.high) - gap * (this.panels.length - 1);
      let at = 0;
      return this.panels.map((p) => {
        const part = (room * (across ? p.width : p.height)) / total;
        const [w, h] = across ? [part, this.high] : [this.wide, part];
        const frame = across ? [at, 0, w, h] : [0, at, w, h];
        at += part + gap;
        return { frame, zoom: Math.max(Math.min((w - 2 * margin) / p.width, (h - 2 * margin) / p.height), 0.01) };
      });
    });
    const least = (one) => Math.min(...one.map(({ zoom }) => zoom));
    const best = least(laid[0]) >= least(laid[1]) ? laid[0] : laid[1];
    this.panels.forEach((p, k) => {
      const { frame, zoom } = best[k];
      p.zoom = zoom;
      p.frame = frame;
      p.left = frame[0] + (frame[2] - p.width * zoom) / 2 - p.west * zoom;
      p.top = frame[1] + (frame[3] - p.height * zoom) / 2 + p.north * zoom;
    });
  }

  #panelAt(x, y) {
    const away = (p) => Math.hypot(Math.max(p.west - x, 0, x - p.east), Math.max(p.south - y, 0, y - p.north));
    return this.panels.reduce((best, p) => (away(p) < away(best) ? p : best));
  }

  /** Where a point of the place lies on the canvas. */
  spot(x, y, panel = this.#panelAt(x, y)) {
    return [panel.left + x * panel.zoom, panel.top - y * panel.zoom];
  }

  #drawGround() {
    const { pen, place, dense } = this;
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, this.wide, this.high);
    for (const district of place.districts) {
      const panel = this.#panelAt(district.x, district.y);
      pen.fillStyle = "#f3ebda";
      pen.strokeStyle = "#d8cbb0";
      pen.lineWidth = dense;
      for (const zone of district.zones ?? [district]) {
        const [x, y] = this.spot(zone.x - zone.radius, zone.y + zone.radius, panel);
        const side = Math.max(2 * zone.radius * panel.zoom, 4 * dense);
        pen.beginPath();
        pen.roundRect(x, y, side, side, Math.min(8 * dense, side / 5));
        pen.fill();
        pen.stroke();
      }
    }
    this.ground = pen.getImageData(0, 0, this.wide, this.high);
    this.base = new Uint32Array(this.ground.data.buffer).slice();
    this.pixels = new Uint32Array(this.ground.data.buffer);
    this.bytes = this.ground.data;
    this.#cutStamps();
  }

  #cutStamps() {
    const size = Math.max(1.6, Math.min(3.4, Math.sqrt((this.wide * this.high) / 90_000))) * this.dense;
    this.stamps = [];
    for (let code = 0; code < 32; code += 1) {
      const look = lookOf(code);
      const r = look.quiet ? Math.max(0.9 * this.dense, size * 0.45) : look.shape === "star" || look.shape === "burst" ? size * 1.8 : size * 1.25;
      this.stamps.push(this.#stamp(look.shape, look.ink, look.quiet ? 0.55 : 1, r));
    }
    this.ring = this.#stamp("ring", "#16181d", 0.8, size * 2.6);
  }

  #stamp(shape, ink, strength, r) {
    const side = 2 * Math.ceil(r * 1.2) + 3;
    const scrap = document.createElement("canvas");
    scrap.width = scrap.height = side;
    const pen = scrap.getContext("2d");
    pen.translate(side / 2, side / 2);
    pen.scale(r, r);
    pen.beginPath();
    trace(pen, shape);
    pen.fillStyle = ink;
    pen.fill("evenodd");
    const data = pen.getImageData(0, 0, side, side).data;
    const at = [], cover = [];
    for (let k = 0; k < side * side; k += 1) {
      if (data[4 * k + 3] < 12) continue;
      at.push(Math.floor(k / side) - (side - 1) / 2, (k % side) - (side - 1) / 2);
      cover.push(Math.round(data[4 * k + 3] * strength));
    }
    const rgb = [1, 3, 5].map((k) => parseInt(ink.slice(k, k + 2) || "55", 16));
    return { at: Int16Array.from(at), cover: Uint8Array.from(cover), rgb };
  }

  #place(film) {
    if (this.positioned === film) return;
    this.positioned = film;
    const n = film.residents;
    this.px = new Int32Array(n);
    this.py = new Int32Array(n);
    for (let i = 0; i < n; i += 1) {
      const [x, y] = this.spot(film.x[i], film.y[i]);
      this.px[i] = Math.round(x);
      this.py[i] = Math.round(y);
    }
    this.order = new Uint32Array(n);
  }

  /** Residents sorted by look (a count for each, then their places): those who are well first, so others lie on top. */
  #sorted(now, n) {
    const start = new Uint32Array(34);
    for (let i = 0; i < n; i += 1) start[now[i] + 1] += 1;
    for (let k = 1; k < 34; k += 1) start[k] += start[k - 1];
    const from = start.slice();
    for (let i = 0; i < n; i += 1) { this.order[start[now[i]]] = i; start[now[i]] += 1; }
    return from;
  }

  #press(stamp, i, strength = 1) {
    const { at, cover, rgb } = stamp;
    const { wide, high, pixels, bytes } = this;
    const x0 = this.px[i], y0 = this.py[i];
    for (let k = 0; k < cover.length; k += 1) {
      const y = y0 + at[2 * k], x = x0 + at[2 * k + 1];
      if (x < 0 || y < 0 || x >= wide || y >= high) continue;
      const p = y * wide + x;
      const a = cover[k] * strength;
      if (a > 250) { pixels[p] = 0xff000000 | (rgb[2] << 16) | (rgb[1] << 8) | rgb[0]; continue; }
      const b = 4 * p, q = a / 255;
      bytes[b] += (rgb[0] - bytes[b]) * q;
      bytes[b + 1] += (rgb[1] - bytes[b + 1]) * q;
      bytes[b + 2] += (rgb[2] - bytes[b + 2]) * q;
    }
  }

  /** Draw a week. `moment` is the week with its fraction, for rings that fade. `apart` draws only those who differ. */
  show(film, week, moment, other = null) {
    this.#place(film);
    const now = film.seek(week), n = film.residents;
    const there = other?.seek(week);
    this.pixels.set(this.base);
    const from = this.#sorted(now, n);
    for (let code = 0; code < 32; code += 1) {
      if (from[code] === from[code + 1] || this.hidden.has(code)) continue;
      const stamp = this.stamps[code];
      for (let k = from[code]; k < from[code + 1]; k += 1) {
        const i = this.order[k];
        if (!there) this.#press(stamp, i);
        else if (there[i] === now[i]) this.#press(this.stamps[0], i, 0.5);
      }
    }
    if (there) for (let i = 0; i < n; i += 1) if (there[i] !== now[i]) this.#press(this.stamps[now[i]], i);
    if (this.pulses && !there) {
      for (let i = 0; i < n; i += 1) {
        const age = moment - film.changed[i];
        if (age >= 0 && age < PULSE && now[i] !== 0 && !this.hidden.has(now[i])) this.#press(this.ring, i, 0.75 * (1 - age / PULSE));
      }
    }
    this.pen.putImageData(this.ground, 0, 0);
    this.#drawMarks(now);
  }

  #drawMarks(now) {
    const { pen, place, dense } = this;
    pen.font = `600 ${11 * dense}px system-ui, sans-serif`;
    pen.textAlign = "center";
    for (const centre of place.centres) {
      const [x, y] = this.#inside(centre);
      const r = 7 * dense;
      pen.beginPath();
      pen.moveTo(x - r, y + r); pen.lineTo(x - r, y - 0.2 * r); pen.lineTo(x, y - 1.2 * r); pen.lineTo(x + r, y - 0.2 * r); pen.lineTo(x + r, y + r);
      pen.closePath();
      pen.fillStyle = "#fffdf8"; pen.strokeStyle = "#23302e"; pen.lineWidth = 1.6 * dense;
      pen.fill(); pen.stroke();
      this.#label(centre.name, x, y + r + 13 * dense, this.#panelAt(centre.x, centre.y).frame);
    }
    for (const place_ of place.facilities ?? []) {
      if (place_.x === undefined || place_.x === null) continue;
      const [x, y] = this.spot(place_.x, place_.y);
      pen.fillStyle = "#fffdf8"; pen.strokeStyle = "#5a4a2c"; pen.lineWidth = 1.2 * dense;
      pen.beginPath(); pen.rect(x - 3 * dense, y - 3 * dense, 6 * dense, 6 * dense); pen.fill(); pen.stroke();
    }
    if (this.follow >= 0 && this.px?.[this.follow] !== undefined) {
      const x = this.px[this.follow], y = this.py[this.follow];
      pen.strokeStyle = "#b5391d"; pen.lineWidth = 2.5 * dense;
      pen.beginPath(); pen.arc(x, y, 11 * dense, 0, 7); pen.stroke();
      this.#label(lookOf(now[this.follow]).label, x, y - 15 * dense);
    }
    if (this.panels.length > 1) {
      pen.strokeStyle = "#d8cbb0"; pen.lineWidth = dense;
      this.panels.forEach((p) => pen.strokeRect(p.frame[0] + 0.5, p.frame[1] + 0.5, p.frame[2] - 1, p.frame[3] - 1));
    }
  }

  /** Where something stands; what lies outside the homes is drawn at the edge, on its side. */
  #inside(thing) {
    const panel = this.#panelAt(thing.x, thing.y);
    const [left, top, wide, high] = panel.frame;
    const [x, y] = this.spot(thing.x, thing.y, panel);
    const edge = 12 * this.dense;
    return [Math.max(left + edge, Math.min(x, left + wide - edge)), Math.max(top + edge, Math.min(y, top + high - 2.2 * edge))];
  }

  #label(text, x, y, within = null) {
    const { pen, dense } = this;
    if (within) {
      const half = pen.measureText(text).width / 2 + 4 * dense;
      x = Math.max(within[0] + half, Math.min(x, within[0] + within[2] - half));
    }
    pen.lineWidth = 3 * dense; pen.strokeStyle = "#fffdf8"; pen.lineJoin = "round";
    pen.strokeText(text, x, y);
    pen.fillStyle = "#23302e";
    pen.fillText(text, x, y);
  }

  /** The resident nearest to a point of the page who is not simply well; -1 if none is near. */
  nearest(film, clientX, clientY) {
    const box = this.canvas.getBoundingClientRect();
    const x = (clientX - box.left) * this.dense, y = (clientY - box.top) * this.dense;
    let best = -1, near = (14 * this.dense) ** 2;
    for (let i = 0; i < film.residents; i += 1) {
      if (film.now[i] === 0) continue;
      const d = (this.px[i] - x) ** 2 + (this.py[i] - y) ** 2;
      if (d < near) { near = d; best = i; }
    }
    return best;
  }
}
