/**
 * Prices of the indices through their sessions, as a board shows them: the last prices, looked at while a
 * tape is folded. Looking costs time, so it is done often on a short tape and seldom on a long one.
 */
import type { Fold, ReadableLog, Recorded, State, TradingDate } from "@tapefold/core";
import { listing, market, marketList, quote, currentSession } from "@tapefold/projections";
import { addColumn, type Column, type TimeColumns } from "./time-columns.ts";

interface PriceColumn extends Column {
  last: number;
}

interface Line extends TimeColumns<PriceColumn> {
  readonly date: TradingDate;
}

/** Most indices looked at. */
const INDICES_MAX = 40;
/** Events between two looks: of a tape's first events, of those after, of all others. */
const STEPS = [
  { upTo: 4_000, events: 1 },
  { upTo: 100_000, events: 64 },
  { upTo: Infinity, events: 1024 },
] as const;

export class SessionLines {
  readonly #lines = new Map<string, Line>();
  #position = 0;
  #indices: readonly string[] = [];
  #listed: unknown[] = [];

  /** Looks at a fold or a state; a state that stands further back begins anew. */
  look(fold: Fold | State): void {
    if (fold.position < this.#position) this.#lines.clear();
    this.#position = fold.position;
    for (const id of this.#known(fold)) {
      const { date, last, lastAt } = fold.read(quote, id);
      if (date === null || last === null) continue;
      const { openedAt } = fold.read(currentSession, fold.read(listing, id).mic);
      let line = this.#lines.get(id);
      if (line?.date !== date) line = { date, from: openedAt, width: 1_000_000, columns: [] };
      this.#lines.set(id, line);
      addColumn(line, lastAt, { column: 0, last }, keepLater);
    }
  }

  /**
   * Prices of an index's session from its opening to its last one, `count` of them; empty if there are none.
   */
  cells(id: string, count: number): readonly (number | null)[] {
    const { columns } = this.#lines.get(id) ?? { columns: [] };
    const end = (columns.at(-1)?.column ?? 0) + 1;
    let known: number | null = null;
    let next = 0;
    return columns.length === 0
      ? []
      : Array.from({ length: count }, (_, cell) => {
          for (; (columns[next]?.column ?? Infinity) < ((cell + 1) * end) / count; next += 1)
            known = columns[next]?.last ?? known;
          return known;
        });
  }

  /** The listed indices, looked for again only after a new listing. */
  #known(fold: Fold | State): readonly string[] {
    const { mics } = fold.read(marketList, "all");
    const markets = mics.map((mic) => fold.read(market, mic));
    if (markets.length !== this.#listed.length || markets.some((one, at) => one !== this.#listed[at])) {
      this.#listed = markets;
      const ids = markets.flatMap(({ instruments }) => instruments);
      this.#indices = ids.filter((id) => fold.read(listing, id).kind === "index").slice(0, INDICES_MAX);
    }
    return this.#indices;
  }
}

/** The log in batches small enough to look in between. */
export function inSteps(log: ReadableLog): ReadableLog {
  return {
    name: log.name,
    ...(log.sparse === undefined ? {} : { sparse: log.sparse }),
    async *read(options) {
      for await (const batch of log.read(options)) yield* pieces(batch);
    },
  };
}

function* pieces(batch: readonly Recorded[]): Generator<readonly Recorded[]> {
  for (let from = 0; from < batch.length;) {
    const position = batch[from]?.position ?? 0;
    const size = STEPS.find(({ upTo }) => position <= upTo)?.events ?? batch.length;
    yield batch.slice(from, from + size);
    from += size;
  }
}

function keepLater(earlier: PriceColumn, later: PriceColumn): void {
  earlier.last = later.last;
}
