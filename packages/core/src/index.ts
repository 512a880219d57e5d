// The tape: events, their place, and the log they lie on.
export type {
  BasePriceSet,
  CalendarLoaded,
  CloseCorrected,
  Constituent,
  HaltKind,
  HaltTarget,
  IndexDefined,
  IndexRebalanced,
  InstrumentKind,
  InstrumentListed,
  InstrumentSplit,
  MarketEvent,
  MarketListed,
  OwnershipDeclared,
  Phase,
  PriceTableRow,
  PriceTablesLoaded,
  PriceTicked,
  RecordBasis,
  RecordSeeded,
  Sampling,
  SessionCancelled,
  SessionClosed,
  SessionOpened,
  SessionPhaseChanged,
  SplitWithdrawn,
  StreakSeeded,
  TickBusted,
  TickConfirmed,
  TickCorrected,
  TickUpdate,
  TradingHalted,
  TradingResumed,
  Weighting,
} from "./tape/event.ts";
export type { EventBase, MarketOrInstrument } from "./tape/event-base.ts";
export type {
  GuidanceItem,
  GuidanceRevised,
  GuidanceValue,
  Metric,
  StatisticName,
  StatisticPublished,
} from "./tape/published-event.ts";
export {
  type Instant,
  type TradingDate,
  dayNumber,
  formatDay,
  formatInstant,
  isDate,
  parseInstant,
} from "./exact/instant.ts";
export {
  type Decimal,
  decimalsOf,
  divideFloor,
  divideHalfAway,
  divideHalfEven,
  formatUnits,
  type Fraction,
  parseDecimal,
  powerOfTen,
  shortestText,
  toFraction,
  toUnits,
} from "./exact/decimal.ts";
export { eventTypes, type ParsedEvent, parseEvent } from "./tape/event-schema.ts";
export { isInstrumentId } from "./tape/instrument-id.ts";
export { record, type Recorded } from "./tape/recorded.ts";
export {
  type Appended,
  type EventLog,
  headMismatch,
  idConflict,
  logClosed,
  type ReadableLog,
  type SequenceGap,
  type Sparse,
} from "./tape/event-log.ts";
export { Intake, type Standing } from "./tape/intake.ts";
export { memoryLog } from "./tape/memory-log.ts";
export { contentHash, contentText } from "./tape/event-content.ts";
export { type Amended, type Amendment, asSubject, isAmendment, subjectOf } from "./tape/amendments.ts";

// Rules and the facts they hear.
export {
  type AmendableEvents,
  type AnyProjection,
  defineProjection,
  fingerprint,
  gateOf,
  type Hearers,
  type Keys,
  type Projection,
  type ProjectionDefinition,
  type Rules,
  type Read,
  type RecipeContext,
  type RoutesOf,
  type Selection,
  type TickGate,
} from "./rule/projection.ts";
export { Route } from "./rule/route.ts";
export { type NamedRules, type RuleSet, type RuleSetDefinition, ruleSet } from "./rule/rule-set.ts";
export { orderRules } from "./rule/rule-order.ts";
export { compareText } from "./plain/text-order.ts";
export type { AnyFact, EventAccepted, EventRejected, Fact, Facts, FactType } from "./rule/fact.ts";

export type { Draft } from "immer";

// Folding, and the resulting state.
export { fold } from "./fold/fold.ts";
export { Fold, foldAll, type FoldOptions } from "./fold/folding.ts";
export { Foresight, Interruption } from "./fold/foresight.ts";
export { type Amendable, LiveFold, type LiveFoldOptions } from "./fold/live-fold.ts";
export { evolve } from "./fold/evolve.ts";
export { project, type Projected, recorded } from "./fold/project.ts";
export { Bucket } from "./state/documents.ts";
export type { Counts } from "./state/counts.ts";
export { decodeState, type PackedState, State, type StoppedProjection, unpackState } from "./state/state.ts";
export { canonicalText, digestOf } from "./plain/digest.ts";

// Exact values.
export {
  addFractions,
  compareFractions,
  copyFraction,
  divideFractions,
  fraction,
  greatestCommonDivisor,
  integerOf,
  multiplyFractions,
  reduceFraction,
  subtractFractions,
} from "./exact/fraction.ts";

export { MarketError, type MarketErrorCode, type MarketErrorDetails, type Place } from "./errors.ts";
export {
  addProduct,
  addTimes,
  fractionOfWide,
  scaledQuotient,
  type Whole,
  type WideFraction,
  wholeOf,
  wideOf,
} from "./exact/wide-sum.ts";
