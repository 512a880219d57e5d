/**
 * One tape folded in parts: the ticks of each market group by one of several workers, all other events by every one of
 * them and by a base; what the parts have beyond the base is put together to the state of the single fold.
 */
import { isAmendment, type ReadableLog, type State } from "@tapefold/core";
import { LinesReader } from "../jsonl/lines-reader.ts";
import type { Lines, SplitBatch } from "../tape/split-log.ts";
import { MarketShares } from "./market-shares.ts";
import { mergedParts, NotSpreadable } from "./merged-parts.ts";
import { type FoldedPart, type PackedPart, PartFold } from "./part-fold.ts";
import type { Part, SourceOf } from "./part.ts";
import { PartLost } from "./part-wire.ts";

/** A tape that can be spread: its name, its stretches from a position on, and the whole of it for a single fold. */
export interface Spreadable {
  readonly name: string;
  readonly split: (from: number) => AsyncIterable<SplitBatch>;
  readonly whole: ReadableLog;
}

/** Makes a part of a log, to go on from a kept one if there is one. */
type MakePart = (log: string, from?: PackedPart) => Part;

/** The state of a tape folded in parts, and how it was spread. */
export interface FoldedInParts {
  readonly state: State;
  readonly head: number;
  /** Ticks that each worker folded. */
  readonly ticks: readonly number[];
  /** Workers that were lost and replaced. */
  readonly losses: number;
}

/**
 * Folds a whole tape by so many workers.
 *
 * @throws NotSpreadable; MarketError, what reading the tape throws.
 */
export async function foldInParts(tape: Spreadable, workers: number, make: MakePart): Promise<FoldedInParts> {
  const shares = new MarketShares(workers);
  for (;;) {
    const attempt = new Attempt(tape, shares, make);
    try {
      const folded = await attempt.run();
      if (folded !== undefined) return folded;
    } finally {
      await attempt.close();
    }
    shares.again();
  }
}

/** A worker, with the part that it folds now. */
interface Place {
  part: Part;
  /** Position up to which the part has been given its events. */
  given: number;
  folded: FoldedPart | undefined;
  /** True from the loss of its worker to the next reading. */
  isLost: boolean;
  readonly pending: Promise<void>[];
}

/** Stretches given to a worker ahead of its answers. */
const AHEAD = 4;
const LOSSES_MOST = 10;

/** A fold in parts for as long as no group turns out to have two workers. */
class Attempt {
  readonly #tape: Spreadable;
  readonly #shares: MarketShares;
  readonly #make: MakePart;
  readonly #reader: LinesReader;
  readonly #places: readonly Place[];
  readonly #base = new PartFold();
  #foldedBase: FoldedPart | undefined;
  #baseGiven = 0;
  #hasAmendments = false;
  #losses = 0;
  #fault: unknown;
  #joins: number;

  constructor(tape: Spreadable, shares: MarketShares, make: MakePart) {
    this.#tape = tape;
    this.#shares = shares;
    this.#make = make;
    this.#reader = new LinesReader(tape.name);
    this.#joins = shares.groups.joins;
    this.#places = shares.loads.map(() => ({
      part: make(tape.name),
      given: 0,
      folded: undefined,
      isLost: false,
      pending: [],
    }));
  }

  /** Reads the tape as often as it takes; undefined if all must begin again with other shares. */
  async run(): Promise<FoldedInParts | undefined> {
    for (let isFirst = true; ; isFirst = false) {
      const head = await this.#readOn(isFirst);
      if (head === undefined) return undefined;
      const parts = this.#places.flatMap(({ folded }) => folded ?? []);
      if (this.#foldedBase === undefined || parts.length < this.#places.length) continue;
      const state = mergedParts(this.#foldedBase, parts);
      return { state, head, ticks: this.#shares.loads, losses: this.#losses };
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#places.map(({ part }) => part.close()));
  }

  /** Gives every part that is not done what it lacks, up to the tape's end; undefined if a group has two workers. */
  async #readOn(isFirst: boolean): Promise<number | undefined> {
    const given = this.#places.flatMap((place) => (place.folded === undefined ? place.given : []));
    if (this.#foldedBase === undefined) given.push(this.#baseGiven);
    let head = 0;
    for await (const batch of this.#tape.split(Math.min(...given) + 1)) {
      head = batch.end;
      this.#giveBase(batch);
      const lines = this.#linesByPlace(batch, isFirst);
      for (const [index, place] of this.#places.entries())
        await this.#give(place, lines[index] ?? [], batch.end);
      if (this.#isTorn()) return undefined;
    }
    await Promise.all(this.#places.map(({ pending }) => Promise.all(pending.splice(0))));
    if (this.#isTorn()) return undefined;
    this.#endBase();
    for (const place of this.#places) await this.#end(place);
    return head;
  }

  /** The base folds what all parts share. */
  #giveBase({ common, end }: SplitBatch): void {
    if (end <= this.#baseGiven || this.#foldedBase !== undefined) return;
    const events = common
      .flatMap(({ bytes, positions }) => this.#reader.read(bytes, positions))
      .filter(({ position }) => position > this.#baseGiven)
      .sort((a, b) => a.position - b.position);
    for (const { event } of events) {
      this.#shares.groups.heed(event);
      this.#hasAmendments ||= isAmendment(event);
    }
    this.#base.add(events);
    this.#baseGiven = end;
  }

  #endBase(): void {
    this.#foldedBase ??= this.#base.folded;
    if (this.#foldedBase !== undefined) return;
    this.#base.again();
    this.#baseGiven = 0;
  }

  #linesByPlace({ ticks, common }: SplitBatch, isFirst: boolean): Lines[][] {
    const lines = this.#places.map(() => [...common]);
    for (const [market, pieces] of ticks) {
      const count = isFirst ? pieces.reduce((sum, { positions }) => sum + positions.length, 0) : 0;
      lines[this.#shares.workerOf(market, count)]?.push(...pieces);
    }
    return lines;
  }

  async #give(place: Place, lines: readonly Lines[], end: number): Promise<void> {
    if (place.isLost || place.folded !== undefined || end <= place.given) return;
    const from = place.given;
    const rest = lines.flatMap((piece) => linesAfter(piece, from));
    place.given = end;
    if (rest.length === 0) return;
    while (place.pending.length >= AHEAD) await place.pending.shift();
    if (place.isLost) return;
    const added = place.part.add(rest);
    place.pending.push(
      added.then(
        (sources) => {
          for (const found of sources) this.#heedSource(place, found);
        },
        (error: unknown) => this.#lose(place, error),
      ),
    );
  }

  #heedSource(place: Place, [instrument, source]: SourceOf): void {
    const { groups } = this.#shares;
    groups.heedSource(instrument, source);
    const mic = groups.marketOf(instrument);
    if (mic !== undefined && this.#places[this.#shares.workerOf(mic, 0)] !== place)
      this.#fault ??= new NotSpreadable(`a line says twice that it is about ${instrument}`);
  }

  async #end(place: Place): Promise<void> {
    if (place.folded === undefined && !place.isLost) {
      try {
        place.folded = await place.part.folded();
        if (place.folded === undefined) place.given = 0;
      } catch (error) {
        this.#lose(place, error);
      }
    }
    place.isLost = false;
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** Puts a new worker in the place of a lost one, to go on from the last state that was kept. */
  #lose(place: Place, error: unknown): void {
    if (!(error instanceof PartLost)) this.#fault ??= new NotSpreadable(String(error));
    if (place.isLost) return;
    this.#losses += 1;
    if (this.#losses > LOSSES_MOST) this.#fault ??= new NotSpreadable("its workers end again and again");
    // An amendment may be about events from before the kept state.
    const kept = this.#hasAmendments ? undefined : place.part.kept;
    place.part = this.#make(this.#tape.name, kept);
    place.given = kept?.position ?? 0;
    place.isLost = true;
  }

  #isTorn(): boolean {
    if (this.#fault !== undefined) throw this.#fault;
    const { groups, isTorn } = this.#shares;
    if (groups.joins === this.#joins) return false;
    this.#joins = groups.joins;
    return isTorn;
  }
}

/** The lines behind a position. */
function linesAfter(piece: Lines, position: number): Lines[] {
  const { bytes, positions } = piece;
  const first = positions.findIndex((one) => one > position);
  if (first <= 0) return first === 0 ? [piece] : [];
  let from = 0;
  for (let line = 0; line < first; line += 1) from = bytes.indexOf(LINE_FEED, from) + 1;
  return [{ ...piece, bytes: bytes.subarray(from), positions: positions.slice(first) }];
}

const LINE_FEED = 0x0a;
