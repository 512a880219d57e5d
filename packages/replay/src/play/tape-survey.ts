/** A tape looked over once: where it ends, what happened when, and which events are worth going to. */
import type { Instant, MarketEvent, ReadableLog, Recorded } from "@tapefold/core";
import { isOfSession } from "./trading-hours.ts";
import { type AsOf, Cut, unknownPosition } from "../tape/as-of.ts";

/** An event worth going to: a session's open or close, a revision, a halt. */
export interface Mark {
  readonly position: number;
  readonly event: MarketEvent;
}

/** Start of a stretch of the tape, and the running maximum of `at` before it. */
interface Stretch {
  readonly from: number;
  readonly latest: Instant;
}

export class TapeSurvey {
  readonly marks: Mark[] = [];
  /** All events that tell when markets trade. */
  readonly sessions: Mark[] = [];
  readonly #log: ReadableLog;
  readonly #stretches: Stretch[] = [];
  #head = 0;
  #latest: Instant = -Infinity;

  constructor(log: ReadableLog) {
    this.#log = log;
  }

  /** Looks over a log to its end. */
  static async of(log: ReadableLog): Promise<TapeSurvey> {
    const survey = new TapeSurvey(log);
    for await (const batch of log.read()) survey.add(batch);
    return survey;
  }

  /** Position of the last event. */
  get head(): number {
    return this.#log.sparse?.head ?? this.#head;
  }

  /** Takes in the next events of the tape. */
  add(batch: readonly Recorded[]): void {
    this.#stretches.push({ from: this.#head + 1, latest: this.#latest });
    for (const { position, event } of batch) {
      this.#latest = Math.max(this.#latest, event.at);
      if (event.type === "PriceTicked") continue;
      if (isMark(event)) this.marks.push({ position, event });
      if (isOfSession(event)) this.sessions.push({ position, event });
    }
    this.#head = batch.at(-1)?.position ?? this.#head;
  }

  /** @throws MarketError `POSITION_UNKNOWN` for a position past the end. */
  async positionOf(asOf: AsOf): Promise<number> {
    if ("instant" in asOf) return asOf.instant === Infinity ? this.head : this.positionAt(asOf.instant);
    if (asOf.position <= this.head) return asOf.position;
    throw unknownPosition(asOf.position, this.head, this.#log.name);
  }

  /** Position of the last event before the running maximum of `at` passes an instant; 0 if there is none. */
  async positionAt(instant: Instant): Promise<number> {
    const stretch = this.#stretches.findLast(({ latest }) => latest <= instant);
    if (stretch === undefined) return 0;
    const cut = new Cut({ instant });
    cut.end = stretch.from - 1;
    for await (const batch of this.#log.read({ from: stretch.from }))
      if (cut.before(batch).length < batch.length) break;
    return cut.end;
  }

  /** The running maximum of `at` up to a position. */
  async latestAt(position: number): Promise<Instant> {
    const stretch = this.#stretches.findLast(({ from }) => from <= position);
    let latest = stretch?.latest ?? -Infinity;
    for await (const batch of this.#log.read({ from: stretch?.from ?? 1 })) {
      for (const recorded of batch) {
        if (recorded.position > position) return latest;
        latest = Math.max(latest, recorded.event.at);
      }
    }
    return latest;
  }

  /** The event after a position; undefined at the end. */
  async next(position: number): Promise<Recorded | undefined> {
    for await (const batch of this.#log.read({ from: position + 1 })) return batch[0];
    return undefined;
  }
}

function isMark({ type }: MarketEvent): boolean {
  return (
    type === "SessionOpened" ||
    type === "SessionClosed" ||
    type === "GuidanceRevised" ||
    type === "TradingHalted" ||
    type === "TradingResumed"
  );
}
