import { marketRules } from "./rules.ts";

/** The rules by which the market is folded; `[...marketRules, own]` adds one of your own. */
export { marketRules, streakRule } from "./rules.ts";

/**
 * Members of `marketRules` that a reader selects or a rule of your own needs: `recordClose("N225")` selects a document,
 * folded as in the set. `DocumentOf<typeof quote>` is the type of its documents; `marketRules.rules` has the rest.
 */
export const {
  /** Scheduled and cancelled sessions of a market. */
  calendar,
  /** Revisions of an issuer, classified. */
  guidance,
  /** Closed sessions of an instrument, in pages of sixteen. */
  history,
  /** Weighting, divisor and members of an index as declared. */
  indexDefinition,
  /** Level of a derived index, as published. */
  indexLevel,
  /** Weights of a derived index, splits applied. */
  indexWeights,
  /** An instrument as listed. */
  listing,
  /** A market and its instruments. */
  market,
  /** All markets, in order of listing. */
  marketList,
  /** Prices of an instrument's session. */
  quote,
  /** Prices of an issuer's instruments after its revisions. */
  reaction,
  /** Highest official close. */
  recordClose,
  /** Highest price. */
  recordHigh,
  /** Current session of a market. */
  currentSession,
  /** Number of sessions in a row that closed up, or down. */
  sessionStreak,
  /** Splits of an instrument. */
  split,
} = marketRules.rules;

// Refusals of the gate.
export { refusalMeanings } from "./admission/refusal-meanings.ts";

// Views over a state.
export { type MarketState, marketState } from "./views/market-state.ts";
export { type InstrumentState, instrumentState } from "./views/instrument-state.ts";
export { attribution } from "./index-level/attribution.ts";
export { type SessionRow, sessionRows } from "./views/session-rows.ts";
export { streakMarks } from "./streak/streak-marks.ts";
export { sessionsAfter } from "./price/history.ts";
export { yearExtremes } from "./record/year-extremes.ts";
export { recordHistory } from "./record/record-history.ts";
export { milestoneHistory } from "./views/milestone-history.ts";
export { streakWords } from "./streak/streak-words.ts";

// The market wrap.
export { type Statement, statements } from "./wrap/statements.ts";
export { grouped } from "./wrap/prose.ts";
export { isNotable } from "./wrap/instrument-sentences.ts";

// Words for a change.
export { classifyMetric, isMandatory } from "./guidance/guidance-class.ts";
export { milestoneOf } from "./views/milestone.ts";
export { moveOf, nearnessOf } from "./price/move.ts";

// Claims about the market, their verdicts, and the events behind a field.
export { type Claim, parseClaims } from "./claims/claim.ts";
export { type Finding, findingsOf } from "./claims/finding.ts";
export { type FieldPath, parsePath } from "./fields/field-path.ts";
export { MixedSearch } from "./claims/mixed-search.ts";
export { StateView } from "./fields/state-view.ts";
export {
  bindClaim,
  type BoundClaim,
  type CheckedAssertion,
  holds,
  judgeClaim,
  type Verdict,
  worst,
} from "./claims/verdict.ts";
export { type ArticleCoverage, coverageOf } from "./article/coverage.ts";
export type { Cause } from "./causes/cause.ts";
export { causesOf, positionsBehind } from "./causes/causes.ts";
export { causesOfQuestion } from "./causes/price-causes.ts";
