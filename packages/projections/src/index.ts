import { marketRules } from "./rules.ts";

/** The rules by which the market is folded; `[...marketRules, own]` adds one of your own. */
export { marketRules, streakRule } from "./rules.ts";

/** The members of `marketRules`, each a projection: `recordClose("N225")` selects a document, folded as in the set. */
export const {
  /** Counts accepted and refused events; the gate of the set. */
  admission,
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
  /** Trading of an instrument halted. */
  instrumentHalt,
  /** An instrument as listed. */
  listing,
  /** A market and its instruments. */
  market,
  /** All markets, in order of listing. */
  marketList,
  /** Trading of a market halted. */
  marketHalt,
  /** Number of past sessions of an instrument. */
  pastSessions,
  /** Prices of an instrument's session. */
  quote,
  /** Prices of an issuer's instruments after its revisions. */
  reaction,
  /** Highest official close. */
  recordClose,
  /** Highest price. */
  recordHigh,
  /** Current session of a market. */
  session,
  /** Number of sessions in a row that closed up, or down. */
  sessionStreak,
  /** Splits of an instrument. */
  split,
} = marketRules.rules;

// The documents of the rules.
export type { Refusal } from "./admission/admission.ts";
export { type RefusalMeaning, refusalMeanings } from "./admission/refusal-meanings.ts";
export type { Calendar } from "./session/calendar.ts";
export type { Guidance, Revision, RevisedItem } from "./guidance/guidance.ts";
export type { Halt } from "./session/halt.ts";
export { type HistoryPage, type PastSessions, sessionsAfter } from "./price/history.ts";
export type { IndexDefinition } from "./reference/index-definition.ts";
export type { IndexLevel, IndexLevelView } from "./index-level/index-level.ts";
export type { IndexWeights } from "./index-level/index-weights.ts";
export type { Listing } from "./reference/listing.ts";
export type { Market, MarketList } from "./reference/market.ts";
export type { Quote } from "./price/quote.ts";
export type { PreviousClose } from "./price/price-of.ts";
export type { Reaction, Reactions } from "./guidance/reaction.ts";
export type { RecordCloseView } from "./record/record-close.ts";
export type { RecordHighView } from "./record/record-high.ts";
export type { RecordSeed, RecordState, RecordView } from "./record/record.ts";
export type { Session } from "./session/session.ts";
export type { SessionStreak, SessionStreakView, UnchangedPolicy } from "./streak/session-streak.ts";
export type { Split } from "./reference/split.ts";

// The facts that rules emit for each other.
export type {
  EndedSession,
  IndexClosing,
  IndexPublished,
  InstrumentClosed,
  InstrumentOpened,
  InstrumentSeeded,
  InstrumentTicked,
} from "./facts.ts";

// Views over a state.
export {
  type Attribution,
  attribution,
  type Breadth,
  type Contribution,
  type SectorPoints,
} from "./index-level/attribution.ts";
export {
  changeOver,
  classifyMetric,
  classifyRevision,
  type GuidanceClass,
  isMandatory,
  type MetricClass,
} from "./guidance/guidance-class.ts";
export { type InstrumentState, instrumentState } from "./views/instrument-state.ts";
export {
  type GuidanceState,
  type MarketState,
  marketState,
  type ReactionState,
} from "./views/market-state.ts";
export { type Milestone, milestoneOf } from "./views/milestone.ts";
export {
  changeRatio,
  LITTLE_CHANGED,
  type Move,
  moveOf,
  NEARNESS,
  type Nearness,
  nearnessOf,
} from "./price/move.ts";
export { type OvernightLead, overnightLead } from "./views/overnight-lead.ts";
export type { DayPath, Turn } from "./views/day-path.ts";
export type { PeriodKind } from "./views/periods.ts";
export type { MoveCounts, Mover, SectorState, SharesState } from "./views/shares.ts";
export type { Since } from "./views/since.ts";
export type { StatisticState } from "./views/statistic-states.ts";
export { type Region, regions, type RegionWord } from "./views/region.ts";

// Claims about the market, and their verdicts.
export {
  type Assertion,
  assertionsOf,
  type Claim,
  type ClaimFault,
  type ClaimValue,
  type ParsedClaims,
  parseClaims,
  type Relation,
  relations,
} from "./claims/claim.ts";
export { type Finding, findingsOf, type JudgedClaim, type Trap } from "./claims/finding.ts";
export {
  type FieldPath,
  instrumentsIn,
  parsePath,
  type PathStep,
  type Location,
} from "./fields/field-path.ts";
export type { Judgement } from "./claims/judge.ts";
export { MixedSearch } from "./claims/mixed-search.ts";
export { type Found, StateView } from "./fields/state-view.ts";
export {
  bindClaim,
  type BoundClaim,
  type CheckedAssertion,
  holds,
  judgeClaim,
  type Verdict,
  worst,
} from "./claims/verdict.ts";
export { type SessionRow, sessionRows, streakMarks } from "./views/session-rows.ts";

// Views over past sessions.
export { type Extreme, type ExtremeBasis, type Extremes, yearExtremes } from "./record/year-extremes.ts";
export { type MilestoneHistory, milestoneHistory } from "./views/milestone-history.ts";
export { type RecordHistory, recordHistory } from "./record/record-history.ts";
export { type LongestSince, type StreakWords, streakWords } from "./streak/streak-words.ts";

// Coverage of an article by claims.
export { type ArticleCoverage, coverageOf, type UncoveredMark } from "./article/coverage.ts";
export type { MarkKind } from "./article/marks.ts";

// The market wrap.
export { type Statement, statements } from "./wrap/statements.ts";
export { isNotable } from "./wrap/index-sentences.ts";

// Causes of a value.
export type { Cause, EventRef, Question } from "./causes/cause.ts";
export { causesOf, positionsBehind } from "./causes/causes.ts";
export { answer } from "./causes/price-causes.ts";
