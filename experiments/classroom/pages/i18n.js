// Words and numbers in the language of the class. Every string comes from /api/words; numbers and plurals are Intl's.

let words = {};
let lang = "en";
let plural = new Intl.PluralRules("en");
const formats = new Map();

/** Take the words of a language. */
export function speak(language, told) {
  lang = language;
  words = told;
  plural = new Intl.PluralRules(language);
  formats.clear();
}

/** The language that is spoken now. */
export function language() {
  return lang;
}

/** Whether there is such a string. */
export function known(key) {
  return key in words;
}

/** A string with values filled in; a plural is chosen by its value `n`. A missing one shows its key, which tests look for. */
export function t(key, values = {}) {
  const found = words[key];
  if (found === undefined) {
    console.error(`no words for ${key}`);
    return `[${key}]`;
  }
  const told = typeof found === "string" ? found : (found[plural.select(Number(values.n ?? 0))] ?? found.other);
  return told.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number(value, Number.isInteger(value) ? 0 : 2) : String(value);
  });
}

/** A number as the language writes it, with a real minus sign; a dash for what could not be computed. */
export function number(value, decimals = 2, sign = false) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const key = `${decimals}${sign}`;
  if (!formats.has(key)) {
    const how = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: sign ? "exceptZero" : "negative" };
    formats.set(key, new Intl.NumberFormat(lang, how));
  }
  return formats.get(key).format(value).replace("-", "−");
}

/** A number to so many significant digits, without zeros that say nothing. */
export function brief(value, digits = 3) {
  if (typeof value === "string") return value;
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return new Intl.NumberFormat(lang, { maximumSignificantDigits: digits }).format(value).replace("-", "−");
}

/** A value with its unit; percent keeps to its number. */
export function measured(value, unit, decimals = 2, sign = false) {
  const told = number(value, decimals, sign);
  if (!unit) return told;
  return unit === "%" ? `${told}\u202f%` : `${told} ${unit}`;
}

/** A number of the model as its reading says: a word of its own, percent, money, so many of something. */
export function read(reading, value, decimals) {
  const named = reading.named.find(([at]) => at === value);
  if (named) return named[1];
  const shown = scaled(reading, value);
  return (shown === 1 ? reading.one : reading.other).replace("{n}", decimals === undefined ? brief(shown, 4) : number(shown, decimals));
}

/** The number that is shown for a value, without what binary fractions leave behind. */
export function scaled(reading, value) {
  return Number((value * reading.factor).toPrecision(12));
}

/** The value of a number that was typed as it is shown. */
export function unscaled(reading, shown) {
  return Number((shown / reading.factor).toPrecision(12));
}

/** Decimals that show the half-width of an interval to two digits (0 to 4). */
export function decimalsFor(low, high) {
  const half = Math.abs(high - low) / 2;
  if (!Number.isFinite(half) || half === 0) return 2;
  return Math.min(Math.max(1 - Math.floor(Math.log10(half)), 0), 4);
}

/** An interval in words. */
export function span(low, high, decimals) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return t("interval.none");
  return t("interval.span", { low: number(low, decimals), high: number(high, decimals) });
}
