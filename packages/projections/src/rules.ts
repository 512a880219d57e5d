/**
 * The market's rules, in the order in which an event goes through them: markets and instruments, sessions, admission,
 * prices, and counts made from prices. Two rules hear each other: the level of an index is a price of the index.
 */
import { type Projection, ruleSet } from "@tapefold/core";
import { admission } from "./admission/admission.ts";
import { bust } from "./admission/bust.ts";
import { seenIds, sourceHead } from "./admission/seen-ids.ts";
import { guidance } from "./guidance/guidance.ts";
import { reaction } from "./guidance/reaction.ts";
import { indexLevel } from "./index-level/index-level.ts";
import { indexWeights } from "./index-level/index-weights.ts";
import { history, pastSessions } from "./price/history.ts";
import { quote } from "./price/quote.ts";
import { recordClose } from "./record/record-close.ts";
import { recordHigh } from "./record/record-high.ts";
import { basePrice } from "./reference/base-price.ts";
import { derivedIndices, indexDefinition, membership } from "./reference/index-definition.ts";
import { listing } from "./reference/listing.ts";
import { market, marketList } from "./reference/market.ts";
import { issuerListings, ownership } from "./reference/ownership.ts";
import { priceTable } from "./reference/price-table.ts";
import { split } from "./reference/split.ts";
import { statistics } from "./reference/statistics.ts";
import { splitStanding } from "./reference/split-standing.ts";
import { calendar } from "./session/calendar.ts";
import { instrumentHalt, marketHalt } from "./session/halt.ts";
import { openSessions } from "./session/open-sessions.ts";
import { currentSession } from "./session/session.ts";
import { sessionDates } from "./session/session-dates.ts";
import {
  type SessionStreak,
  sessionStreak,
  type SessionStreakView,
  streakWith,
  type UnchangedPolicy,
} from "./streak/session-streak.ts";

/** The market's rules, as a set behind the gate `admission`. */
export const marketRules = ruleSet({
  gate: admission,
  rules: {
    // Markets and when they trade.
    market,
    marketList,
    calendar,
    currentSession,
    sessionDates,
    openSessions,
    marketHalt,
    instrumentHalt,
    // Instruments, and the data that prices are measured by.
    listing,
    issuerListings,
    ownership,
    priceTable,
    basePrice,
    split,
    splitStanding,
    indexDefinition,
    derivedIndices,
    membership,
    // Admission.
    bust,
    seenIds,
    sourceHead,
    admission,
    // Prices, and the levels of indices.
    quote,
    history,
    pastSessions,
    indexWeights,
    indexLevel,
    // Counts made from prices.
    sessionStreak,
    recordClose,
    recordHigh,
    guidance,
    reaction,
    statistics,
  },
  loops: [[indexLevel, quote]],
});

/** The streak rule with a policy for unchanged closes, to be folded with the market's rules. */
export function streakRule(unchanged: UnchangedPolicy): Projection<SessionStreak, SessionStreakView> {
  return marketRules.member(streakWith(unchanged));
}
