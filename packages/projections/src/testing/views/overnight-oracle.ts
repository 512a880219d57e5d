/**
 * Oracle of the overnight lead of a market outside the US: the session of a US market that closed last, by instants, not
 * after the market's own opening; if two closed at one instant, the market listed first leads. The lead is stale if it
 * closed no later than the market's own previous session, so that one US session never leads twice. A market that
 * quotes other instruments but neither a share nor an index doesn't count.
 */
import type { TradingDate } from "@tapefold/core";
import { isClosed } from "../price/quote-oracle.ts";
import { acceptedOf, FOREVER, sessionAt, sessionsOf, type History } from "../session/history.ts";

export interface OvernightLead {
  readonly mic: string;
  readonly date: TradingDate;
  readonly stale: boolean;
}

export function overnightOracle(history: History, mic: string): OvernightLead | null {
  const countries = new Map(
    acceptedOf(history, "MarketListed").map(({ event }) => [event.mic, event.country]),
  );
  const stocks = new Set(
    acceptedOf(history, "InstrumentListed")
      .filter(({ event }) => event.kind === "equity" || event.kind === "index")
      .map(({ event }) => event.mic),
  );
  const quoting = new Set(acceptedOf(history, "InstrumentListed").map(({ event }) => event.mic));
  const session = sessionAt(history, mic, FOREVER);
  if (session === null || countries.get(mic) === "US") return null;
  const closed = [...countries]
    .filter(([market, country]) => country === "US" && (stocks.has(market) || !quoting.has(market)))
    .flatMap(([market]) => sessionsOf(history, market))
    .flatMap(({ mic: market, date, closedAt }) =>
      closedAt === null ? [] : [{ mic: market, date, closedAt }],
    )
    .filter(({ closedAt }) => closedAt <= session.openAt);
  const latest = Math.max(...closed.map(({ closedAt }) => closedAt));
  const firstListed = closed.find(({ closedAt }) => closedAt === latest)?.mic;
  const lead = closed.filter((other) => other.closedAt === latest && other.mic === firstListed).at(-1);
  if (lead === undefined) return null;
  const own = sessionsOf(history, mic)
    .filter((other) => other !== session && isClosed(other, FOREVER))
    .at(-1);
  const ownClose = own?.closedAt ?? null;
  return { mic: lead.mic, date: lead.date, stale: ownClose !== null && lead.closedAt <= ownClose };
}
