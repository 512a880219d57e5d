// The tape: its events, and exact values in them.
export type {
  Constituent,
  EventOf,
  InstrumentKind,
  MarketEvent,
  Phase,
  RecordBasis,
  Sampling,
  TickUpdate,
  Weighting,
} from "./tape/event.ts";
export { instrumentKinds } from "./tape/event.ts";
export type { GuidanceItem, Metric } from "./tape/published-event.ts";
export { eventTypes, type ParsedEvent, parseEvent, tapeSchema } from "./tape/event-schema.ts";
export { isInstrumentId } from "./tape/instrument-id.ts";
export { record, type Recorded } from "./tape/recorded.ts";
export {
  type Instant,
  type TradingDate,
  dayNumber,
  formatDay,
  formatInstant,
  isDate,
  parseInstant,
} from "./exact/instant.ts";

// Rules, the documents they keep and the facts they hear.
export {
  type AnyProjection,
  defineProjection,
  type DocumentOf,
  fingerprint,
  type Hearers,
  type Projection,
  type ProjectionDefinition,
  type Read,
  type Readable,
  type RecipeContext,
  type Rules,
  type Selection,
  type TickGate,
} from "./rule/projection.ts";
export { Route } from "./rule/route.ts";
export { type RuleSet, ruleSet } from "./rule/rule-set.ts";
export type { Facts } from "./rule/fact.ts";
export type { Draft } from "immer";
export { compareText } from "./plain/text-order.ts";

// Folding, and the resulting state.
export { fold } from "./fold/fold.ts";
export { Fold } from "./fold/folding.ts";
export { Foresight } from "./fold/foresight.ts";
export { LiveFold } from "./fold/live-fold.ts";
export { evolve } from "./fold/evolve.ts";
export { project, recorded, refusals, shareState } from "./fold/project.ts";
export { all } from "./fold/shown-values.ts";
export { type PackedState, State } from "./state/state.ts";
export { Bucket } from "./state/documents.ts";
export { type Parting, partingOf } from "./state/parting.ts";
export { canonicalText, digestOf } from "./plain/digest.ts";
export { MarketError, type MarketErrorCode, type MarketErrorDetails } from "./errors.ts";

// For authors of logs.
export { type Appended, type EventLog, logClosed, type ReadableLog } from "./tape/event-log.ts";
export { memoryLog } from "./tape/memory-log.ts";
export { Intake, type Standing } from "./tape/intake.ts";
export { contentHash, contentText } from "./tape/event-content.ts";
export { type Amended, type Amendment, asSubject, isAmendment, subjectOf } from "./tape/amendments.ts";

// Exact values for authors of rules.
export {
  type Decimal,
  decimalsOf,
  divideFloor,
  divideHalfAway,
  divideHalfEven,
  formatUnits,
  parseDecimal,
  powerOfTen,
  shortestText,
  toFraction,
  toUnits,
} from "./exact/decimal.ts";
export {
  addFractions,
  compareFractions,
  copyFraction,
  divideFractions,
  type Fraction,
  fraction,
  greatestCommonDivisor,
  integerOf,
  multiplyFractions,
  reduceFraction,
  subtractFractions,
} from "./exact/fraction.ts";
/** Sums of exact products, kept in whole numbers as long as these are safe. */
export * as wide from "./exact/wide-sum.ts";
