/** The close before a session, of whatever date. */
import type { Read, TradingDate } from "@tapefold/core";
import { sessionsAfter } from "./history.ts";
import { currentPrice, seedBefore } from "./price-of.ts";
import { quote } from "./quote.ts";

/**
 * The close before a session of a date: of the latest earlier session, or of a seed; null if there is none. A session
 * still under way in the instrument's market counts with its last price.
 */
export function closeBefore(
  read: Read,
  instrument: string,
  date: TradingDate,
): { readonly date: TradingDate; readonly close: number } | null {
  const quoted = read(quote, instrument);
  const { date: current, previous } = quoted;
  const seed = seedBefore(quoted, date);
  if (current === null || (seed !== null && seed.date >= current)) return seed;
  const price = currentPrice(quoted);
  if (current < date && price !== null) return { date: current, close: price };
  if (previous === null || previous.date < date) return previous;
  const earlier = sessionsAfter({ read }, instrument, seed?.date);
  const ended = earlier.findLast((session) => session.close !== null && session.date < date);
  return ended === undefined ? seed : { date: ended.date, close: ended.close ?? 0 };
}
