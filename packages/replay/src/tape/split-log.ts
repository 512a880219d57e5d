import type { ReadableLog } from "@tapefold/core";

/** Lines of a tape, whole with their ends, and the position of each. */
export interface Lines {
  readonly bytes: Buffer;
  readonly positions: readonly number[];
  /** True for the ticks of a market. */
  readonly areTicks: boolean;
}

/** A stretch of a tape: the ticks by market, all other events together. */
export interface SplitBatch {
  /** Position of the last event of the stretch. */
  readonly end: number;
  /** The ticks of each market, by its MIC; ticks of unlisted instruments are among the others. */
  readonly ticks: ReadonlyMap<string, readonly Lines[]>;
  readonly common: readonly Lines[];
}

/** A log whose ticks can be had by market without reading them. */
export interface SplitLog extends ReadableLog {
  /** The stretches from a position on, which may begin a little before it, up to the head. */
  split(options?: { readonly from?: number }): AsyncIterable<SplitBatch>;
}
