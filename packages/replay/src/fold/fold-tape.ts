/**
 * Folds the whole tape into one state, however long it is. An amendment applies to ticks before it, so a tape
 * that has any is read once more: the first reading finds them and folds as far as it can without.
 */
import { Fold, Foresight, type ReadableLog, type Rules, type State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { type AsOf, Cut, END_OF_TAPE, unknownPosition, upTo } from "../tape/as-of.ts";

/** Options of `foldTape`: up to where the tape is folded, and by which rules. */
export interface FoldTapeOptions {
  /** Up to where the tape is folded; the whole tape if absent. */
  readonly asOf?: AsOf;
  /** The market's rules if absent. */
  readonly projections?: Rules;
  /** Called after each batch; a fold that had to begin again reports from its beginning. */
  readonly onFolded?: (fold: Fold) => void;
}

/** A folded tape: its state, where the tape ends, and what had to be known beforehand. */
export interface FoldedTape {
  readonly state: State;
  /** Position of the tape's last event, even if past the asked one. */
  readonly head: number;
  /** Foresight that was needed; another fold of this part that begins with it needs one reading. */
  readonly known: Fold["known"];
}

/**
 * Folds a log up to a position or instant. The log is read to its end, to find its head, and all of it must
 * be valid.
 *
 * @throws MarketError `POSITION_UNKNOWN` past the head; what reading the log throws.
 */
export async function foldTape(log: ReadableLog, options: FoldTapeOptions = {}): Promise<FoldedTape> {
  const { asOf = END_OF_TAPE, projections = marketRules, onFolded } = options;
  const cut = new Cut(asOf);
  const foresight = new Foresight();
  const isSparse = log.sparse !== undefined;
  let fold = new Fold(projections, { foresight, isSparse });
  let head = 0;
  let isWhole = true;
  for await (const batch of log.read()) {
    const part = cut.before(batch);
    head = batch.at(-1)?.position ?? head;
    isWhole &&= foresight.goesOn(fold, part);
    // The rest of the tape is noted in the same reading.
    if (!isWhole) foresight.note(part);
    else onFolded?.(fold);
  }
  head = log.sparse?.head ?? head;
  if ("position" in asOf && asOf.position > head) throw unknownPosition(asOf.position, head, log.name);
  if (!isWhole) {
    const begin = (): Fold => new Fold(projections, { foresight, isSparse });
    fold = await foldOver(upTo(log, cut.end), begin, foresight, onFolded);
  }
  return { state: fold.state, head, known: fold.known };
}

/** Folds a whole log, as often as it takes to learn what must be known beforehand. */
export async function foldOver(
  log: ReadableLog,
  begin: () => Fold,
  foresight: Foresight,
  onFolded?: FoldTapeOptions["onFolded"],
): Promise<Fold> {
  for (;;) {
    const fold = begin();
    let isWhole = true;
    for await (const batch of log.read({ from: fold.position + 1 })) {
      isWhole = foresight.goesOn(fold, batch);
      if (!isWhole) break;
      onFolded?.(fold);
    }
    if (isWhole) return fold;
  }
}
