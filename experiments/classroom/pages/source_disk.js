// The source that is a folder: answers computed beforehand, each a script that calls minga.put(name, value). A page that
// was opened from a disk may load scripts, and may fetch nothing.

import { h } from "./dom.js";

function bytes(told) {
  const raw = atob(told);
  const found = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k += 1) found[k] = raw.charCodeAt(k);
  return found;
}

/** A film as the wire has it; zipped ones are opened here. */
async function opened(told) {
  const zipped = bytes(told);
  if (zipped[0] !== 0x1f || zipped[1] !== 0x8b) return zipped.buffer;
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** How far one plan is from another, each lever by its own range; a switch or a choice that differs counts one. */
function apart(one, other, levers) {
  const names = new Set([...Object.keys(one.levers ?? {}), ...Object.keys(other.levers ?? {})]);
  let sum = 0;
  for (const name of names) {
    const lever = levers.get(name);
    const values = [one, other].map((plan) => plan.levers?.[name] ?? lever?.value);
    if (values[0] === values[1]) continue;
    const wide = lever?.kind === "number" ? Math.abs(values[0] - values[1]) / (lever.high - lever.low || 1) : 1;
    sum += wide * wide;
  }
  for (const kind of ["parameters", "policies"]) {
    if (JSON.stringify(one[kind] ?? null) !== JSON.stringify(other[kind] ?? null)) sum += 1;
  }
  return sum;
}

/** A folder of answers. */
export function disk(store) {
  const loading = new Map();
  const take = (name) => {
    if (name in store.values) return Promise.resolve(store.values[name]);
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = h("script", { src: `data/${name}.js` });
        script.onload = () => (name in store.values ? resolve(store.values[name]) : reject(new Error(name)));
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };
  const none = async () => { throw new Error("there is no server here"); };
  return {
    still: true,
    place: (lang) => take(`place.${lang}`),
    words: (lang) => take(`words.${lang}`),
    parameters: (lang) => take(`parameters.${lang}`),
    lesson: (name, lang) => take(`lesson.${name}.${lang}`),
    ask: async ({ plan }) => {
      const [runs, place] = await Promise.all([take("runs"), take("place.en")]);
      const levers = new Map(place.levers.map((lever) => [lever.name, lever]));
      const away = runs.map((run) => apart(plan, run.plan, levers));
      const nearest = runs[away.indexOf(Math.min(...away))];
      return { ...nearest, snapped: Math.min(...away) > 1e-12 };
    },
    follow: (id, tell) => {
      let on = true;
      take(`run.${id}`).then((run) => {
        if (!on) return;
        run.replicates.forEach((data) => tell.replicate(data));
        if (run.told) tell.told(run.told);
        tell.done({});
      }, (error) => on && tell.failed({ error: error.message }));
      return () => { on = false; };
    },
    film: async (id, which) => opened(await take(`film.${id}.${which}`)),
    centre: (id, lang) => take(`centre.${id}.${lang}`),
    people: (id, lang) => take(`people.${id}.${lang}`),
    person: (id, row, lang) => take(`person.${id}.${row}.${lang}`),
    report: none, address: none, open: none, join: none, attend: () => () => {}, send: none,
  };
}
