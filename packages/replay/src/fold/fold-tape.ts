/**
 * The whole tape into one state, however long it is. What an amendment says holds for ticks before it, so a tape
 * that has any is read once more: the first reading finds them and folds as far as it can without.
 */
import {
  type Amendment,
  amendmentsOf,
  Fold,
  isAmendment,
  type KnownAmendments,
  MarketError,
  type ReadableLog,
  type Recorded,
  type State,
  type StoppedProjection,
  stopFor,
  type Rules,
} from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { type AsOf, Cut, END_OF_TAPE } from "../tape/as-of.ts";

export interface FoldTapeOptions {
  /** The whole tape if absent. */
  readonly asOf?: AsOf;
  /** The market's rules if absent. */
  readonly projections?: Rules;
  /** Told after each batch; a fold that had to begin again tells from its beginning. */
  readonly onFolded?: (fold: Fold) => void;
}

export interface FoldedTape {
  readonly state: State;
  /** Position of the tape's last event, past the asked one too. */
  readonly head: number;
  /** What had to be known beforehand; another fold of this part, begun with it, needs one reading. */
  readonly known: Fold["known"];
}

/**
 * Folds a log up to a position or instant. The log is read to its end, for its head, and all of it must be valid.
 *
 * @throws MarketError `POSITION_UNKNOWN` past the head; what reading the log throws.
 */
export async function foldTape(log: ReadableLog, options: FoldTapeOptions = {}): Promise<FoldedTape> {
  const { asOf = END_OF_TAPE, projections = marketRules, onFolded } = options;
  const cut = new Cut(asOf);
  const lessons = new Lessons();
  let head = 0;
  const isSparse = log.sparse !== undefined;
  let fold = new Fold(projections, { isSparse });
  let isWhole = true;
  for await (const batch of log.read()) {
    const part = cut.before(batch);
    head = batch.at(-1)?.position ?? head;
    lessons.note(part);
    isWhole &&= lessons.add(fold, part);
    if (isWhole) onFolded?.(fold);
  }
  head = log.sparse?.head ?? head;
  if ("position" in asOf && asOf.position > head) throw unknownPosition(asOf.position, head, log);
  lessons.forgetStops();
  while (!isWhole) {
    fold = new Fold(projections, { ...lessons.known(cut.end), isSparse });
    for await (const batch of log.read()) {
      isWhole = lessons.add(fold, batch.at(-1)?.position === cut.end ? batch : partUpTo(cut.end, batch));
      if (isWhole) onFolded?.(fold);
      if (!isWhole || fold.position === cut.end) break;
    }
  }
  return { state: fold.state, head, known: fold.known };
}

/** What a fold must know beforehand, learned from the ones that could not go on. */
class Lessons {
  readonly #amendments: Recorded<Amendment>[] = [];
  readonly #refused = new Set<number>();
  readonly #stops: StoppedProjection[] = [];

  note(events: readonly Recorded[]): void {
    for (const { position, event } of events)
      if (isAmendment(event)) this.#amendments.push({ position, event });
  }

  /** Folds a batch; false where the fold must begin again. */
  add(fold: Fold, batch: readonly Recorded[]): boolean {
    try {
      const halt = fold.add(batch);
      if (halt === undefined) return true;
      if (halt.reason === "amendment-refused") this.#refused.add(halt.position);
      this.forgetStops();
      return false;
    } catch (error) {
      this.#stops.push(stopFor(error, this.#stops));
      return false;
    }
  }

  /** What threw may have done so for want of what is known now. */
  forgetStops(): void {
    this.#stops.splice(0);
  }

  known(upTo: number): { amendments: KnownAmendments; stops: readonly StoppedProjection[] } {
    const refused = new Set([...this.#refused, ...this.#idle()]);
    const ticks = amendmentsOf(this.#amendments, { refused });
    return { amendments: { upTo, ticks, refused }, stops: [...this.#stops] };
  }

  /**
   * Amendments that say what is said already, such as one sent twice. Whether they are refused makes no difference
   * to any tick, so a fold needn't begin again for each that is.
   */
  #idle(): number[] {
    const said = new Map<string, string>();
    const idle: number[] = [];
    for (const { position, event } of this.#amendments) {
      if (this.#refused.has(position)) continue;
      const { type, tick } = event;
      const says = event.type === "TickCorrected" ? String(event.price) : "";
      if (said.get(`${type} ${tick}`) === says) idle.push(position);
      said.set(`${type} ${tick}`, says);
    }
    return idle;
  }
}

function partUpTo(end: number, batch: readonly Recorded[]): readonly Recorded[] {
  return batch.filter(({ position }) => position <= end);
}

function unknownPosition(position: number, head: number, { name }: ReadableLog): MarketError {
  const message = `the tape has no position ${position}; its last is ${head} (${name})`;
  return new MarketError("POSITION_UNKNOWN", message, { asked: String(position), head });
}
