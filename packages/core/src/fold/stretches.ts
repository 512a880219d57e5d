/**
 * The events that may still be amended, in stretches, each with the state before it: an amendment costs the events after
 * the one it is about. Stretches are short at the end, and the longer the further back, so that few states are kept.
 */
import type { State } from "../state/state.ts";
import type { Recorded } from "../tape/recorded.ts";

/** Events that follow each other, and the state before them. */
export interface Stretch {
  readonly before: State;
  readonly events: Recorded[];
}

/** Most events of a stretch that grows. */
const GROWING_MOST = 32_768;
/** A stretch stops growing at this part of the most that joined ones may have. */
const GROWING_PART = 4;

export class Stretches {
  /** Number of events in all of them. */
  size = 0;
  /** In order; the last one is the one that grows. */
  readonly #list: Stretch[];
  readonly #growingMost: number;
  readonly #most: number;
  /** True if one has begun since they were joined last. */
  #hasGrown = false;

  /** The first begins with a state. None has more events than `most`, and events are dropped a stretch at a time. */
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

  /** Index of the last that begins before a position; the first if none does. */
  indexBefore(position: number): number {
    return Math.max(
      0,
      this.#list.findLastIndex(({ before }) => before.position < position),
    );
  }

  /**
   * The index up to which events, beginning at another, go to one stretch: the last, or a new one if sessions open or the
   * last is full. A new one begins with the state of a fold.
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

  /** Joins stretches of a session that are short beside the events after them. */
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

/** True for an opening, but for one that follows another. */
function begins(recorded: Recorded | undefined, before: Recorded | undefined): boolean {
  return recorded?.event.type === "SessionOpened" && before?.event.type !== "SessionOpened";
}
