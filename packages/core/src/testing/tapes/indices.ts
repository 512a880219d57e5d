import fc from "fast-check";
import type { Constituent, Sampling, Weighting } from "../../tape/event.ts";
import { type Decimal, parseDecimal } from "../../exact/decimal.ts";
import { type InstrumentBook, pick, type Step, type TapeWriter } from "./tape-writer.ts";

const INDEX_IDS = ["IDX", "QDX", "MDX"] as const;

interface BasketChoice {
  /** Places of the shares that are members. */
  readonly members: readonly number[];
  readonly weights: readonly string[];
  /** The level the divisor aims at. */
  readonly level: number;
  readonly decimals: number;
}

/** Up to three indices, quoted or derived in each of the three weightings, their members anywhere. */
export function indices(derived: boolean): fc.Arbitrary<Step> {
  const one = fc.record({
    market: fc.nat({ max: 3 }),
    mode: derived
      ? fc.constantFrom("derived", "derived", "quoted", "undefined")
      : fc.constantFrom("quoted", "undefined"),
    weighting: fc.constantFrom<Weighting>("price", "adjusted-price", "cap"),
    sampling: fc.constantFrom<Sampling | undefined>(undefined, undefined, "every-tick", "close-only"),
    scale: fc.constantFrom(2, 1),
    basket: baskets(),
  });
  return fc.array(one, { maxLength: INDEX_IDS.length, size: "max" }).map((chosen) => (tape) => {
    const listed = chosen.map(({ market, scale, basket }, index) => {
      const instrument = INDEX_IDS[index] ?? "IDX";
      const where = pick(tape.markets, market);
      if (where === undefined) return undefined;
      tape.write({
        type: "InstrumentListed",
        instrument,
        name: instrument,
        kind: "index",
        mic: where.mic,
        currency: "JPY",
        scale,
      });
      const price = basket.level * 10 ** scale;
      const book: InstrumentBook = {
        instrument,
        kind: "index",
        market: where,
        scale,
        isDerived: false,
        price,
        high: price,
        close: price,
      };
      return book;
    });
    const shares = [...tape.instruments];
    chosen.forEach(({ mode, weighting, sampling, basket }, index) => {
      const book = listed[index];
      if (book === undefined) return;
      tape.instruments.push(book);
      const { instrument } = book;
      if (mode === "quoted") tape.write({ type: "IndexDefined", instrument, mode });
      if (mode !== "derived") return;
      book.isDerived = true;
      const more = sampling === undefined ? {} : { sampling };
      tape.write({ type: "IndexDefined", instrument, mode, weighting, ...contents(shares, basket), ...more });
    });
  });
}

/** An index without ticks of its own is defined as a derived one, whatever happened to its members before. */
export function lateDefinitions(): fc.Arbitrary<Step> {
  return fc
    .record({
      who: fc.nat({ max: 2 }),
      weighting: fc.constantFrom<Weighting>("price", "adjusted-price", "cap"),
      basket: baskets(),
    })
    .map(({ who, weighting, basket }) => (tape) => {
      const isTicked = new Set(
        tape.log.map(({ event }) => (event.type === "PriceTicked" ? event.instrument : null)),
      );
      const undefinedYet = tape.instruments.filter(
        ({ instrument, kind, isDerived }) => kind === "index" && !isDerived && !isTicked.has(instrument),
      );
      const known = pick(undefinedYet, who);
      if (known === undefined) return;
      known.isDerived = true;
      const shares = tape.instruments.filter(({ kind }) => kind === "equity");
      const { instrument } = known;
      tape.write({
        type: "IndexDefined",
        instrument,
        mode: "derived",
        weighting,
        ...contents(shares, basket),
      });
    });
}

/** A derived index gets other members, or other weights, from its next session. */
export function rebalances(): fc.Arbitrary<Step> {
  return fc.record({ who: fc.nat({ max: 2 }), basket: baskets() }).map(({ who, basket }) => (tape) => {
    const known = pick(
      tape.instruments.filter(({ isDerived }) => isDerived),
      who,
    );
    if (known === undefined) return;
    const shares = tape.instruments.filter(({ kind }) => kind === "equity");
    tape.write({ type: "IndexRebalanced", instrument: known.instrument, ...contents(shares, basket) });
  });
}

/** Definitions that can't be: a member that is not listed, a derived index as a member. */
export function indexSlips(): fc.Arbitrary<Step> {
  return fc.constantFrom("NOBODY", "IDX", "MDX").map((member) => (tape: TapeWriter) => {
    const known = tape.instruments.find(({ isDerived }) => isDerived);
    if (known === undefined) return;
    const constituents = [{ instrument: member === known.instrument ? "NOBODY" : member, weight: 1 }];
    if (tape.instruments.some((one) => one.instrument === member && !one.isDerived)) return;
    tape.write({ type: "IndexRebalanced", instrument: known.instrument, divisor: 1, constituents });
  });
}

function baskets(): fc.Arbitrary<BasketChoice> {
  return fc.record({
    members: fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 5, size: "max" }),
    weights: fc.array(fc.constantFrom("1", "0.5", "2.4", "24", "0.0625", "123456789012"), {
      minLength: 1,
      maxLength: 5,
      size: "max",
    }),
    level: fc.integer({ min: 90, max: 60_000 }),
    decimals: fc.constantFrom(0, 3, 8),
  });
}

function contents(
  shares: readonly InstrumentBook[],
  { members, weights, level, decimals }: BasketChoice,
): { divisor: Decimal; constituents: Constituent[] } {
  const chosen = [...new Set(members.map((place) => pick(shares, place)))].filter((one) => one !== undefined);
  const constituents = chosen.map(({ instrument }, index) => ({
    instrument,
    weight: pick(weights, index) ?? "1",
  }));
  const sum = chosen.reduce((total, { price, scale }, index) => {
    return total + (price / 10 ** scale) * Number(pick(weights, index) ?? "1");
  }, 0);
  return { divisor: divisorText(sum / level, decimals), constituents };
}

/** The divisor written with a number of decimals; always above zero. */
function divisorText(divisor: number, decimals: number): string {
  const text = divisor < 1e15 ? divisor.toFixed(decimals) : String(BigInt(Math.round(divisor)));
  return (parseDecimal(text)?.units ?? 0n) > 0n ? text : "0.00000001";
}
