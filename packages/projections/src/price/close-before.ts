import type { Read, TradingDate } from "@tapefold/core";
import { sessionsAfter } from "./history.ts";
import { seedBefore } from "./price-of.ts";
import { quote } from "./quote.ts";
import { FIRST_DATE } from "../session/session-dates.ts";

/** The close before a session of a date: of the latest earlier session, or of a seed; null if there is none. */
export function closeBefore(
  read: Read,
  instrument: string,
  date: TradingDate,
): { readonly date: TradingDate; readonly close: number } | null {
  const quoted = read(quote, instrument);
  const { date: current, close, previous } = quoted;
  const seed = seedBefore(quoted, date);
  if (current === null || (seed !== null && seed.date >= current)) return seed;
  if (current < date && close !== null) return { date: current, close };
  if (previous === null || previous.date < date) return previous;
  const earlier = sessionsAfter({ read }, instrument, seed?.date ?? FIRST_DATE);
  const ended = earlier.findLast((session) => session.close !== null && session.date < date);
  return ended === undefined ? seed : { date: ended.date, close: ended.close ?? 0 };
}
