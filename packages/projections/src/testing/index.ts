/**
 * Examples by `given`, `when` and `then`, and oracles. The oracles compute every value of `replay --json` a second time,
 * naively and from the whole tape, by code that shares nothing with the rules. `marketOracle` composes them; each of the
 * others tests one rule.
 */

// Examples.
export { given } from "./given.ts";

// Oracles of the whole tape.
export { historyOracle, marketOracle, sessionsOracle } from "./views/market-oracle.ts";
export { admissionOracle } from "./admission/admission-oracle.ts";
export { type History, missingBefore } from "./session/history.ts";

// One instrument.
export { instrumentOracle, moveOf } from "./views/instrument-oracle.ts";
export { nearnessWord } from "./record/record-oracle.ts";
export { milestoneOracle } from "./views/milestone-oracle.ts";
export { sessionRows } from "./session/session-rows-oracle.ts";
export { streakWordsOracle } from "./streak/streak-words-oracle.ts";
export { recordHistoryOracle } from "./record/record-history-oracle.ts";
export { extremesOracle } from "./record/extremes-oracle.ts";
export { milestoneHistoryOracle } from "./views/milestone-history-oracle.ts";

// Indices, guidance, regions.
export { compositionAt } from "./index-level/index-composition-oracle.ts";
export { exactLevel, membersAt } from "./index-level/index-level-oracle.ts";
export { apportioned } from "./index-level/index-oracle.ts";
export { classOfEvent, classOfMetric, isMandatory } from "./guidance/guidance-oracle.ts";
export { regionWord } from "./views/region-oracle.ts";

// Exact numbers and instants.
export { fixed, fixedHalfEven, fromDecimal, ratio, type Rational } from "./price/exact.ts";
export { instantText } from "./price/instant-text.ts";
