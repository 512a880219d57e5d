/**
 * A tape that was read once and is ready to be looked at anywhere: states at intervals, its amendments, prices for
 * charts. Any moment of it is folded from the nearest state, and knows nothing of what comes after.
 */
import {
  type Amendment,
  asSubject,
  Fold,
  type Instant,
  isAmendment,
  type ReadableLog,
  type Recorded,
  State,
  subjectOf,
} from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { foldTo } from "../fold/fold-to.ts";
import { loadedSnapshot, snapshotsBefore } from "../fold/loaded-snapshot.ts";
import { TapeSurvey } from "../play/tape-survey.ts";
import { idHash } from "../tape/id-hash.ts";
import type { IndexedLog, LoadedSnapshot, TapeIndex } from "../tape/tape-index.ts";
import { markOf, recordMarks, type TapeMark } from "./tape-marks.ts";
import { nextLook, PriceSamples } from "./price-samples.ts";

/**
 * Events between two kept states: of a short tape, and of a long one, whose fold pays for each with a copy of all that
 * has changed. Doubled whenever there are too many of them.
 */
const KEPT_EVERY = { short: 2_048, long: 8_192 };
const SHORT_EVENTS = 32_768;
const KEPT_MAX = 160;
/** Most events that are held in memory; those of a longer tape are read again when they are needed. */
const HELD_MAX = 100_000;
/** Events after which other work gets its turn. */
const TURN_EVENTS = 4_096;

const rules = State.initial(marketRules).projections;

export class LoadedTape implements IndexedLog, TapeIndex {
  readonly name: string;
  readonly survey: TapeSurvey;
  readonly samples = new PriceSamples();
  /** Places worth going to, in order of the tape. */
  readonly marks: TapeMark[] = [];
  readonly #log: ReadableLog;
  readonly #amendments: Recorded<Amendment>[] = [];
  /** The first position of each amended event, by its name; Infinity while it has not come. */
  readonly #firstOf = new Map<string, number>();
  /** The running maximum of `at`, by position. */
  readonly #latest: Instant[] = [];
  /** The hash of each event's name, by position; undefined until the first amendment. */
  #names: number[] | undefined;
  /** All events; undefined once they are too many. */
  #held: Recorded[] | undefined = [];
  #kept: LoadedSnapshot[] = [];
  #keptEvery = KEPT_EVERY.short;
  #fold = new Fold(rules);

  constructor(log: ReadableLog) {
    this.#log = log;
    this.name = log.name;
    this.survey = new TapeSurvey(this);
  }

  /** Reads a log to its end. */
  static async of(log: ReadableLog): Promise<LoadedTape> {
    const tape = new LoadedTape(log);
    for await (const batch of log.read()) await tape.add(batch);
    return tape;
  }

  get position(): number {
    return this.#latest.length;
  }

  /** Takes in the next events of the log. */
  async add(batch: readonly Recorded[]): Promise<void> {
    this.survey.add(batch);
    for (const one of batch) this.#held?.push(one);
    if ((this.#held?.length ?? 0) > HELD_MAX) this.#held = undefined;
    for (const piece of piecesOf(batch)) await this.#take(piece);
  }

  /**
   * The events taken in, in pieces, so that a fold of them can be looked at wherever prices are. The log may have grown
   * since.
   */
  async *read(options?: Parameters<ReadableLog["read"]>[0]): AsyncGenerator<readonly Recorded[]> {
    const batches = this.#held === undefined ? this.#log.read(options) : heldFrom(this.#held, options?.from);
    for await (const batch of batches) {
      yield* piecesOf(batch.filter(({ position }) => position <= this.position));
      if ((batch.at(-1)?.position ?? 0) >= this.position) return;
    }
  }

  async index(): Promise<TapeIndex> {
    return this;
  }

  /** The state at a position, as it was known there. */
  async stateAt(position: number): Promise<State> {
    return (await foldTo(this, position, rules, snapshotsBefore(this, rules, position))).state;
  }

  async head(): Promise<number> {
    return this.position;
  }

  amendments(upTo: number): readonly Recorded<Amendment>[] {
    return this.#amendments.filter(({ position }) => position <= upTo);
  }

  positionAt(instant: Instant): number {
    let [low, high] = [0, this.#latest.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#latest[middle] ?? Infinity) <= instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The running maximum of `at` up to a position; null before the first event. */
  latestAt(position: number): Instant | null {
    return this.#latest[position - 1] ?? null;
  }

  holdsAny(names: ReadonlySet<string>, upTo: number): boolean {
    return [...names].some((name) => (this.#firstOf.get(name) ?? Infinity) <= upTo);
  }

  *snapshotsOf(_rules: string, upTo: number): Generator<number> {
    for (let at = this.#kept.length - 1; at >= 0; at -= 1) {
      const { position } = (this.#kept[at] as LoadedSnapshot).state;
      if (position <= upTo) yield position;
    }
  }

  snapshot(_rules: string, position: number): LoadedSnapshot | undefined {
    return this.#kept.find(({ state }) => state.position === position);
  }

  async check(): Promise<void> {}

  history(): [] {
    return [];
  }

  async close(): Promise<void> {}

  async #take(piece: readonly Recorded[]): Promise<void> {
    this.#note(piece);
    const { position } = this;
    const last = piece.at(-1)?.event;
    if (last !== undefined && isAmendment(last)) await this.#noteAmendment({ position, event: last });
    const fold = this.#fold;
    if (!fold.known.foresight.goesOn(fold, piece)) await this.#foldAgain();
    if (last?.type === "SessionClosed") this.marks.push(...recordMarks(this.#fold, last.mic));
    if (position !== nextLook(position - 1)) return;
    this.samples.take(this.#fold);
    if (position === SHORT_EVENTS) this.#keptEvery = KEPT_EVERY.long;
    if (position % this.#keptEvery === 0) this.#keep();
  }

  #note(piece: readonly Recorded[]): void {
    let latest = this.#latest.at(-1) ?? -Infinity;
    for (const recorded of piece) {
      const { position, event } = recorded;
      if (event.at > latest) latest = event.at;
      this.#latest.push(latest);
      this.samples.note(recorded);
      const mark = event.type === "PriceTicked" ? undefined : markOf(recorded);
      if (mark !== undefined) this.marks.push(mark);
      if (this.#names === undefined) continue;
      const name = asSubject(event) ?? "";
      this.#names.push(idHash(name));
      if (this.#firstOf.get(name) === Infinity) this.#firstOf.set(name, position);
    }
  }

  async #noteAmendment(amendment: Recorded<Amendment>): Promise<void> {
    this.#amendments.push(amendment);
    const subject = subjectOf(amendment.event);
    if (this.#firstOf.has(subject)) return;
    this.#names ??= await this.#namesSoFar();
    const first = this.#names.indexOf(idHash(subject));
    this.#firstOf.set(subject, first === -1 ? Infinity : first + 1);
  }

  async #namesSoFar(): Promise<number[]> {
    const names: number[] = [];
    for await (const batch of this.read())
      for (const { event } of batch) names.push(idHash(asSubject(event) ?? ""));
    return names;
  }

  /** Folds again from the nearest state that an amendment leaves as it is. */
  async #foldAgain(): Promise<void> {
    const end = this.position;
    const look = (fold: Fold): void => this.samples.takeAgain(fold, end);
    const { state, known } = await foldTo(this, end, rules, snapshotsBefore(this, rules, end), look);
    this.#fold = new Fold(rules, { ...known, from: state });
  }

  #keep(): void {
    this.#kept.push(loadedSnapshot(this.#fold));
    if (this.#kept.length <= KEPT_MAX) return;
    this.#keptEvery *= 2;
    this.#kept = this.#kept.filter(({ state: { position } }) => position % this.#keptEvery === 0);
  }
}

async function* heldFrom(held: readonly Recorded[], from = 1): AsyncGenerator<readonly Recorded[]> {
  for (let next = from - 1; next < held.length; next += TURN_EVENTS) {
    yield held.slice(next, next + TURN_EVENTS);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** The batch in pieces that end where prices are looked at, at an amendment or at a close. */
function* piecesOf(batch: readonly Recorded[]): Generator<readonly Recorded[]> {
  for (let from = 0; from < batch.length;) {
    const look = nextLook((batch[from] as Recorded).position - 1);
    let to = from + 1;
    while (to < batch.length && !isEnd(batch[to - 1] as Recorded, look)) to += 1;
    yield batch.slice(from, to);
    from = to;
  }
}

function isEnd({ position, event }: Recorded, look: number): boolean {
  return position === look || event.type === "SessionClosed" || isAmendment(event);
}
