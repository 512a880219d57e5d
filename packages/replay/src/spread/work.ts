/**
 * One worker of several, each a process of its own, perhaps on another machine: it folds its market groups as the tape on
 * a server grows, and publishes its state for others to watch.
 */
import { isAmendment, type Recorded } from "@tapefold/core";
import { rulesId } from "../fold/loaded-snapshot.ts";
import { LinesReader } from "../jsonl/lines-reader.ts";
import { StateBucket } from "../nats/state-bucket.ts";
import { openStreamTape, type StreamTape } from "../nats/stream-tape.ts";
import type { SplitBatch } from "../tape/split-log.ts";
import { MarketGroups } from "./market-groups.ts";
import { PartFold, partRules } from "./part-fold.ts";
import { type PublishedPart, publishedPart, publishedText } from "./published-part.ts";

/** Options of a worker. */
export interface WorkOptions {
  /** MICs: all markets of their groups are folded; none for the base, which folds what all workers share. */
  readonly markets: readonly string[];
  /** Ends the work when aborted. */
  readonly signal: AbortSignal;
  /** Called with each state that was published: the position it is of. */
  readonly onPublished?: (end: number) => void;
}

/** Events between two states that are published while there is more to read. */
const PUBLISHED_EVERY = 200_000;

/**
 * Folds until the signal is given. A worker that begins again goes on from its published state, unless the tape has
 * amendments, which may be about any event.
 *
 * @throws MarketError; what reading the tape and writing the bucket throw.
 */
export async function work(address: string, options: WorkOptions): Promise<void> {
  const tape = openStreamTape(address);
  const bucket = StateBucket.at(address);
  try {
    const worker = new GroupWorker(tape, bucket, options);
    await worker.begin();
    for await (const _ of growth(tape, options.signal)) await worker.catchUp();
  } finally {
    await bucket.close();
  }
}

/** The name of the state of some markets' worker. */
export function partName(markets: readonly string[]): string {
  return markets.length === 0 ? "base" : [...markets].sort().join(" ");
}

class GroupWorker {
  readonly #tape: StreamTape;
  readonly #bucket: StateBucket;
  readonly #options: WorkOptions;
  readonly #reader: LinesReader;
  readonly #groups = new MarketGroups();
  /** Markets whose ticks were folded, and those whose ticks were left to others. */
  readonly #own = new Set<string>();
  readonly #others = new Set<string>();
  #fold = new PartFold();
  #hasAmendments = false;
  #end = 0;
  #published = 0;

  constructor(tape: StreamTape, bucket: StateBucket, options: WorkOptions) {
    this.#tape = tape;
    this.#bucket = bucket;
    this.#options = options;
    this.#reader = new LinesReader(tape.name);
  }

  /** Takes up the state published last, if it may be gone on from. */
  async begin(): Promise<void> {
    const text = await this.#bucket.get(partName(this.#options.markets));
    const kept = text === undefined ? undefined : publishedPart(text);
    if (kept === undefined || kept.rules !== rulesId(partRules) || kept.hasAmendments) return;
    // Groups are known by all that the tape has said of them so far.
    for await (const { common } of this.#tape.split())
      for (const { event } of this.#eventsOf(common)) this.#groups.heed(event);
    for (const mic of kept.markets) (this.#options.markets.length > 0 ? this.#own : this.#others).add(mic);
    this.#fold = new PartFold(kept.part);
    this.#end = kept.end;
    this.#published = kept.end;
  }

  /** Folds what has been added, and publishes. */
  async catchUp(): Promise<void> {
    for (let isWhole = false; !isWhole && !this.#options.signal.aborted;) {
      isWhole = true;
      for await (const batch of this.#tape.split({ from: this.#end + 1 })) {
        if (this.#options.signal.aborted) return;
        isWhole = this.#add(batch);
        if (!isWhole) break;
        if (this.#end - this.#published >= PUBLISHED_EVERY) await this.#publish();
      }
      if (isWhole && this.#fold.folded === undefined) isWhole = this.#again();
    }
    if (this.#end > this.#published) await this.#publish();
  }

  /** Takes a stretch; false if the group has been found to be larger, and all begins again. */
  #add({ common, ticks, end }: SplitBatch): boolean {
    const shared = this.#eventsOf(common);
    for (const { event } of shared) {
      this.#groups.heed(event);
      this.#hasAmendments ||= isAmendment(event);
    }
    const mine = new Set(this.#options.markets.map((mic) => this.#groups.groupOf(mic)));
    const own = [...ticks].flatMap(([mic, lines]) => {
      const isMine = mine.has(this.#groups.groupOf(mic));
      (isMine ? this.#own : this.#others).add(mic);
      return isMine ? this.#eventsOf(lines) : [];
    });
    if ([...this.#others].some((mic) => mine.has(this.#groups.groupOf(mic)))) {
      this.#others.clear();
      this.#fold = new PartFold();
      return this.#again();
    }
    this.#fold.add([...shared, ...own].sort((a, b) => a.position - b.position));
    this.#end = end;
    return true;
  }

  #again(): false {
    this.#fold.again();
    this.#end = 0;
    return false;
  }

  #eventsOf(lines: SplitBatch["common"]): Recorded[] {
    return lines
      .flatMap(({ bytes, positions }) => this.#reader.read(bytes, positions))
      .filter(({ position }) => position > this.#end);
  }

  async #publish(): Promise<void> {
    const part = this.#fold.packed;
    if (part === undefined) return;
    const published: PublishedPart = {
      rules: rulesId(partRules),
      end: this.#end,
      hasAmendments: this.#hasAmendments,
      markets: [...(this.#options.markets.length > 0 ? this.#own : this.#others)],
      part,
    };
    await this.#bucket.put(partName(this.#options.markets), publishedText(published));
    this.#published = this.#end;
    this.#options.onPublished?.(this.#end);
  }
}

/** Something at once, and whenever the tape may have grown, until the signal is given. */
async function* growth(tape: StreamTape, signal: AbortSignal): AsyncGenerator<void> {
  let isNew = true;
  let wake = (): void => undefined;
  const unwatch = tape.watch(() => {
    isNew = true;
    wake();
  });
  const stop = (): void => wake();
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (!signal.aborted) {
      if (isNew) {
        isNew = false;
        yield;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    unwatch();
  }
}
