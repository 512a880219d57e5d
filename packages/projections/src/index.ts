// The rules, each a projection; `marketRules` is all of them.
export { marketRules } from "./rules.ts";
export { type Admission, admission, type Refusal } from "./admission/admission.ts";
export { type Calendar, calendar } from "./session/calendar.ts";
export { type Guidance, guidance, type Revision, type RevisedItem } from "./guidance/guidance.ts";
export { type Halt, instrumentHalt, marketHalt } from "./session/halt.ts";
export {
  history,
  type HistoryPage,
  type PastSessions,
  pastSessions,
  sessionsAfter,
} from "./price/history.ts";
export { type IndexDefinition, indexDefinition } from "./reference/index-definition.ts";
export { type IndexLevel, indexLevel, type IndexLevelView } from "./index-level/index-level.ts";
export { type IndexWeights, indexWeights } from "./index-level/index-weights.ts";
export { type Listing, listing } from "./reference/listing.ts";
export { type Market, market, type MarketList, marketList } from "./reference/market.ts";
export { type PreviousClose, type Quote, quote } from "./price/quote.ts";
export { type Reaction, reaction, type Reactions } from "./guidance/reaction.ts";
export { recordClose, type RecordCloseView } from "./record/record-close.ts";
export { recordHigh, type RecordHighView } from "./record/record-high.ts";
export type { RecordSeed, RecordState, RecordView } from "./record/record.ts";
export { type Session, session } from "./session/session.ts";
export {
  type SessionStreak,
  type SessionStreakView,
  sessionStreak,
  streakRule,
  type UnchangedPolicy,
} from "./streak/session-streak.ts";
export { type Split, split } from "./reference/split.ts";

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
export { type Region, regions, type RegionWord } from "./views/region.ts";

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
} from "./claims/claim.ts";
export { type Finding, findingsOf, type JudgedClaim, type Trap } from "./claims/finding.ts";
export { type FieldPath, instrumentsIn, parsePath, type PathStep } from "./fields/field-path.ts";
export type { Judgement } from "./claims/judge.ts";
export { MixedSearch } from "./claims/mixed-search.ts";
export { type Found, type Location, StateView } from "./fields/state-view.ts";
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

// The market wrap.
export { type Statement, statements } from "./wrap/statements.ts";
export { isNotable } from "./wrap/index-sentences.ts";

// Why a value is what it is.
export type { Cause, EventRef, Question } from "./causes/cause.ts";
export { causesOf, positionsBehind } from "./causes/causes.ts";
export { answer } from "./causes/price-causes.ts";
