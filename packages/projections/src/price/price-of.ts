/** What of a quote is an instrument's price: in its session, before it, and by the seeds that stand for a close. */
import type { TradingDate } from "@tapefold/core";
import type { CarriedPrice } from "../facts.ts";
import type { PreviousClose, Quote } from "./quote.ts";

/** The price that speaks for the session: the close once there is one, before it the last tick. */
export function currentPrice({ close, last }: Pick<Quote, "close" | "last">): number | null {
  return close ?? last;
}

/** The last price there is: of the session or of a seed, else the close before. */
export function carriedPrice(
  quote: Pick<Quote, "date" | "last" | "close" | "previous" | "seeds">,
): CarriedPrice | null {
  const { date, previous, seeds } = quote;
  const seed = seeds.at(-1);
  if (seed !== undefined && seed.date >= (date ?? "")) return { date: seed.date, price: seed.close };
  const price = currentPrice(quote);
  if (date !== null && price !== null) return { date, price };
  return previous === null ? null : { date: previous.date, price: previous.close };
}

/** The seed in force for a session of that date: the last on the tape of an earlier one. */
export function seedBefore({ seeds }: Quote, date: TradingDate): PreviousClose | null {
  return seeds.findLast((seed) => seed.date < date) ?? null;
}

/** True where the close before is a seed's. */
export function isFromSeed({ previous, seeds }: Quote): boolean {
  return seeds.some(({ position }) => position === previous?.position);
}
