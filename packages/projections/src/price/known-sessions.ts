/** Known sessions: an instrument's past ones and the current one, for views that look back over them. */
import type { Read } from "@tapefold/core";
import type { EndedSession } from "../facts.ts";
import { EVER, hadPrice, sessionsAfter } from "./history.ts";
import { endOf, quote } from "./quote.ts";

/** Sessions with a price after a date, oldest first; the current one as if it ended now, `confirmed` once it is closed. */
export function knownSessions(read: Read, instrument: string, after = EVER): EndedSession[] {
  const past = sessionsAfter({ read }, instrument, after);
  const quoted = read(quote, instrument);
  if (quoted.date === null || quoted.date <= after) return past;
  const current = endOf(quoted, quoted.date);
  return hadPrice(current) ? [...past, current] : past;
}
