/**
 * The events that may still be amended, in stretches, each with the state before it. An amendment costs a fold from the
 * stretch of its event on. Stretches are short at the end and longer further back, so that few states are kept.
 */
import type { State } from "../state/state.ts";
import type { Recorded } from "../tape/recorded.ts";

/** Events that follow each other, and the state before them. */
export interface Stretch {
  readonly before: State;
  readonly events: Recorded[];
}

/** Most events of the last stretch, which grows. */
const GROWING_MOST = 32_768;
/** The last stretch stops growing at this part of the most events that joined stretches may have. */
const GROWING_PART = 4;

export class Stretches {
  /** Number of events in all of them. */
  size = 0;
  /** In order; the last one grows. */
  readonly #list: Stretch[];
  readonly #growingMost: number;
  readonly #most: number;
  /** True if a stretch has begun since the last `join`. */
  #hasGrown = false;

  /** Begins with the stretch after a state; no stretch gets more events than `most`. */
  constructor(before: State, most: number) {
    this.#list = [{ before, events: [] }];
    this.#growingMost = Math.min(GROWING_MOST, Math.ceil(most / GROWING_PART));
    this.#most = most;
  }

  get length(): number {
    return this.#list.length;
  }

  at(index: number): Stretch {
    return this.#list[index] as Stretch;
  }

  /** Index of the last stretch that begins before a position; 0 if none does. */
  indexBefore(position: number): number {
    return Math.max(
      0,
      this.#list.findLastIndex(({ before }) => before.position < position),
    );
  }

  /**
   * The index up to which events from index `from` on go to one stretch. That is the last stretch, or a new one if sessions
   * open or the last is full; a new one begins with the state of the fold.
   */
  grow(events: readonly Recorded[], from: number, fold: { readonly state: State }): number {
    let growing = this.at(this.length - 1).events;
    const isFull = growing.length >= this.#growingMost;
    if (growing.length > 0 && (isFull || begins(events[from], growing.at(-1)))) {
      this.#list.push({ before: fold.state, events: (growing = []) });
      this.#hasGrown = true;
    }
    const most = Math.min(events.length, from + this.#growingMost - growing.length);
    let to = from + 1;
    while (to < most && !begins(events[to], events[to - 1])) to += 1;
    return to;
  }

  /** Adds events to the last stretch. */
  add(events: readonly Recorded[]): void {
    const growing = this.at(this.length - 1).events;
    for (const recorded of events) growing.push(recorded);
    this.size += events.length;
  }

  /** Sets the state before a stretch. */
  begin(index: number, before: State): void {
    this.#list[index] = { ...this.at(index), before };
  }

  /** Drops the events after a position, and the stretches that begin with one of them. */
  cutAfter(position: number): void {
    while (this.length > 1 && this.at(this.length - 1).before.position > position) this.#list.pop();
    const { events } = this.at(this.length - 1);
    events.splice(events.findIndex((one) => one.position > position) >>> 0);
    this.size = this.#list.reduce((sum, stretch) => sum + stretch.events.length, 0);
  }

  /** Drops the first stretch; gives its events. */
  dropFirst(): readonly Recorded[] {
    const { events } = this.#list.shift() as Stretch;
    this.size -= events.length;
    return events;
  }

  /** Joins neighbours of one session that are short, compared with the number of events after them. */
  join(): void {
    if (!this.#hasGrown) return;
    this.#hasGrown = false;
    let after = 0;
    for (let index = this.length - 1; index > 0; index -= 1) {
      const [earlier, later] = [this.at(index - 1).events, this.at(index).events];
      const isShort = earlier.length + later.length <= Math.min(after / 2, this.#most);
      if (isShort && !begins(later[0], earlier.at(-1))) {
        for (const recorded of later) earlier.push(recorded);
        this.#list.splice(index, 1);
      } else after += later.length;
    }
  }
}

/** True for an opening that does not follow another. */
function begins(recorded: Recorded | undefined, before: Recorded | undefined): boolean {
  return recorded?.event.type === "SessionOpened" && before?.event.type !== "SessionOpened";
}
