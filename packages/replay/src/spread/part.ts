/** A part of a tape, given as lines, here in this thread. */
import type { EventOf, Recorded } from "@tapefold/core";
import { LinesReader } from "../jsonl/lines-reader.ts";
import type { Lines } from "../tape/split-log.ts";
import { type FoldedPart, type PackedPart, PartFold } from "./part-fold.ts";

/** An instrument, and the source that numbers its ticks; null if none does. */
export type SourceOf = readonly [instrument: string, source: string | null];

/** A part, wherever it is folded. */
export interface Part {
  /** Folds the next lines; gives sources that had not been seen with their instruments. */
  add(lines: readonly Lines[]): Promise<readonly SourceOf[]>;
  /** The outcome; undefined if all must be given once more. */
  folded(): Promise<FoldedPart | undefined>;
  /** The last state kept, to go on from in its place. */
  readonly kept: PackedPart | undefined;
  close(): Promise<void>;
}

export class LocalPart implements Part {
  readonly kept = undefined;
  readonly #reader: LinesReader;
  readonly #fold: PartFold;
  readonly #sources = new Map<string, Set<string | null>>();

  constructor(log: string, from?: PackedPart) {
    this.#reader = new LinesReader(log);
    this.#fold = new PartFold(from);
  }

  async add(lines: readonly Lines[]): Promise<readonly SourceOf[]> {
    const parts = lines.map((piece) => this.#eventsOf(piece));
    const found = parts.flatMap((events, index) =>
      lines[index]?.areTicks === true ? this.#newSources(events) : [],
    );
    const isSingle = parts.length === 1;
    this.#fold.add(isSingle ? (parts[0] ?? []) : parts.flat().sort((a, b) => a.position - b.position));
    return found;
  }

  #newSources(events: readonly Recorded[]): SourceOf[] {
    const found: SourceOf[] = [];
    for (const { event } of events) {
      const { instrument, source = null } = event as EventOf<"PriceTicked">;
      let known = this.#sources.get(instrument);
      if (known === undefined) this.#sources.set(instrument, (known = new Set()));
      if (known.has(source)) continue;
      known.add(source);
      found.push([instrument, source]);
    }
    return found;
  }

  #eventsOf({ bytes, positions, areTicks }: Lines): Recorded[] {
    const events = this.#reader.read(bytes, positions);
    const other = areTicks ? events.find(({ event }) => event.type !== "PriceTicked") : undefined;
    if (other !== undefined) throw new Error(`line ${other.position} says twice what it is`);
    return events;
  }

  async folded(): Promise<FoldedPart | undefined> {
    const { folded } = this.#fold;
    if (folded === undefined) this.#fold.again();
    return folded;
  }

  async close(): Promise<void> {
    // There is nothing to free.
  }

  /** The outcome so far, to be kept; undefined while the part must begin again. */
  get packed(): PackedPart | undefined {
    return this.#fold.packed;
  }
}
