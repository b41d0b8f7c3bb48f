// The interval of a mean of paired differences, for what a lesson asks of its own runs.

const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042, 2.04];

/** Mean and 95 % interval (Student's t, for up to 32 replicates); without two values the interval is not a number. */
export function interval(differences) {
  const kept = differences.filter(Number.isFinite);
  const n = kept.length;
  const mean = kept.reduce((sum, d) => sum + d, 0) / n;
  if (n < 2) return { mean, low: NaN, high: NaN, n };
  const spread = kept.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (n - 1);
  const half = T[Math.min(n - 2, T.length - 1)] * Math.sqrt(spread / n);
  return { mean, low: mean - half, high: mean + half, n };
}

/** Which choice the runs bear out: the band in which the whole interval lies; the last choice is that they cannot tell. */
export function decided(choices, cuts, found) {
  const ends = [-Infinity, ...cuts, Infinity];
  for (let k = 0; k + 1 < ends.length; k += 1) if (ends[k] < found.low && found.high < ends[k + 1]) return choices[k];
  return choices[choices.length - 1];
}
