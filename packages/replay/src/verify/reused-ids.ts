import type { MarketEvent } from "@tapefold/core";
import { idHash } from "../tape/id-hash.ts";

/** Slots of the table at first; they double as it fills, up to the most. */
const SLOTS_LEAST = 2 ** 12;
const SLOTS_MOST = 2 ** 21;

/**
 * Counts the ids that stand on lines of different instants, as trade ids do that start again each day. A line
 * that is sent again has the instant it had. Each of the first million ids is known; beyond them a half, a
 * quarter and so on, chosen by their hash, so that memory stays flat in the length of a tape.
 */
export class ReusedIds {
  #hashes = new Float64Array(SLOTS_LEAST);
  /** The instant of each id's first line; NaN once it was used again. */
  #instants = new Float64Array(SLOTS_LEAST);
  #used = 0;
  /** Ids found to be used again, and those among them that are still known. */
  #found = 0;
  #known = 0;
  /** One id of so many is known. */
  #share = 1;

  /** Exact for up to a million ids; of more it is reckoned from those that are known. */
  get count(): number {
    return Math.max(this.#found, this.#known * this.#share);
  }

  watch(events: readonly { readonly event: MarketEvent }[]): void {
    for (const { event } of events) {
      const hash = idHash(event.id);
      if (hash % this.#share !== 0) continue;
      const slot = this.#slotOf(hash);
      const instant = this.#instants[slot] as number;
      if (this.#hashes[slot] === 0) this.#put(slot, hash, event.at);
      else if (instant !== event.at && !Number.isNaN(instant)) {
        this.#instants[slot] = NaN;
        this.#found += 1;
        this.#known += 1;
      }
    }
  }

  /** The slot of an id, or the free one that it gets. */
  #slotOf(hash: number): number {
    const last = this.#hashes.length - 1;
    let slot = Math.floor(hash / 2 ** 20) & last;
    while (this.#hashes[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & last;
    return slot;
  }

  #put(slot: number, hash: number, at: number): void {
    this.#hashes[slot] = hash;
    this.#instants[slot] = at;
    this.#used += 1;
    if (this.#used * 2 > this.#hashes.length) this.#grow();
  }

  /** Lays the ids into twice the room, or keeps half of them in the most there is. */
  #grow(): void {
    const [hashes, instants] = [this.#hashes, this.#instants];
    if (hashes.length === SLOTS_MOST) this.#share *= 2;
    const slots = Math.min(hashes.length * 2, SLOTS_MOST);
    this.#hashes = new Float64Array(slots);
    this.#instants = new Float64Array(slots);
    this.#used = 0;
    this.#known = 0;
    hashes.forEach((hash, index) => {
      if (hash === 0 || hash % this.#share !== 0) return;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#instants[slot] = instants[index] as number;
      this.#used += 1;
      if (Number.isNaN(instants[index])) this.#known += 1;
    });
  }
}
