/**
 * Verdicts on article.json: on the golden tape as of 2026-02-10T04:30:00Z, and on the actual tape at its end.
 */
export type Verdict = "supported" | "weaker" | "contradicted" | "mixed" | "uncheckable";

const S = "supported";
const W = "weaker";
const C = "contradicted";
const U = "uncheckable";

/** Ten claims a row, from claim 1. */
// prettier-ignore
const golden: readonly Verdict[] = [
  S, S, S, S, S, W, S, S, S, S,
  S, S, S, S, S, S, U, S, U, S,
  S, S, S, U, S, U, S, S, S, U,
  S, S, S, S, W, S, S, U,
];
// prettier-ignore
const actual: readonly Verdict[] = [
  S, C, S, S, C, W, S, U, U, S,
  U, U, S, C, S, S, U, S, U, U,
  U, C, C, U, S, U, U, S, S, U,
  S, S, S, S, W, S, S, U,
];

const byId = (verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> =>
  new Map(verdicts.map((verdict, index) => [String(index + 1), verdict]));

export const goldenVerdicts = byId(golden);
export const actualVerdicts = byId(actual);
