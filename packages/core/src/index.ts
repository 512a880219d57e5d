// The tape: events, their place, and the log they lie on.
export type {
  BasePriceSet,
  CalendarLoaded,
  Constituent,
  Decimal,
  EventBase,
  GuidanceItem,
  GuidanceRevised,
  GuidanceValue,
  HaltKind,
  HaltTarget,
  IndexDefined,
  IndexRebalanced,
  Instant,
  InstrumentKind,
  InstrumentListed,
  InstrumentSplit,
  MarketEvent,
  MarketListed,
  Metric,
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
  StreakSeeded,
  TickBusted,
  TickConfirmed,
  TickCorrected,
  TickUpdate,
  TradingDate,
  TradingHalted,
  TradingResumed,
  Weighting,
} from "./event.ts";
export { eventTypes, type ParsedEvent, parseEvent } from "./event-schema.ts";
export { record, type Recorded } from "./recorded.ts";
export {
  type Appended,
  type EventLog,
  headMismatch,
  idConflict,
  logClosed,
  type ReadableLog,
  type SequenceGap,
  type Sparse,
} from "./event-log.ts";
export { Intake, type Standing } from "./intake.ts";
export { memoryLog } from "./memory-log.ts";
export { contentHash, contentText } from "./content.ts";
export { type AmendedTick, type Amendment, type Amendments, amendmentsOf, isAmendment } from "./amendment.ts";

// Rules and what they hear.
export {
  type AnyProjection,
  compareText,
  defineProjection,
  fingerprint,
  type Keys,
  orderProjections,
  type Projection,
  type ProjectionDefinition,
  type Read,
  type RecipeContext,
  type Selection,
} from "./projection.ts";
export type { AnyFact, EventAccepted, EventRejected, Fact, Facts, FactType } from "./fact.ts";

export type { Draft } from "immer";

// Folding, and the state it comes to.
export { fold } from "./fold.ts";
export { Fold, type FoldHalt, type FoldOptions, type KnownAmendments, stopFor } from "./engine.ts";
export { evolve } from "./evolve.ts";
export { project, type Projected, recorded } from "./project.ts";
export { Bucket } from "./documents.ts";
export { decodeState, type PackedState, State, type StoppedProjection, unpackState } from "./state.ts";
export { canonicalText, digestOf } from "./digest.ts";

// Exact values.
export {
  decimalsOf,
  divideFloor,
  divideHalfAway,
  divideHalfEven,
  formatUnits,
  type Fraction,
  parseDecimal,
  powerOfTen,
  toFraction,
  toUnits,
} from "./decimal.ts";
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
} from "./fraction.ts";
export { dayNumber, formatDay, formatInstant, isDate, parseInstant } from "./instant.ts";

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
} from "./wide.ts";
