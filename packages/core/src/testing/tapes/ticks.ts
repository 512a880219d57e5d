import fc from "fast-check";
import type { TickUpdate } from "../../tape/event.ts";
import type { Decimal } from "../../exact/decimal.ts";
import { type InstrumentBook, movedBy, pick, priceOf, type Step, type TapeWriter } from "./tape-writer.ts";

/** How a price lies to earlier prices. */
type PriceChoice =
  | { readonly kind: "by"; readonly units: number }
  | { readonly kind: "percent"; readonly percent: number }
  | { readonly kind: "near-high" | "near-close" | "near-round"; readonly units: number }
  | { readonly kind: "bad"; readonly which: number };

interface TickChoice {
  readonly who: number;
  readonly price: PriceChoice;
  /** True if the market need not be open. */
  readonly anywhere: boolean;
  /** Microseconds since the event before; often 0, so that instants tie. */
  readonly wait: number;
  /** Microseconds by which its instant lies before the clock. */
  readonly ago: number;
  readonly updates: readonly TickUpdate[] | undefined;
  readonly source: string | undefined;
  readonly leftOut: number;
  readonly asText: boolean;
}

/**
 * One tick: mostly of an open market, near the last price, the record or the close; some late, out of order, numbered
 * or impossible.
 */
export function ticks(refusable: boolean): fc.Arbitrary<Step> {
  return fc
    .record({
      who: fc.nat({ max: 20 }),
      price: prices(refusable),
      anywhere: refusable ? rarely() : fc.constant(false),
      wait: fc.constantFrom(1_000_000, 0, 500, 60_000_000),
      ago: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 90_000_000 })),
      updates: fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, updates()),
      source: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.constantFrom("feed", "valueOf")),
      leftOut: fc.nat({ max: 1 }),
      asText: fc.boolean(),
    })
    .map((choice) => (tape) => {
      tick(tape, choice);
    });
}

function prices(refusable: boolean): fc.Arbitrary<PriceChoice> {
  const numbers = (weight: number, bound: number, choice: (units: number) => PriceChoice) => {
    return { weight, arbitrary: fc.integer({ min: -bound, max: bound }).map(choice) };
  };
  return fc.oneof(
    numbers(5, 30, (units) => ({ kind: "by", units })),
    numbers(2, 1, (units) => ({ kind: "near-high", units })),
    numbers(1, 1, (units) => ({ kind: "near-close", units })),
    numbers(1, 1, (units) => ({ kind: "near-round", units })),
    numbers(2, 25, (percent) => ({ kind: "percent", percent })),
    ...(refusable ? [numbers(1, 2, (which) => ({ kind: "bad", which: which + 2 }))] : []),
  );
}

/** A flag that is true now and then. */
export function rarely(): fc.Arbitrary<boolean> {
  return fc.nat({ max: 9 }).map((n) => n === 9);
}

function updates(): fc.Arbitrary<readonly TickUpdate[]> {
  return fc.constantFrom<readonly TickUpdate[]>(["highLow"], ["last"], ["volume"], ["last", "highLow"], []);
}

function tick(tape: TapeWriter, choice: TickChoice): void {
  const open = tape.instruments.filter(({ market }) => market.phase !== null && market.phase !== "break");
  const known = pick(choice.anywhere ? tape.instruments : open, choice.who);
  if (known === undefined) return;
  tape.wait(choice.wait);
  const { source, updates } = choice;
  tape.write(
    {
      type: "PriceTicked",
      instrument: choice.anywhere && choice.who === 20 ? "NOBODY" : known.instrument,
      price: chosenPrice(known, choice),
      ...(updates === undefined ? {} : { updates }),
      ...(source === undefined ? {} : { source, seq: tape.sequence(source, choice.leftOut) }),
    },
    { id: tape.tickId(), at: tape.now - choice.ago },
  );
}

function chosenPrice(known: InstrumentBook, { price, asText }: TickChoice): Decimal {
  if (price.kind === "bad") return badPrice(known, price.which);
  const units = Math.min(Math.max(1, unitsOf(known, price)), Number.MAX_SAFE_INTEGER);
  known.price = units;
  known.high = Math.max(known.high, units);
  return priceOf(units, known, asText);
}

function unitsOf(
  { price, high, close }: InstrumentBook,
  choice: Exclude<PriceChoice, { kind: "bad" }>,
): number {
  switch (choice.kind) {
    case "by":
      return price + choice.units;
    case "percent":
      return movedBy(price, choice.percent);
    case "near-high":
      return high + choice.units;
    case "near-close":
      return close + choice.units;
    case "near-round":
      return nextRound(price) + choice.units;
  }
}

/** The next higher number with at most two digits other than 0. */
function nextRound(price: number): number {
  const grid = Math.max(1, 10 ** (String(price).length - 2));
  return (Math.floor(price / grid) + 1) * grid;
}

/** A price that is zero, below zero, finer than the scale, above a safe integer, or a slip of the finger. */
function badPrice({ price, scale }: InstrumentBook, which: number): Decimal {
  const slip = price < 1e12 ? priceOf(price * 10, { scale }) : 0;
  return [0, -1, `1.${"0".repeat(scale)}5`, "9007199254740993", slip][which] ?? 0;
}
