/**
 * The short way of admission, which almost every tick takes: all that it is judged by is known of its instrument for as
 * long as the market's session, phase, tables and halts stay as they are. What does not pass here is judged by `admitTick`.
 */
import {
  type Decimal,
  divideFloor,
  type Draft,
  type EventOf,
  type Fraction,
  fraction,
  multiplyFractions,
  powerOfTen,
  type Read,
  reduceFraction,
  type TickGate,
  toFraction,
  toUnits,
} from "@tapefold/core";
import { isHalted } from "../session/halt.ts";
import { indexDefinition } from "../reference/index-definition.ts";
import { type Listing, listing } from "../reference/listing.ts";
import { priceTable, rowsOn } from "../reference/price-table.ts";
import { type Quote, quote } from "../price/quote.ts";
import { currentSession, isTrading, type Session } from "../session/session.ts";
import { type SourceHead, sourceHead } from "./seen-ids.ts";
import { limitOf } from "./tick-admission.ts";

/** The terms that ticks of an instrument are judged on; prices in its units, both ends of a range included. */
interface TickRules {
  readonly scale: number;
  readonly session: Session;
  readonly lowest: number;
  readonly highest: number;
  /** Prices below a bound, and under no earlier one, are multiples of a step. */
  readonly steps: readonly { readonly below: number; readonly step: number }[];
}

export const tickGate: TickGate = { of: tickRules, heads: sourceHead, passes };

function tickRules(instrument: string, read: Read): TickRules | null {
  const listed = read(listing, instrument);
  const { mic, kind, scale } = listed;
  if (mic === "" || isHalted(read, instrument, mic)) return null;
  if (kind === "index" && read(indexDefinition, instrument).mode === "derived") return null;
  const session = read(currentSession, mic);
  if (!isTrading(session)) return null;
  const quoted = read(quote, instrument);
  const steps = session.phase === "auction" ? [] : stepsOf(listed, quoted, read);
  return { scale, session, ...rangeOf(listed, quoted, read), steps };
}

function passes(
  { at, price, seq }: EventOf<"PriceTicked">,
  { scale, session, lowest, highest, steps }: TickRules,
  head: Draft<SourceHead>,
): boolean {
  if (seq === undefined || seq <= head.seq || at < session.openedAt) return false;
  const units = toUnits(price, scale);
  if (units === undefined || units < lowest || units > highest) return false;
  for (const { below, step } of steps) {
    if (units >= below) continue;
    if (units % step !== 0) return false;
    break;
  }
  head.seq = seq;
  return true;
}

/** The prices within the daily limit, else within the fat-finger bounds; all above zero. */
function rangeOf(listed: Listing, quoted: Quote, read: Read): Pick<TickRules, "lowest" | "highest"> {
  const { reference } = quoted;
  const furthest = reference === null ? undefined : furthestFrom(reference, listed, quoted, read);
  if (reference === null || furthest === undefined) return { lowest: 1, highest: Infinity };
  const denominator = reference.denominator * furthest.denominator;
  const [middle, reach] = [
    reference.numerator * furthest.denominator,
    furthest.numerator * reference.denominator,
  ];
  return {
    lowest: Math.max(1, numberOf(-divideFloor(reach - middle, denominator))),
    highest: numberOf(divideFloor(middle + reach, denominator)),
  };
}

/** Furthest that a price may lie from the reference, in units; undefined if there is no bound. */
function furthestFrom(reference: Fraction, listed: Listing, quoted: Quote, read: Read): Fraction | undefined {
  if (listed.priceLimits === null)
    return listed.fatFinger === null
      ? undefined
      : multiplyFractions(reference, fraction(BigInt(listed.fatFinger), 10_000n));
  const limit = limitOf(listed, quoted, read);
  return limit === undefined ? undefined : inUnits(limit, listed.scale);
}

/** The tick sizes of a price table in force. */
function stepsOf({ tickSizes, scale }: Listing, { date }: Quote, read: Read): TickRules["steps"] {
  if (tickSizes === null || date === null) return [];
  return rowsOn(read(priceTable, `tickSize ${tickSizes}`), date).map(({ below, value }) => {
    const bound = below === undefined ? undefined : inUnits(below, scale);
    return {
      below: bound === undefined ? Infinity : numberOf(-divideFloor(-bound.numerator, bound.denominator)),
      // A multiple of a fraction that is whole is a multiple of its numerator.
      step: numberOf(reduceFraction(inUnits(value, scale)).numerator),
    };
  });
}

function inUnits(decimal: Decimal, scale: number): Fraction {
  return multiplyFractions(toFraction(decimal), fraction(powerOfTen(scale)));
}

/** As a number; infinite where no price reaches. */
function numberOf(units: bigint): number {
  return units > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(units);
}
