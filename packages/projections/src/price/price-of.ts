/** What of a quote is an instrument's price: in its session, before it, and by the seeds that stand for a close. */

import type { Fraction, TradingDate } from "@tapefold/core";
import type { CarriedPrice } from "../facts.ts";

export interface PreviousClose {
  readonly date: TradingDate;
  /** As printed then, before later splits. */
  readonly close: number;
  readonly position: number;
  /** That session's own reference; null where it had none or is a seed. */
  readonly reference: Fraction | null;
  readonly base: number | null;
  readonly previousDate: TradingDate | null;
}

/** The prices of a quote. */
interface Prices {
  readonly date: TradingDate | null;
  readonly last: number | null;
  readonly close: number | null;
  readonly previous: PreviousClose | null;
  readonly seeds: readonly PreviousClose[];
}

/** The price that speaks for the session: the close once there is one, before it the last tick. */
export function currentPrice({ close, last }: Pick<Prices, "close" | "last">): number | null {
  return close ?? last;
}

/** The last price there is: of the session or of a seed, else the close before. */
export function carriedPrice(quote: Prices): CarriedPrice | null {
  const { date, previous, seeds } = quote;
  const seed = seeds.at(-1);
  if (seed !== undefined && seed.date >= (date ?? "")) return { date: seed.date, price: seed.close };
  const price = currentPrice(quote);
  if (date !== null && price !== null) return { date, price };
  return previous === null ? null : { date: previous.date, price: previous.close };
}

/** The seed in force for a session of that date: the last on the tape of an earlier one. */
export function seedBefore({ seeds }: Pick<Prices, "seeds">, date: TradingDate): PreviousClose | null {
  return seeds.findLast((seed) => seed.date < date) ?? null;
}

/** True where the close before is a seed's. */
export function isFromSeed({ previous, seeds }: Pick<Prices, "previous" | "seeds">): boolean {
  return seeds.some(({ position }) => position === previous?.position);
}
