/**
 * Admission of a tick, first check that bites. It looks at the session alone (calendar, base price, limits, halts,
 * ids), never at neighbouring ticks: else what is admitted would depend on order, and a bust could not be undone.
 */
import {
  type Amended,
  compareFractions,
  type Decimal,
  fraction,
  type EventOf,
  type Read,
  toFraction,
  toUnits,
  powerOfTen,
} from "@tapefold/core";
import { isHalted } from "../session/halt.ts";
import { indexDefinition } from "../reference/index-definition.ts";
import { type Listing, listing } from "../reference/listing.ts";
import { priceTable, rowsOn, valueFor } from "../reference/price-table.ts";
import { type Quote, quote } from "../price/quote.ts";
import { repeatCode } from "./seen-ids.ts";
import { isOpen, currentSession } from "../session/session.ts";

export type TickRefusal =
  | "busted"
  | "unknown"
  | "duplicate"
  | "id-conflict"
  | "derived"
  | "outside-session"
  | "session-closed"
  | "halted"
  | "bad-price"
  | "off-tick"
  | "limit"
  | "fat-finger";

export function admitTick(
  tick: EventOf<"PriceTicked">,
  read: Read,
  amended: Amended | undefined,
): TickRefusal | null {
  if (amended?.busted === true) return "busted";
  const listed = read(listing, tick.instrument);
  if (listed.mic === "") return "unknown";
  return (
    repeatCode(tick, tick.source, tick.seq, read) ??
    (listed.kind === "index" && read(indexDefinition, tick.instrument).mode === "derived"
      ? "derived"
      : null) ??
    sessionRefusal(tick, listed, read) ??
    priceRefusal(tick.instrument, amended?.price ?? tick.price, listed, read, amended?.confirmed === true)
  );
}

function sessionRefusal(tick: EventOf<"PriceTicked">, { mic }: Listing, read: Read): TickRefusal | null {
  const current = read(currentSession, mic);
  if (current.date === null) return "outside-session";
  const isLate =
    tick.updates !== undefined &&
    tick.updates.length > 0 &&
    tick.updates.every((update) => update === "highLow");
  if (tick.at < current.openedAt) return "session-closed";
  if (isLate) return null;
  if (!isOpen(current)) return "session-closed";
  if (current.phase === "break") return "outside-session";
  return isHalted(read, tick.instrument, mic) ? "halted" : null;
}

function priceRefusal(
  instrument: string,
  price: Decimal,
  listed: Listing,
  read: Read,
  confirmed: boolean,
): TickRefusal | null {
  const units = toUnits(price, listed.scale);
  if (units === undefined || units <= 0) return "bad-price";
  if (listed.tickSizes === null && listed.priceLimits === null && listed.fatFinger === null) return null;
  const quoted = read(quote, instrument);
  if (isOffTick(units, price, listed, quoted, read)) return "off-tick";
  if (isPastLimit(units, listed, quoted, read)) return "limit";
  return !confirmed && isFatFinger(units, listed, quoted) ? "fat-finger" : null;
}

function isOffTick(units: number, price: Decimal, listed: Listing, { date }: Quote, read: Read): boolean {
  if (listed.tickSizes === null || date === null || read(currentSession, listed.mic).phase === "auction")
    return false;
  const rows = rowsOn(read(priceTable, `tickSize ${listed.tickSizes}`), date);
  const size = valueFor(rows, (bound) => compareFractions(toFraction(price), toFraction(bound)) < 0);
  if (size === undefined) return false;
  const { numerator, denominator } = toFraction(size);
  return (BigInt(units) * denominator) % (numerator * powerOfTen(listed.scale)) !== 0n;
}

function isPastLimit(units: number, listed: Listing, quoted: Quote, read: Read): boolean {
  const { reference } = quoted;
  const value = limitOf(listed, quoted, read);
  if (reference === null || value === undefined) return false;
  const limit = toFraction(value);
  const distance = BigInt(units) * reference.denominator - reference.numerator;
  const base = reference.denominator * powerOfTen(listed.scale);
  return (distance < 0n ? -distance : distance) * limit.denominator > limit.numerator * base;
}

/** Furthest that a price may lie from the base price by the table in force; undefined if there is no limit. */
export function limitOf(
  { priceLimits, scale }: Listing,
  { date, reference }: Quote,
  read: Read,
): Decimal | undefined {
  if (priceLimits === null || date === null || reference === null) return undefined;
  const base = { numerator: reference.numerator, denominator: reference.denominator * powerOfTen(scale) };
  const rows = rowsOn(read(priceTable, `limit ${priceLimits}`), date);
  return valueFor(rows, (bound) => compareFractions(base, toFraction(bound)) < 0);
}

function isFatFinger(units: number, { fatFinger, priceLimits }: Listing, { reference }: Quote): boolean {
  if (fatFinger === null || priceLimits !== null || reference === null) return false;
  const { numerator, denominator } = reference;
  const furthest = { numerator: numerator * BigInt(10_000 + fatFinger), denominator: denominator * 10_000n };
  const nearest = { numerator: numerator * BigInt(10_000 - fatFinger), denominator: denominator * 10_000n };
  return compareFractions(fraction(units), furthest) > 0 || compareFractions(fraction(units), nearest) < 0;
}
