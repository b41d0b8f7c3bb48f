// A run as a film: where each resident begins, and each change of state. Plays, rewinds and looks people up without asking.

const KEEP = 13; // weeks between kept states: rewinding starts from the nearest

/** The bytes of /api/runs/ID/film, opened. States are one byte a resident. */
export class Film {
  constructor(buffer) {
    const view = new DataView(buffer);
    const mark = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
    if (mark !== "MGF1") throw new Error(`a film begins with MGF1, this with ${mark}`);
    let at = 4;
    const u32 = () => { at += 4; return view.getUint32(at - 4, true); };
    const u16 = () => { at += 2; return view.getUint16(at - 2, true); };
    const f32 = () => { at += 4; return view.getFloat32(at - 4, true); };
    this.residents = u32();
    this.weeks = u16();
    this.looks = u16();
    this.scale = f32();
    const count = u32();
    const east = f32(), north = f32();
    const column = (Type, n) => {
      const bytes = n * Type.BYTES_PER_ELEMENT;
      at += bytes;
      return new Type(buffer.slice(at - bytes, at));
    };
    const n = this.residents;
    this.x = Float32Array.from(column(Int16Array, n), (v) => east + v / 100);
    this.y = Float32Array.from(column(Int16Array, n), (v) => north + v / 100);
    this.start = column(Uint8Array, n);
    this.disorder = column(Uint8Array, n);
    this.divisions = column(Uint8Array, n);
    this.until = column(Uint32Array, this.weeks + 1); // until[w]: changes of all weeks before w
    this.who = n >= 65_536 ? column(Uint32Array, count) : column(Uint16Array, count);
    this.look = column(Uint8Array, count);
    this.now = this.start.slice(); // the state at `week`
    this.changed = new Int16Array(n).fill(-999); // week of each resident's last change before `week`
    this.week = 0;
    this.kept = [];
    this.counts = this.#countAll();
  }

  /** How many residents have each look, week by week: (weeks + 1) x looks. */
  #countAll() {
    const counts = new Uint32Array((this.weeks + 1) * this.looks);
    const state = this.start.slice();
    const tally = new Uint32Array(this.looks);
    for (const look of state) tally[look] += 1;
    counts.set(tally, 0);
    for (let w = 0; w < this.weeks; w += 1) {
      if (w % KEEP === 0) this.kept.push(state.slice());
      for (let k = this.until[w]; k < this.until[w + 1]; k += 1) {
        tally[state[this.who[k]]] -= 1;
        tally[this.look[k]] += 1;
        state[this.who[k]] = this.look[k];
      }
      counts.set(tally, (w + 1) * this.looks);
    }
    return counts;
  }

  /** How many have a look in a week. */
  count(week, look) {
    return this.counts[Math.min(week, this.weeks) * this.looks + look];
  }

  /** The most who have a look in any week. */
  peak(look) {
    let most = 0;
    for (let k = look; k < this.counts.length; k += this.looks) if (this.counts[k] > most) most = this.counts[k];
    return most;
  }

  /** Go to a week: on from here, or from the nearest kept state before it. */
  seek(week) {
    const to = Math.max(0, Math.min(week, this.weeks));
    if (to < this.week || to > this.week + KEEP) {
      const block = Math.min(Math.floor(to / KEEP), this.kept.length - 1);
      if (block >= 0) this.now.set(this.kept[block]);
      this.changed.fill(-999);
      this.week = Math.max(0, block * KEEP);
    }
    for (let w = this.week; w < to; w += 1) {
      for (let k = this.until[w]; k < this.until[w + 1]; k += 1) {
        this.now[this.who[k]] = this.look[k];
        this.changed[this.who[k]] = w + 1;
      }
    }
    this.week = to;
    return this.now;
  }
}
