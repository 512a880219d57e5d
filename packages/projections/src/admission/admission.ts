/**
 * Admission: judges every event of the tape before any rule hears it. What it refuses is counted with its code, in
 * the state, and changes no value; a document it keeps none. The checks of ticks stand in `tick-admission.ts`, those of sessions here.
 */
import {
  type Amended,
  defineProjection,
  type MarketEvent,
  type Read,
  toUnits,
  type TradingDate,
} from "@tapefold/core";
import { amendable } from "./amendable.ts";
import { bust, isBusted } from "./bust.ts";
import { calendar, isScheduled } from "../session/calendar.ts";
import { instrumentHalt, marketHalt } from "../session/halt.ts";
import { indexDefinition, membership } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { market, marketList } from "../reference/market.ts";
import { priceTable } from "../reference/price-table.ts";
import { splitStanding } from "../reference/split-standing.ts";
import { openSessions } from "../session/open-sessions.ts";
import { quote } from "../price/quote.ts";
import { isTold, split } from "../reference/split.ts";
import { repeatCode, seenIds, sourceHead } from "./seen-ids.ts";
import { hasOpened, isCancelled, sessionDates, spanOf } from "../session/session-dates.ts";
import { isOpen, currentSession } from "../session/session.ts";
import { admitTick, type TickRefusal } from "./tick-admission.ts";
import { tickGate } from "./tick-gate.ts";

/** Why an event was refused. */
export type Refusal = TickRefusal | "double-open" | "never-closed" | "split-intraday" | "withdrawn";

export const admission = defineProjection<object>({
  name: "admission",
  version: 4,
  needs: [
    bust,
    calendar,
    instrumentHalt,
    marketHalt,
    indexDefinition,
    listing,
    market,
    marketList,
    membership,
    openSessions,
    priceTable,
    quote,
    seenIds,
    currentSession,
    sessionDates,
    sourceHead,
    splitStanding,
    split,
  ],
  key: () => null,
  initial: {},
  admit,
  tickGate,
  amendable,
  on: {},
});

function admit(event: MarketEvent, read: Read, amended: Amended | undefined): Refusal | null {
  if (event.type === "PriceTicked") return admitTick(event, read, amended);
  if (isUnknown(event, read)) return "unknown";
  const code = repeatCode(event, event.source, event.seq, read) ?? refusal(event, read);
  return code === null && amended?.busted === true ? "withdrawn" : code;
}

/** True where the event names a market or an instrument that is not listed, or not as the event has it. */
function isUnknown(event: MarketEvent, read: Read): boolean {
  if (namesUnlisted(event, read)) return true;
  switch (event.type) {
    case "SessionClosed":
      return Object.keys(event.closes ?? {}).some((closed) => read(listing, closed).mic !== event.mic);
    case "CloseCorrected": {
      const { mic, position } = read(listing, event.instrument);
      const closed = closedPosition(event, read);
      return mic !== event.mic || (closed > 0 && position > closed);
    }
    case "IndexDefined":
      return read(listing, event.instrument).kind !== "index";
    case "IndexRebalanced":
      return read(indexDefinition, event.instrument).mode !== "derived";
    default:
      return false;
  }
}

/** True where a market or an instrument is not listed; issuers need no listing. */
function namesUnlisted(event: MarketEvent, read: Read): boolean {
  const isUnlisted = (instrument: string): boolean => read(listing, instrument).mic === "";
  const mic = event.type === "MarketListed" ? undefined : (event as { mic?: string }).mic;
  if (mic !== undefined && read(market, mic).zone === "") return true;
  const instrument =
    event.type === "InstrumentListed" ? undefined : (event as { instrument?: string }).instrument;
  if (instrument !== undefined && isUnlisted(instrument)) return true;
  const { constituents = [] } = event as { constituents?: readonly { instrument: string }[] };
  return constituents.some((member) => isUnlisted(member.instrument));
}

function refusal(event: MarketEvent, read: Read): Refusal | null {
  switch (event.type) {
    case "InstrumentListed":
      return isOtherInstrument(event, read) ? "id-conflict" : null;
    case "IndexDefined":
    case "IndexRebalanced":
      return indexRefusal(event, read);
    case "InstrumentSplit":
      if (isTold(read(split, event.instrument), event)) return "duplicate";
      return hasBegun(event.instrument, event.date, read) ? "split-intraday" : null;
    case "BasePriceSet":
      if (hasBegun(event.instrument, event.date, read)) return "split-intraday";
      return isBadPrice(event.instrument, event.price, read) ? "bad-price" : null;
    case "RecordSeeded":
      return isBadPrice(event.instrument, event.level, read) ? "bad-price" : null;
    case "StreakSeeded":
      return isBadPrice(event.instrument, event.close, read) ? "bad-price" : null;
    case "SessionOpened":
    case "SessionPhaseChanged":
    case "SessionClosed":
    case "SessionCancelled":
      return sessionRefusal(event, read);
    case "CloseCorrected":
      if (closedPosition(event, read) === 0) return "never-closed";
      return isBadClose(event.instrument, event.close, read) ? "bad-price" : null;
    case "SplitWithdrawn": {
      const { told, withdrawn } = read(splitStanding, event.split);
      if (!told) return "unknown";
      return withdrawn ? "duplicate" : null;
    }
    case "TickBusted":
      return isBusted(read(bust, event.tick)) ? "duplicate" : null;
    default:
      return null;
  }
}

type SessionEvent = Extract<
  MarketEvent,
  { type: "SessionOpened" | "SessionPhaseChanged" | "SessionClosed" | "SessionCancelled" }
>;

function sessionRefusal(event: SessionEvent, read: Read): Refusal | null {
  const { mic, date } = event;
  const current = read(currentSession, mic);
  const isCurrent = current.date === date;
  const known = read(calendar, mic);
  switch (event.type) {
    case "SessionOpened":
      if (hasOpened(read, mic, date)) return "double-open";
      if (current.date !== null && date < current.date) return "outside-session";
      return isScheduled(known, date) === false || isCancelled(read, mic, date) ? "outside-session" : null;
    case "SessionPhaseChanged":
      return isCurrent && isOpen(current) ? null : "outside-session";
    case "SessionClosed":
      if (!isCurrent) return "never-closed";
      if (!isOpen(current)) return "session-closed";
      return Object.entries(event.closes ?? {}).some(([instrument, close]) =>
        isBadClose(instrument, close, read),
      )
        ? "bad-price"
        : null;
    case "SessionCancelled":
      return hasOpened(read, mic, date) ? "session-closed" : null;
  }
}

/** Position at which a session closed; 0 if it did not. */
function closedPosition(
  { mic, date }: { readonly mic: string; readonly date: TradingDate },
  read: Read,
): number {
  return spanOf(read, mic, date)?.closedPosition ?? 0;
}

function indexRefusal(
  event: Extract<MarketEvent, { type: "IndexDefined" | "IndexRebalanced" }>,
  read: Read,
): Refusal | null {
  if (event.type === "IndexDefined" && event.mode === "quoted") return null;
  const isDerived = (instrument: string): boolean =>
    instrument === event.instrument || read(indexDefinition, instrument).mode === "derived";
  const { constituents } = event as { constituents: readonly { instrument: string }[] };
  if (constituents.some(({ instrument }) => isDerived(instrument))) return "derived";
  return read(membership, event.instrument).indices.length > 0 ? "derived" : null;
}

function isOtherInstrument(event: Extract<MarketEvent, { type: "InstrumentListed" }>, read: Read): boolean {
  const listed = read(listing, event.instrument);
  if (listed.mic === "") return false;
  const { mic, kind, currency, scale, priceLimits = null, tickSizes = null, fatFinger = null } = event;
  const same = { mic, kind, currency, scale, priceLimits, tickSizes, fatFinger };
  return Object.entries(same).some(([field, value]) => listed[field as keyof typeof same] !== value);
}

function hasBegun(instrument: string, date: TradingDate, read: Read): boolean {
  const { date: opened } = read(currentSession, read(listing, instrument).mic);
  return opened !== null && date <= opened;
}

function isBadPrice(instrument: string, price: number | string, read: Read): boolean {
  const units = toUnits(price, read(listing, instrument).scale);
  return units === undefined || units <= 0;
}

function isBadClose(instrument: string, close: number | string, read: Read): boolean {
  return read(indexDefinition, instrument).mode !== "derived" && isBadPrice(instrument, close, read);
}
