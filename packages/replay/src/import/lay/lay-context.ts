/** Everything that the laying of sessions works with. */
import { MarketError, type MarketEvent, type TradingDate } from "@tapefold/core";
import type { Entry, Reject } from "../order/entry.ts";
import type { PriceScales } from "../order/price-scales.ts";
import type { Quirks } from "./quirks.ts";
import type { BarChanges } from "./bar-changes.ts";
import type { SplitEvents } from "./split-events.ts";
import type { TapeLines } from "./tape-lines.ts";
import type { TapeSoFar } from "./tape-so-far.ts";

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

/** The error for a session that someone else has begun on the tape. */
export function openElsewhere(mic: string, date: TradingDate): MarketError {
  const problem = `the session ${date} of ${mic} is open on the tape, and not by such an import; close it first`;
  return new MarketError("IMPORT_PAST", problem, { date });
}
