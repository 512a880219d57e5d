/**
 * Oracles: they compute every value of `replay --json` a second time, naively and from the whole tape, by code that
 * shares nothing with the rules it checks. `marketOracle` composes them; the others are for testing one rule.
 */

// The whole tape.
export { historyOracle, marketOracle, type OracleState, sessionsOracle } from "./views/market-oracle.ts";
export {
  admissionOracle,
  type Admission,
  rejectedCounts,
  type Verdict,
} from "./admission/admission-oracle.ts";
export type { Code } from "./admission/refusal-code.ts";
export { type History, missingBefore, type Session, type Tick } from "./session/session-oracle.ts";

// One instrument.
export { type InstrumentJson, instrumentOracle, type Move, moveOf } from "./views/instrument-oracle.ts";
export { type Quote, quoteOracle } from "./price/quote-oracle.ts";
export { type PreviousClose, previousOf, referenceOracle } from "./price/reference-oracle.ts";
export { streakAfter, streakOracle, type StreakState } from "./streak/streak-oracle.ts";
export { type Nearness, nearnessWord, type RecordJson, recordOracle } from "./record/record-oracle.ts";
export { type MilestoneJson, milestoneOracle } from "./views/milestone-oracle.ts";
export {
  type LookingBackJson,
  lookingBackOracle,
  type SessionJson,
  type SinceJson,
} from "./views/looking-back-oracle.ts";
export { type PeriodJson, type PeriodsJson, periodsOracle } from "./views/periods-oracle.ts";
export { type StreakCourseJson, streakCourseOracle } from "./streak/streak-course-oracle.ts";
export { type SessionRow, sessionRows, sessionsCsv } from "./session/sessions-oracle.ts";

// Looking back over an instrument's sessions.
export { type StreakWordsJson, streakWordsOracle } from "./streak/streak-words-oracle.ts";
export { type RecordHistoryJson, recordHistoryOracle } from "./record/record-history-oracle.ts";
export { type ExtremeJson, type ExtremesJson, extremesOracle } from "./record/extremes-oracle.ts";
export { type MilestoneHistoryJson, milestoneHistoryOracle } from "./views/milestone-history-oracle.ts";

// Indices.
export { type Composition, compositionAt } from "./index-level/index-composition-oracle.ts";
export { exactLevel, type Member, membersAt } from "./index-level/index-level-oracle.ts";
export {
  apportioned,
  type Breadth,
  breadthOf,
  contributionOf,
  type IndexJson,
  indexOracle,
} from "./index-level/index-oracle.ts";

// Guidance, regions, the night before.
export {
  classOfEvent,
  classOfMetric,
  type GuidanceClass,
  type GuidanceItemJson,
  type GuidanceJson,
  guidanceOracle,
  isMandatory,
  type MetricClass,
} from "./guidance/guidance-oracle.ts";
export { type ReactionJson, reactionsOracle } from "./guidance/reaction-oracle.ts";
export {
  type RegionIndex,
  type RegionJson,
  regionsOracle,
  type RegionWord,
  regionWord,
} from "./views/region-oracle.ts";
export {
  type SectorJson,
  sectorsOracle,
  type SharesJson,
  sharesOracle,
  type StatisticJson,
  statisticsOracle,
} from "./views/shares-oracle.ts";
export { type OvernightLead, overnightOracle } from "./views/overnight-oracle.ts";

// Exact numbers and instants.
export { fixed, fixedHalfEven, fromDecimal, percentText, ratio, type Rational } from "./price/exact.ts";
export { instantText } from "./price/instant-text.ts";
