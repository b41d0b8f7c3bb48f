// What the numbers of the model mean and how they are read out; fetched once for each language, when a plan first names one.

import { language } from "./i18n.js";
import { source } from "./source.js";

const asked = new Map();
const known = new Map();

/** Every number of the model in the language of now. */
export function declarations() {
  const lang = language();
  if (!asked.has(lang)) {
    asked.set(lang, source.parameters(lang).then((all) => {
      known.set(lang, new Map(all.map((one) => [one.name, one])));
      return all;
    }, (error) => { asked.delete(lang); throw error; }));
  }
  return asked.get(lang);
}

/** One of them, if they have been fetched. */
export function declaration(name) {
  return known.get(language())?.get(name);
}

function namesOf(plan) {
  return [...Object.keys(plan?.parameters ?? {}), ...(plan?.steps ?? []).flatMap(namesOf)];
}

/** Whether all that plans name can be told in words; if not, `then` is called once it can. */
export function tellable(plans, then = () => {}) {
  const there = known.has(language()) || !plans.flatMap(namesOf).length;
  // without an answer the names stand as they are
  if (!there) declarations().then(then, () => {});
  return there;
}
