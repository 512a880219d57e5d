import type { MarketEvent } from "@tapefold/core";

/** Slots that a tape needs at the least; they double as they fill. */
const SLOTS_LEAST = 2 ** 12;

/**
 * Counts the ids that stand on lines of different instants, as trade ids do that start again each day. A line
 * that is sent again has the instant it had. An id takes at most 64 bytes, whatever its length.
 */
export class ReusedIds {
  #hashes = new Float64Array(SLOTS_LEAST);
  /** The instant of each id's first line; NaN once it was used again. */
  #instants = new Float64Array(SLOTS_LEAST);
  #used = 0;
  count = 0;

  watch(events: readonly { readonly event: MarketEvent }[]): void {
    for (const { event } of events) {
      const hash = hashOf(event.id);
      const slot = this.#slotOf(hash);
      const known = this.#instants[slot] as number;
      if (this.#hashes[slot] === 0) this.#put(slot, hash, event.at);
      else if (known !== event.at && !Number.isNaN(known)) {
        this.#instants[slot] = NaN;
        this.count += 1;
      }
    }
  }

  /** The slot of an id, or the free one that it gets. */
  #slotOf(hash: number): number {
    const last = this.#hashes.length - 1;
    let slot = hash & last;
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & last;
    return slot;
  }

  #put(slot: number, hash: number, at: number): void {
    this.#hashes[slot] = hash;
    this.#instants[slot] = at;
    this.#used += 1;
    if (this.#used * 2 > this.#hashes.length) this.#grow();
  }

  #grow(): void {
    const [hashes, instants] = [this.#hashes, this.#instants];
    this.#hashes = new Float64Array(hashes.length * 2);
    this.#instants = new Float64Array(hashes.length * 2);
    hashes.forEach((hash, index) => {
      if (hash === 0) return;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#instants[slot] = instants[index] as number;
    });
  }
}

/** A safe integer above 0; of a million ids two share one with a chance of one in ten thousand. */
function hashOf(id: string): number {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let index = 0; index < id.length; index += 1) {
    const unit = id.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1;
}
