import type { Recorded, Appended } from "@tapefold/core";

/** Most gaps that are kept one by one; the others are only counted. */
const GAPS_KEPT = 100;

/** Watches the numbers that sources give their events. */
export class SequenceGaps {
  readonly #last = new Map<string, number>();
  readonly kept: Appended["gaps"][number][] = [];
  count = 0;

  watch(events: readonly Recorded[]): void {
    for (const { position, event } of events) {
      const { source, seq } = event;
      if (source === undefined || seq === undefined) continue;
      const last = this.#last.get(source);
      if (last !== undefined && seq > last + 1) this.add({ source, after: last, next: seq, position });
      // An event that is sent again doesn't open a gap before the next.
      this.#last.set(source, Math.max(seq, last ?? seq));
    }
  }

  add(gap: Appended["gaps"][number]): void {
    this.count += 1;
    if (this.kept.length < GAPS_KEPT) this.kept.push(gap);
  }
}
