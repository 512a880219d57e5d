/** Everything that the laying of sessions works with. */
import { MarketError, type MarketEvent, type TradingDate } from "@tapefold/core";
import type { Entry, Reject } from "../order/entry.ts";
import type { PriceScales } from "../order/price-scales.ts";
import type { Quirks } from "./quirks.ts";
import type { BarChanges } from "./bar-changes.ts";
import { sessionId } from "./event-ids.ts";
import type { SplitEvents } from "./split-events.ts";
import type { TapeLines } from "./tape-lines.ts";
import type { StandingSession, TapeSoFar } from "./tape-so-far.ts";

export interface LayContext {
  readonly profile: string;
  readonly mic: string;
  readonly scales: PriceScales;
  readonly splits: SplitEvents;
  readonly quirks: Quirks;
  readonly lines: TapeLines;
  readonly reject: Reject;
  /** The tape that is imported into, and the changes against it. */
  readonly into: { readonly tape: TapeSoFar; readonly changes: BarChanges } | undefined;
  /** Called for a row that the tape already has. */
  readonly known: () => void;
}

/** Writes a notice, unless the tape has it or has gone past it. */
export function layNotice(entry: Entry, { lines, into, reject, known }: LayContext): void {
  const { id, at, reading } = entry;
  if (reading.kind !== "notice") throw new TypeError("only a notice carries its event");
  if (into?.tape.has(id) === true) known();
  else if (into !== undefined && at <= into.tape.marketLatest) reject(entry.file, entry.row, "before-tape");
  else lines.event({ id, at, ...reading.event } as MarketEvent);
}

/** A session as the tape has it already, "new" if it is still to be written; undefined if the tape has gone past it. */
export type Standing = StandingSession | "new" | undefined;

/**
 * How a session stands on the tape. A begun one is finished as a new one, without its events that are there already.
 * Throws `IMPORT_PAST` if someone else has begun it.
 */
export async function standingOf(
  date: TradingDate,
  { profile, mic, lines, into }: LayContext,
): Promise<Standing> {
  if (into?.tape.lastDate === undefined || date > into.tape.lastDate) return "new";
  const standing = await into.tape.session(date);
  if (standing?.isClosed !== false) return standing;
  if (!standing.ids.has(sessionId(profile, mic, date, "opened"))) {
    const problem = `the session ${date} of ${mic} is open on the tape, and not by such an import; close it first`;
    throw new MarketError("IMPORT_PAST", problem, { date });
  }
  lines.leaveOut(standing.ids);
  return "new";
}
