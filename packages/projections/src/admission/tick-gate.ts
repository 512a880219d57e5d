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
  Route,
  type Selection,
  type TickGate,
  toFraction,
  toUnits,
} from "@tapefold/core";
import { isHalted } from "../session/halt.ts";
import { indexDefinition } from "../reference/index-definition.ts";
import { type Listing, listing } from "../reference/listing.ts";
import { priceTable, rowsOn } from "../reference/price-table.ts";
import { type Quote, quote } from "../price/quote.ts";
import { openedPosition } from "../session/session-dates.ts";
import { currentSession, isTrading, type Session } from "../session/session.ts";
import { isKept, remember, type SeenIds, seenIds, type SourceHead, sourceHead } from "./seen-ids.ts";
import { limitOf } from "./tick-admission.ts";

/** The terms that ticks of an instrument are judged on; prices in its units, both ends of a range included. */
class TickTerms extends Route {
  readonly scale: number;
  readonly session: Session;
  /** Position at which the session opened. */
  readonly opened: number;
  readonly lowest: number;
  readonly highest: number;
  readonly steps: readonly PriceStep[];

  constructor(instrument: string, listed: Listing, session: Session, quoted: Quote, read: Read) {
    super(instrument);
    const { lowest, highest } = rangeOf(listed, quoted, read);
    this.scale = listed.scale;
    this.session = session;
    this.opened = openedPosition(read, listed.mic);
    this.lowest = lowest;
    this.highest = highest;
    this.steps = session.phase === "auction" ? [] : stepsOf(listed, quoted, read);
  }
}

/** Prices below a bound, and under no earlier one, are multiples of a step. */
interface PriceStep {
  readonly below: number;
  readonly step: number;
}

export const tickGate: TickGate = { of: tickTerms, notedIn, passes };

function tickTerms(instrument: string, read: Read): TickTerms | null {
  const listed = read(listing, instrument);
  const { mic, kind } = listed;
  if (mic === "" || isHalted(read, instrument, mic)) return null;
  if (kind === "index" && read(indexDefinition, instrument).mode === "derived") return null;
  const session = read(currentSession, mic);
  if (!isTrading(session)) return null;
  return new TickTerms(instrument, listed, session, read(quote, instrument), read);
}

function notedIn(source: string | undefined): Selection<SourceHead> | Selection<SeenIds> {
  return source === undefined ? seenIds("all") : sourceHead(source);
}

function passes(
  tick: EventOf<"PriceTicked">,
  { scale, session, opened, lowest, highest, steps }: TickTerms,
  noted: Draft<SourceHead> | Draft<SeenIds>,
): boolean {
  const { at, price, seq } = tick;
  if ("seq" in noted ? seq === undefined || seq <= noted.seq : isKept(noted, tick.id)) return false;
  if (at < session.openedAt) return false;
  const units = toUnits(price, scale);
  if (units === undefined || units < lowest || units > highest) return false;
  for (const { below, step } of steps) {
    if (units >= below) continue;
    if (units % step !== 0) return false;
    break;
  }
  if ("seq" in noted) noted.seq = seq ?? noted.seq;
  else remember(noted, noted.ids, tick, opened);
  return true;
}

/** The prices within the daily limit, else within the fat-finger bounds; all above zero. */
function rangeOf(listed: Listing, quoted: Quote, read: Read): Pick<TickTerms, "lowest" | "highest"> {
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
function stepsOf({ tickSizes, scale }: Listing, { date }: Quote, read: Read): readonly PriceStep[] {
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
