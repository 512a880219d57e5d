/**
 * Prices of each instrument through the tape, looked at after every few events: what a chart of a session is drawn of.
 * A bust changes what earlier prices were, but only from its own position on; so a sample says from which position and
 * up to which one it was what the tape told.
 */
import type { Fold, Instant, Recorded, TradingDate } from "@tapefold/core";
import { quote } from "@tapefold/projections";

/** A price that an instrument was seen at. */
interface Seen extends PricePoint {
  readonly date: TradingDate;
}

interface Sample extends Seen {
  readonly position: number;
  /** Position from which on the tape told so. */
  readonly from: number;
  /** Position from which on it told something else. */
  until: number;
}

/** A price of a session, in the instrument's units. */
export interface PricePoint {
  readonly at: Instant;
  readonly price: number;
}

/**
 * Events between two looks, and of how many ticks one has its share looked at: for a tape's first events, for those
 * after, for all others. Each look costs the fold a copy of a document.
 */
const STEPS = [
  { upTo: 1_024, events: 1, ticks: 1 },
  { upTo: 32_768, events: 64, ticks: 8 },
  { upTo: Infinity, events: 2_048, ticks: 32 },
] as const;

/** The next position after which prices are looked at. */
export function nextLook(position: number): number {
  const { events } = stepAt(position);
  return (Math.floor(position / events) + 1) * events;
}

function stepAt(position: number): (typeof STEPS)[number] {
  return STEPS.find(({ upTo }) => position < upTo) ?? STEPS[2];
}

export class PriceSamples {
  readonly #samples = new Map<string, Sample[]>();
  /** Instruments that were looked at after a position. */
  readonly #looks = new Map<number, readonly string[]>();
  readonly #indices = new Set<string>();
  /** Instruments to be looked at next, beside the indices. */
  #due = new Set<string>();
  #step: (typeof STEPS)[number] = STEPS[0];

  /** Takes note of an event that a look may be for. */
  note({ position, event }: Recorded): void {
    if (event.type === "PriceTicked") {
      if (position % this.#step.ticks === 0) this.#due.add(event.instrument);
    } else if (event.type === "InstrumentListed" && event.kind === "index")
      this.#indices.add(event.instrument);
  }

  /** Looks at the indices, and at some of what has ticked since. */
  take(fold: Fold): void {
    const looked = [...new Set([...this.#indices, ...this.#due])];
    this.#due = new Set();
    this.#step = stepAt(fold.position);
    this.#looks.set(fold.position, looked);
    const { position } = fold;
    for (const id of looked) {
      const seen = seenBy(fold, id);
      if (seen === undefined) continue;
      let known = this.#samples.get(id);
      if (known === undefined) this.#samples.set(id, (known = []));
      if (!isSame(seen, known.at(-1))) known.push({ ...seen, position, from: position, until: Infinity });
    }
  }

  /** Looks once more, at a fold that knows the tape up to an amendment at a later position. */
  takeAgain(fold: Fold, knownUpTo: number): void {
    for (const id of this.#looks.get(fold.position) ?? []) {
      const seen = seenBy(fold, id);
      const known = this.#samples.get(id) ?? [];
      const end = endOf(known, fold.position);
      let last = end - 1;
      while (last >= 0 && (known[last]?.until ?? Infinity) <= knownUpTo) last -= 1;
      const before = known[last];
      if (isSame(seen, before)) continue;
      if (before?.position === fold.position) before.until = knownUpTo;
      if (seen === undefined) continue;
      known.splice(end, 0, { ...seen, position: fold.position, from: knownUpTo, until: Infinity });
      this.#samples.set(id, known);
    }
  }

  /** The prices of a session as the tape told them at a position, in order of the tape. */
  pointsOf(instrument: string, date: TradingDate, upTo: number): readonly PricePoint[] {
    const known = this.#samples.get(instrument) ?? [];
    const points: Sample[] = [];
    for (let at = endOf(known, upTo) - 1; at >= 0; at -= 1) {
      const one = known[at] as Sample;
      if (one.from > upTo || one.until <= upTo) continue;
      // All of one session follow each other.
      if (one.date !== date) break;
      points.push(one);
    }
    return points.reverse();
  }
}

function seenBy(fold: Fold, id: string): Seen | undefined {
  const { date, last, lastAt } = fold.read(quote, id);
  return date === null || last === null ? undefined : { at: lastAt, date, price: last };
}

function isSame(one: Seen | undefined, other: Seen | undefined): boolean {
  return one?.price === other?.price && one?.at === other?.at && one?.date === other?.date;
}

/** The number of samples up to a position. */
function endOf(samples: readonly Sample[], position: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle] as Sample).position <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
