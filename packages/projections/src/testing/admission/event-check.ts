/**
 * Checks of events other than ticks: the markets and instruments they name must be listed, their prices must be
 * prices of their instruments, sessions open in order of their dates and as the calendar says, and close once.
 * Base prices and splits of a session must come before it opens.
 */
import type { EventOf, Decimal, MarketEvent } from "@tapefold/core";
import type { Code } from "./refusal-code.ts";
import { equal, fromDecimal, ratio } from "../price/exact.ts";
import {
  acceptedOf,
  isCancelled,
  isDerived,
  isScheduled,
  listingAt,
  sessionAt,
  sessionsOf,
  type History,
} from "../session/history.ts";
import { isPrice } from "./tick-check.ts";

/** True if the event names an unlisted market or instrument, or an instrument of another market or kind. */
export function isUnknown(history: History, position: number, event: MarketEvent): boolean {
  const lacksMarket = (mic: string) =>
    !acceptedOf(history, "MarketListed", position).some((listed) => listed.event.mic === mic);
  const lacks = (instrument: string) => listingAt(history, instrument, position) === null;
  switch (event.type) {
    case "InstrumentListed":
    case "CalendarLoaded":
    case "SessionOpened":
    case "SessionPhaseChanged":
    case "SessionCancelled":
      return lacksMarket(event.mic);
    case "SessionClosed":
      return (
        lacksMarket(event.mic) ||
        Object.keys(event.closes ?? {}).some((id) => listingAt(history, id, position)?.mic !== event.mic)
      );
    case "CloseCorrected":
      return (
        lacksMarket(event.mic) ||
        listingAt(history, event.instrument, position)?.mic !== event.mic ||
        isListedAfter(history, event.instrument, closingOf(history, position, event))
      );
    case "TradingHalted":
    case "TradingResumed":
    case "StatisticPublished":
      return event.mic !== undefined ? lacksMarket(event.mic) : lacks(event.instrument);
    case "IndexDefined":
      return (
        listingAt(history, event.instrument, position)?.kind !== "index" ||
        (event.mode === "derived" && event.constituents.some((member) => lacks(member.instrument)))
      );
    case "IndexRebalanced":
      return (
        !isDerived(history, event.instrument, position) ||
        event.constituents.some((member) => lacks(member.instrument))
      );
    case "InstrumentSplit":
    case "BasePriceSet":
    case "RecordSeeded":
    case "StreakSeeded":
      return lacks(event.instrument);
    default:
      return false;
  }
}

/** The checks after `unknown` and the repeats. */
export function checkEvent(history: History, position: number, event: MarketEvent): Code | null {
  const isBadPrice = (instrument: string, price: Decimal) =>
    !isPrice(fromDecimal(price), listingAt(history, instrument, position)?.scale ?? 0);
  switch (event.type) {
    case "InstrumentListed":
      return checkListing(history, position, event);
    case "IndexDefined":
    case "IndexRebalanced":
      return checkMembers(history, position, event);
    case "InstrumentSplit":
      if (isToldAgain(history, position, event)) return "duplicate";
      return hasOpenedSince(history, position, event) ? "split-intraday" : null;
    case "BasePriceSet":
      if (hasOpenedSince(history, position, event)) return "split-intraday";
      return isBadPrice(event.instrument, event.price) ? "bad-price" : null;
    case "RecordSeeded":
      return isBadPrice(event.instrument, event.level) ? "bad-price" : null;
    case "StreakSeeded":
      return isBadPrice(event.instrument, event.close) ? "bad-price" : null;
    case "SessionOpened":
      return checkOpening(history, position, event);
    case "SessionPhaseChanged":
      return openDate(history, event.mic, position) === event.date ? null : "outside-session";
    case "SessionClosed": {
      if (openDate(history, event.mic, position) !== event.date)
        return codeOfWrongClose(history, position, event);
      const isBad = ([id, price]: [string, Decimal]) =>
        !isDerived(history, id, position) && isBadPrice(id, price);
      return Object.entries(event.closes ?? {}).some(isBad) ? "bad-price" : null;
    }
    case "SessionCancelled":
      return wasOpened(history, event.mic, event.date, position) ? "session-closed" : null;
    case "CloseCorrected": {
      if (closingOf(history, position, event) === undefined) return "never-closed";
      const isIgnored = isDerived(history, event.instrument, position);
      return !isIgnored && isBadPrice(event.instrument, event.close) ? "bad-price" : null;
    }
    default:
      return null;
  }
}

function checkOpening(
  history: History,
  position: number,
  { mic, date }: EventOf<"SessionOpened">,
): Code | null {
  if (wasOpened(history, mic, date, position)) return "double-open";
  const isEarlier = date < (sessionAt(history, mic, position)?.date ?? "");
  const isNoSession =
    isScheduled(history, mic, date, position) === false || isCancelled(history, mic, date, position);
  return isEarlier || isNoSession ? "outside-session" : null;
}

function codeOfWrongClose(history: History, position: number, { mic, date }: EventOf<"SessionClosed">): Code {
  const session = sessionAt(history, mic, position);
  return session !== null && session.date === date && session.closedAt !== null
    ? "session-closed"
    : "never-closed";
}

/** Checks the fields that a repeated listing may not change. */
function checkListing(history: History, position: number, event: EventOf<"InstrumentListed">): Code | null {
  const listed = listingAt(history, event.instrument, position);
  if (listed === null) return null;
  const fixed = ["kind", "mic", "currency", "scale", "priceLimits", "tickSizes", "fatFinger"] as const;
  return fixed.every((field) => listed[field] === event[field]) ? null : "id-conflict";
}

/** Checks that no derived index is a member, and that no member becomes one. */
function checkMembers(
  history: History,
  position: number,
  event: EventOf<"IndexDefined"> | EventOf<"IndexRebalanced">,
): Code | null {
  if (event.type === "IndexDefined" && event.mode !== "derived") return null;
  const ids = event.constituents.map(({ instrument }) => instrument);
  if (ids.includes(event.instrument) || ids.some((id) => isDerived(history, id, position))) return "derived";
  const definitions = [
    ...acceptedOf(history, "IndexDefined", position),
    ...acceptedOf(history, "IndexRebalanced", position),
  ];
  const isMember = definitions.some(
    (defined) =>
      "constituents" in defined.event &&
      defined.event.constituents.some(({ instrument }) => instrument === event.instrument),
  );
  return isMember ? "derived" : null;
}

/** True if an accepted split has the same instrument, date and ratio. */
function isToldAgain(history: History, position: number, event: EventOf<"InstrumentSplit">): boolean {
  const shares = ratio(event.numerator, event.denominator);
  return acceptedOf(history, "InstrumentSplit", position).some(
    ({ event: told }) =>
      told.instrument === event.instrument &&
      told.date === event.date &&
      equal(ratio(told.numerator, told.denominator), shares),
  );
}

/** True if the instrument's market has already opened a session of the event's date or a later one. */
function hasOpenedSince(
  history: History,
  position: number,
  event: EventOf<"InstrumentSplit"> | EventOf<"BasePriceSet">,
): boolean {
  const mic = listingAt(history, event.instrument, position)?.mic ?? "";
  return event.date <= (sessionAt(history, mic, position)?.date ?? "");
}

/** Position at which a session closed; undefined if it did not. */
function closingOf(
  history: History,
  position: number,
  { mic, date }: EventOf<"CloseCorrected">,
): number | undefined {
  const closings = acceptedOf(history, "SessionClosed", position);
  return closings.find(({ event }) => event.mic === mic && event.date === date)?.position;
}

function isListedAfter(history: History, instrument: string, position: number | undefined): boolean {
  return position !== undefined && listingAt(history, instrument, position) === null;
}

function wasOpened(history: History, mic: string, date: string, position: number): boolean {
  return sessionsOf(history, mic, position).some((session) => session.date === date);
}

/** The date of a market's open session; null if none is open. */
function openDate(history: History, mic: string, position: number): string | null {
  const session = sessionAt(history, mic, position);
  return session !== null && session.endPosition === null ? session.date : null;
}
