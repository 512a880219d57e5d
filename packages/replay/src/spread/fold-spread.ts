import { foldTape } from "../fold/fold-tape.ts";
import { type FoldedInParts, foldInParts } from "./fold-in-parts.ts";
import { NotSpreadable } from "./merged-parts.ts";
import type { PackedPart } from "./part-fold.ts";
import { LocalPart, type Part } from "./part.ts";
import { spreadable } from "./spreadable.ts";
import { WorkerPart } from "./worker-part.ts";

/** Options of a fold that is spread over workers. */
export interface FoldSpreadOptions {
  /** How many workers, 1 or more; each is a thread unless `isLocal`. */
  readonly workers: number;
  /** True if the parts are folded one beside the other in this thread, as a test does. */
  readonly isLocal?: boolean;
  /** Called with each worker that is begun. */
  readonly onWorker?: (worker: { readonly end: () => Promise<void> }) => void;
  /** Standard input, for a tape named `-`. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** The state of a tape, and how it was spread. */
interface FoldedSpread extends FoldedInParts {
  /** Ticks that each worker folded; of one alone if the tape could not be spread. */
  readonly ticks: readonly number[];
  /** Why the tape was folded alone; undefined if it was spread. */
  readonly alone?: string;
}

/**
 * Folds a whole tape by the market's rules, its market groups spread over workers; the state is that of the single fold.
 * Markets are one group if they share an index, a source that numbers ticks, or ticks that no source numbers. A worker that
 * is lost is replaced. A tape that can't be spread is folded by a single fold.
 *
 * @throws MarketError, what reading the tape throws.
 */
export async function foldSpread(path: string, options: FoldSpreadOptions): Promise<FoldedSpread> {
  const { workers, isLocal = false, onWorker, stdin = process.stdin } = options;
  const make = (log: string, from?: PackedPart): Part => {
    if (isLocal) return new LocalPart(log, from);
    const part = new WorkerPart(log, from);
    onWorker?.({ end: () => part.close() });
    return part;
  };
  const tape = await spreadable(path, stdin);
  try {
    return await foldInParts(tape, workers, make);
  } catch (error) {
    // A fault of the tape comes up again, in its own words.
    const { state, head } = await foldTape(tape.whole);
    const alone = error instanceof NotSpreadable ? error.message : String(error);
    return { state, head, ticks: [state.counts.accepted], losses: 0, alone };
  }
}
