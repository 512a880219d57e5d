/**
 * Overnight lead: the US session that had closed last when a session elsewhere opened. A view, by the instants of opens
 * and closes alone, so that the order of two markets' events on the tape doesn't matter.
 */
import type { Instant, Read, TradingDate } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { market, marketList } from "../reference/market.ts";
import { currentSession } from "../session/session.ts";
import { type SessionSpan, sessionYears } from "../session/session-dates.ts";

/** The US session that leads a market's session. */
export interface OvernightLead {
  readonly mic: string;
  readonly date: TradingDate;
  /** True if it had closed by this market's own previous close: it has been a lead already. */
  readonly stale: boolean;
}

/** The lead of a market's current session; null before one, for a US market, and if no US session had closed. */
export function overnightLead(read: Read, mic: string): OvernightLead | null {
  const { date, openedAt } = read(currentSession, mic);
  if (date === null || read(market, mic).country === "US") return null;
  let lead: { mic: string; date: TradingDate; at: Instant } | null = null;
  for (const other of read(marketList, "all").mics) {
    if (read(market, other).country !== "US" || quotesOthersAlone(read, other)) continue;
    const closed = lastClosed(sessionYears(read, other, date), ({ closedAt }) => closedAt <= openedAt);
    // If two close together, the market listed first leads.
    if (closed !== undefined && (lead === null || closed.closedAt > lead.at))
      lead = { mic: other, date: closed.date, at: closed.closedAt };
  }
  if (lead === null) return null;
  const own = lastClosed(sessionYears(read, mic, date), (span) => span.date < date);
  return { mic: lead.mic, date: lead.date, stale: own !== undefined && lead.at <= own.closedAt };
}

/** True if the market quotes only currencies, rates and the like, and so leads no other. */
function quotesOthersAlone(read: Read, mic: string): boolean {
  const kinds = read(market, mic).instruments.map((instrument) => read(listing, instrument).kind);
  return kinds.length > 0 && !kinds.some((kind) => kind === "equity" || kind === "index");
}

type ClosedSpan = SessionSpan & { readonly closedAt: Instant };

/** The session that closed last among those that match, searched from the latest year back; undefined if none does. */
function lastClosed(
  years: Iterable<readonly SessionSpan[]>,
  matches: (span: ClosedSpan) => boolean,
): ClosedSpan | undefined {
  for (const spans of years) {
    let last: ClosedSpan | undefined;
    for (const span of spans) {
      if (span.closedAt === null) continue;
      const closed = { ...span, closedAt: span.closedAt };
      if (matches(closed) && (last === undefined || closed.closedAt > last.closedAt)) last = closed;
    }
    if (last !== undefined) return last;
  }
  return undefined;
}
