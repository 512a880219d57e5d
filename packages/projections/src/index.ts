// The rules, each a projection; `marketRules` is all of them.
export { marketRules } from "./rules.ts";
export { type Admission, admission, type Refusal } from "./admission.ts";
export { type Calendar, calendar } from "./calendar.ts";
export { type Guidance, guidance, type Revision, type RevisedItem } from "./guidance.ts";
export { type Halt, instrumentHalt, marketHalt } from "./halt.ts";
export { history, type HistoryPage, type PastSessions, pastSessions, sessionsAfter } from "./history.ts";
export { type IndexDefinition, indexDefinition } from "./index-definition.ts";
export { type IndexLevel, indexLevel, type IndexLevelView } from "./index-level.ts";
export { type IndexWeights, indexWeights } from "./index-weights.ts";
export { type Listing, listing } from "./listing.ts";
export { type Market, market, type MarketList, marketList } from "./market.ts";
export { type PreviousClose, type Quote, quote } from "./quote.ts";
export { type Reaction, reaction, type Reactions } from "./reaction.ts";
export { recordClose, type RecordCloseView } from "./record-close.ts";
export { recordHigh, type RecordHighView } from "./record-high.ts";
export type { RecordSeed, RecordState, RecordView } from "./record.ts";
export { type Session, session } from "./session.ts";
export {
  type SessionStreak,
  type SessionStreakView,
  sessionStreak,
  streakRule,
  type UnchangedPolicy,
} from "./session-streak.ts";
export { type Split, split } from "./split.ts";

// What the rules tell each other.
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
} from "./attribution.ts";
export {
  changeOver,
  classifyMetric,
  classifyRevision,
  type GuidanceClass,
  isMandatory,
  type MetricClass,
} from "./guidance-class.ts";
export { type InstrumentState, instrumentState } from "./instrument-state.ts";
export { type GuidanceState, type MarketState, marketState, type ReactionState } from "./market-state.ts";
export { type Milestone, milestoneOf } from "./milestone.ts";
export {
  changeRatio,
  LITTLE_CHANGED,
  type Move,
  moveOf,
  NEARNESS,
  type Nearness,
  nearnessOf,
} from "./move.ts";
export { type OvernightLead, overnightLead } from "./overnight-lead.ts";
export { type Region, regions, type RegionWord } from "./region.ts";

// Claims about the market, and what they come to.
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
} from "./wrap/claim.ts";
export { type Finding, findingsOf, type JudgedClaim, type Trap } from "./wrap/finding.ts";
export { type FieldPath, instrumentsIn, parsePath, type PathStep } from "./wrap/field-path.ts";
export type { Judgement } from "./wrap/judge.ts";
export { MixedSearch } from "./wrap/mixed-search.ts";
export { type Found, type Location, StateView } from "./wrap/state-view.ts";
export {
  bindClaim,
  type BoundClaim,
  type CheckedAssertion,
  holds,
  judgeClaim,
  type Verdict,
  worst,
} from "./wrap/verdict.ts";
export { type SessionRow, sessionRows, streakMarks } from "./session-rows.ts";

// Views over past sessions.
export { type Extreme, type ExtremeBasis, type Extremes, yearExtremes } from "./extremes.ts";
export { type MilestoneHistory, milestoneHistory } from "./milestone-history.ts";
export { type RecordHistory, recordHistory } from "./record-history.ts";
export { type LongestSince, type StreakWords, streakWords } from "./streak-words.ts";

// The market wrap.
export { type Statement, statements } from "./wrap/statements.ts";

// Why a value is what it is.
export type { Cause, EventRef, Question } from "./wrap/cause.ts";
export { causesOf, positionsBehind } from "./wrap/causes.ts";
export { answer } from "./wrap/price-causes.ts";
