/** The point up to which a tape is asked about. */
import {
  dayNumber,
  type Instant,
  MarketError,
  parseInstant,
  type ReadableLog,
  type Recorded,
} from "@tapefold/core";

/** A position, itself included; or an instant: the events before the first one that is later. */
export type AsOf = { readonly position: number } | { readonly instant: Instant };

const MICROS_PER_DAY = 86_400_000_000;

/** Past the last event of any tape. */
export const END_OF_TAPE: AsOf = { instant: Infinity };

/**
 * Reads what `--at` takes: digits alone are a position, a date the end of that day in UTC, anything else an RFC 3339
 * instant.
 *
 * @throws MarketError `USAGE`
 */
export function parseAsOf(text: string): AsOf {
  if (/^\d+$/.test(text)) return { position: Number(text) };
  const day = dayNumber(text);
  if (day !== undefined) return { instant: (day + 1) * MICROS_PER_DAY - 1 };
  const [, local, sign, hours, minutes] = /^(.*T.*)([+-])([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000_000;
  const instant = parseInstant(local === undefined ? text : `${local}Z`);
  if (instant !== undefined) return { instant: instant - (sign === "-" ? -offset : offset) };
  const message = `${JSON.stringify(text)} is neither a position nor an instant; write 4120, 2026-03-12, or 2026-03-12T00:30:00Z`;
  throw new MarketError("USAGE", message, { argument: text });
}

/** Follows a tape from its first event and cuts it there. */
export class Cut {
  readonly #asOf: AsOf;
  #latest: Instant = -Infinity;
  #isPast = false;
  /** Position of the last event before the cut. */
  end = 0;

  constructor(asOf: AsOf) {
    this.#asOf = asOf;
  }

  /** The part of the tape's next batch that lies before the cut. */
  before(batch: readonly Recorded[]): readonly Recorded[] {
    if (this.#isPast) return [];
    const last = batch.at(-1);
    if (last === undefined || ("position" in this.#asOf && last.position <= this.#asOf.position)) {
      this.end = last?.position ?? this.end;
      return batch;
    }
    const cut = batch.findIndex((recorded) => this.#passes(recorded));
    this.#isPast = cut !== -1;
    const part = this.#isPast ? batch.slice(0, cut) : batch;
    this.end = part.at(-1)?.position ?? this.end;
    return part;
  }

  #passes({ position, event }: Recorded): boolean {
    if ("position" in this.#asOf) return position > this.#asOf.position;
    this.#latest = Math.max(this.#latest, event.at);
    return this.#latest > this.#asOf.instant;
  }
}

/** The tape as if it ended at a position. */
export function upTo(log: ReadableLog, end: number): ReadableLog {
  return {
    name: log.name,
    ...(log.sparse !== undefined && { sparse: log.sparse }),
    async *read({ from = 1 } = {}) {
      if (from > end) return;
      for await (const batch of log.read({ from })) {
        const last = batch.at(-1)?.position ?? 0;
        yield last <= end ? batch : batch.filter(({ position }) => position <= end);
        if (last >= end) return;
      }
    },
  };
}

/** The error for a position past the end. */
export function unknownPosition(
  position: number,
  head: number,
  log: string,
): MarketError<"POSITION_UNKNOWN"> {
  const message = `the tape has no position ${position}; its last is ${head} (${log})`;
  return new MarketError("POSITION_UNKNOWN", message, { asked: String(position), head });
}
