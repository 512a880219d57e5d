/** Intake: tells which of the events given to a log are new to it. The rule of repeats is the same for every log. */
import { contentText } from "./event-content.ts";
import type { MarketEvent } from "./event.ts";
import { mustBeEvent } from "./event-check.ts";
import { type Appended, headMismatch, idConflict, type SequenceGap } from "./event-log.ts";

/** The answers of a log that the rule of repeats needs. */
export interface Standing {
  readonly head: number;
  /** The last number of a source; undefined before its first. */
  lastSeq(source: string): number | undefined;
  /** Position of an event that no source numbers; undefined if it is not on the log. */
  positionOf(id: string): number | undefined;
  /** True if the event at a position has the content of this one. */
  isAt(position: number, event: MarketEvent): boolean;
}

/** Collects the events appended to a log, one append after the other, until they are written. */
export class Intake {
  /** The new events, in order; the first follows the log's head. */
  readonly fresh: MarketEvent[] = [];
  /** The last number of each source among the new events. */
  readonly sequences = new Map<string, number>();
  readonly #positions = new Map<string, number>();
  readonly #standing: Standing;

  constructor(standing: Standing) {
    this.#standing = standing;
  }

  /** The head of the log once the new events are written. */
  get head(): number {
    return this.#standing.head + this.fresh.length;
  }

  /**
   * Takes an append, all of it or nothing.
   *
   * @throws MarketError `EVENT_INVALID`, `HEAD_MISMATCH`, `ID_CONFLICT`; any error of the log's lookups.
   */
  take(events: readonly MarketEvent[], expectedHead?: number): Appended {
    const before = this.head;
    if (expectedHead !== undefined && expectedHead !== before) throw headMismatch(expectedHead, before);
    const fresh: MarketEvent[] = [];
    const sequences = new Map<string, number>();
    const positions = new Map<string, number>();
    const gaps: SequenceGap[] = [];
    events.forEach((event, index) => {
      mustBeEvent(event, index);
      const { id, source, seq } = event;
      const position = before + fresh.length + 1;
      if (source !== undefined && seq !== undefined) {
        const after = sequences.get(source) ?? this.sequences.get(source) ?? this.#standing.lastSeq(source);
        if (after !== undefined && seq <= after) return;
        if (after !== undefined && seq > after + 1) gaps.push({ source, after, next: seq, position });
        sequences.set(source, seq);
      } else {
        const known = positions.get(id) ?? this.#positions.get(id) ?? this.#standing.positionOf(id);
        if (known !== undefined) {
          const taken = fresh[known - before - 1] ?? this.fresh[known - this.#standing.head - 1];
          const isRepeat =
            taken === undefined
              ? this.#standing.isAt(known, event)
              : contentText(taken) === contentText(event);
          if (isRepeat) return;
          throw idConflict(id, known, index);
        }
        positions.set(id, position);
      }
      fresh.push(event);
    });
    for (const event of fresh) this.fresh.push(event);
    for (const [source, seq] of sequences) this.sequences.set(source, seq);
    for (const [id, position] of positions) this.#positions.set(id, position);
    return { head: this.head, added: fresh.length, repeated: events.length - fresh.length, gaps };
  }
}
