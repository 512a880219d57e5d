/** Prices of an instrument taken from its quote: in the session, before it, and by seeds that stand for a close. */
import { copyFraction, type Fraction, type TradingDate } from "@tapefold/core";
import type { CarriedPrice, EndedSession } from "../facts.ts";

/** The close before a session, or a seed that stands for it. */
export interface PreviousClose {
  readonly date: TradingDate;
  /** The close as printed then, before later splits; units. */
  readonly close: number;
  readonly position: number;
  /** The reference of that session; null if it had none, or if the close is a seed's. */
  readonly reference: Fraction | null;
  readonly base: number | null;
  readonly previousDate: TradingDate | null;
}

/** An ended session as the close before the next one. */
export function previousClose(ended: EndedSession): PreviousClose {
  const { date, close, closePosition, base, previousDate } = ended;
  return {
    date,
    close: close ?? 0,
    position: closePosition,
    reference: copyFraction(ended.reference),
    base,
    previousDate,
  };
}

/** The prices of a quote. */
interface Prices {
  readonly date: TradingDate | null;
  readonly last: number | null;
  readonly close: number | null;
  readonly previous: PreviousClose | null;
  readonly seeds: readonly PreviousClose[];
}

/** The price of the session: its close, or the last tick before there is one; null without either. */
export function currentPrice({ close, last }: Pick<Prices, "close" | "last">): number | null {
  return close ?? last;
}

/** The latest price: of the session or of a seed, else the close before; null if there is none. */
export function carriedPrice(quote: Prices): CarriedPrice | null {
  const { date, previous, seeds } = quote;
  const seed = seeds.at(-1);
  if (seed !== undefined && seed.date >= (date ?? "")) return { date: seed.date, price: seed.close };
  const price = currentPrice(quote);
  if (date !== null && price !== null) return { date, price };
  return previous === null ? null : { date: previous.date, price: previous.close };
}

/** The seed in force for a session of a date: the last on the tape with an earlier date; null if there is none. */
export function seedBefore({ seeds }: Pick<Prices, "seeds">, date: TradingDate): PreviousClose | null {
  return seeds.findLast((seed) => seed.date < date) ?? null;
}

/** True if the previous close is a seed's. */
export function isFromSeed({ previous, seeds }: Pick<Prices, "previous" | "seeds">): boolean {
  return seeds.some(({ position }) => position === previous?.position);
}
