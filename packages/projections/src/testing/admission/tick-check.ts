/**
 * Checks of ticks, by the session at their position, the halts in force, the decimals of the instrument and the
 * tables of its market; never by other ticks. A late report (`highLow` alone) passes in a break, in a halt and after
 * the close, but not before the market's first session.
 */
import type { EventOf, TradingDate } from "@tapefold/core";
import type { Code } from "./refusal-code.ts";
import {
  absolute,
  compare,
  fromDecimal,
  isExactAt,
  minus,
  over,
  ratio,
  sign,
  times,
  type Rational,
} from "../price/exact.ts";
import { isHalted } from "./halt-oracle.ts";
import { referenceOracle } from "../price/reference-oracle.ts";
import { acceptedOf, isDerived, listingAt, phaseAt, sessionAt, type History } from "../session/history.ts";

/** The market of a tick; null if its instrument isn't listed. */
export function micOfTick(history: History, event: EventOf<"PriceTicked">, position: number): string | null {
  return listingAt(history, event.instrument, position)?.mic ?? null;
}

/** The checks after `busted`, `unknown` and the repeats. */
export function checkTick(
  history: History,
  position: number,
  event: EventOf<"PriceTicked">,
  isConfirmed: boolean,
): Code | null {
  const listing = listingAt(history, event.instrument, position);
  if (listing === null) return "unknown";
  if (isDerived(history, event.instrument, position)) return "derived";
  const session = sessionAt(history, listing.mic, position);
  if (session === null) return "outside-session";
  const isLate = new Set(event.updates).size === 1 && event.updates?.includes("highLow") === true;
  const phase = phaseAt(session, position);
  if (event.at < session.openAt || (phase === "closed" && !isLate)) return "session-closed";
  if (phase === "break" && !isLate) return "outside-session";
  if (isHalted(history, listing, position) && !isLate) return "halted";
  const price = fromDecimal(event.price);
  if (!isPrice(price, listing.scale)) return "bad-price";
  if (phase !== "auction" && isOffGrid(history, listing, price, session.date, position)) return "off-tick";
  const base = referenceOracle(history, event.instrument, session, position);
  if (base === null) return null;
  if (isBeyondLimit(history, listing, price, base, session.date, position)) return "limit";
  return isFarOff(listing, price, base) && !isConfirmed ? "fat-finger" : null;
}

/** True for a price above zero that is a safe whole number of units at the instrument's scale. */
export function isPrice(price: Rational, scale: number): boolean {
  return sign(price) > 0 && isExactAt(price, scale);
}

function isOffGrid(
  history: History,
  { tickSizes }: EventOf<"InstrumentListed">,
  price: Rational,
  date: TradingDate,
  position: number,
): boolean {
  const step =
    tickSizes === undefined ? null : tableValue(history, "tickSize", tickSizes, date, price, position);
  return step !== null && sign(step) > 0 && over(price, step).d !== 1n;
}

function isBeyondLimit(
  history: History,
  { priceLimits }: EventOf<"InstrumentListed">,
  price: Rational,
  base: Rational,
  date: TradingDate,
  position: number,
): boolean {
  const limit =
    priceLimits === undefined ? null : tableValue(history, "limit", priceLimits, date, base, position);
  return limit !== null && compare(absolute(minus(price, base)), limit) > 0;
}

function isFarOff(
  { priceLimits, fatFinger }: EventOf<"InstrumentListed">,
  price: Rational,
  base: Rational,
): boolean {
  if (fatFinger === undefined || priceLimits !== undefined) return false;
  return compare(absolute(minus(price, base)), times(base, ratio(fatFinger, 10_000))) > 0;
}

/** The value of the first row above the price, in the table of the latest date not after the session's. */
function tableValue(
  history: History,
  kind: "limit" | "tickSize",
  name: string,
  date: TradingDate,
  price: Rational,
  upTo: number,
): Rational | null {
  const tables = acceptedOf(history, "PriceTablesLoaded", upTo)
    .map(({ event }) => event)
    .filter((table) => table.name === name && table.kind === kind && table.from <= date);
  const latest = tables.filter((table) => tables.every((other) => other.from <= table.from)).at(-1);
  const row = latest?.rows.find(({ below }) => below === undefined || compare(price, fromDecimal(below)) < 0);
  return row === undefined ? null : fromDecimal(row.value);
}
