import { contentHash, type MarketEvent, type Standing } from "@tapefold/core";

/** Learns what the next events of a log must know of it, by reading it once. */
export class LearnedStanding implements Standing {
  head = 0;
  /** Positions of the events that no source numbers, and the fingerprints of their content, by id. */
  readonly #ids = new Map<string, { readonly position: number; readonly hash: number }>();
  readonly #sequences = new Map<string, number>();

  lastSeq(source: string): number | undefined {
    return this.#sequences.get(source);
  }

  positionOf(id: string): number | undefined {
    return this.#ids.get(id)?.position;
  }

  isAt(_position: number, event: MarketEvent): boolean {
    return this.#ids.get(event.id)?.hash === contentHash(event);
  }

  add(event: MarketEvent): void {
    this.head += 1;
    const { id, source, seq } = event;
    if (source !== undefined && seq !== undefined)
      this.#sequences.set(source, Math.max(seq, this.#sequences.get(source) ?? 0));
    else if (!this.#ids.has(id)) this.#ids.set(id, { position: this.head, hash: contentHash(event) });
  }
}
