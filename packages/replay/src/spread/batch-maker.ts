import type { Lines, SplitBatch } from "../tape/split-log.ts";

/** Puts lines together by market. */
export class BatchMaker {
  readonly #pieces = new Map<string, { lines: Uint8Array[]; positions: number[] }>();

  add(market: string | undefined, line: Uint8Array, position: number): void {
    const name = market ?? "";
    let piece = this.#pieces.get(name);
    if (piece === undefined) this.#pieces.set(name, (piece = { lines: [], positions: [] }));
    piece.lines.push(line, LINE_FEED);
    piece.positions.push(position);
  }

  batch(end: number): SplitBatch {
    const ticks = new Map<string, readonly Lines[]>();
    let common: readonly Lines[] = [];
    for (const [market, { lines, positions }] of this.#pieces) {
      const made = [{ bytes: Buffer.concat(lines), positions, areTicks: market !== "" }];
      if (market === "") common = made;
      else ticks.set(market, made);
    }
    return { end, ticks, common };
  }
}

const LINE_FEED = Uint8Array.of(0x0a);
