/** A store as it is read, also while another process writes it: page by page, holding nothing open in between. */
import {
  type Amendment,
  type Instant,
  logClosed,
  MarketError,
  type MarketEvent,
  type Recorded,
} from "@tapefold/core";
import { setImmediate } from "node:timers/promises";
import { unpack } from "msgpackr";
import { join } from "node:path";
import type { HistoryPoint, IndexedLog, Snapshot, TapeIndex } from "../tape/tape-index.ts";
import { builtInUpcaster, type Upcaster } from "../tape/upcaster.ts";
import { BEFORE_ALL, type Chunk, type ChunkHead, chunkHead, decodeChunk } from "./chunk/chunk-codec.ts";
import { checkStore } from "./check-store.ts";
import { historyOf } from "./store-history.ts";
import { damaged, unseal } from "./chunk/sealed.ts";
import { SnapshotShelf } from "./snapshot-shelf.ts";
import { statsOf } from "../disk/stats.ts";
import { STORE_DATA, watchStore } from "./watch-store.ts";
import { HEAD_PLACE, openFiles, type StoreFiles } from "./store-files.ts";

/** Pages that are read in one turn of the event loop. */
const PAGES_A_TURN = 64;

export interface StoreOptions {
  /** Brings events of old shapes to today's; the built-in chain if absent. */
  readonly upcaster?: Upcaster;
}

/**
 * Opens a store for reading.
 *
 * @throws MarketError `LOG_NOT_FOUND`, `LOG_UNREADABLE`, `LOG_DAMAGED`
 */
export async function openStoreTape(path: string, options: StoreOptions = {}): Promise<StoreTape> {
  return new StoreTape(path, await openFiles(path, false), options);
}

export class StoreTape implements IndexedLog, TapeIndex {
  readonly name: string;
  readonly files: StoreFiles;
  readonly shelf: SnapshotShelf;
  readonly #upcaster: Upcaster;
  readonly #inode: number | undefined;
  #lastRead: Chunk | undefined;
  #isLooking = false;
  protected isClosed = false;

  constructor(name: string, files: StoreFiles, { upcaster = builtInUpcaster }: StoreOptions = {}) {
    this.name = name;
    this.files = files;
    this.#upcaster = upcaster;
    this.shelf = new SnapshotShelf(files, name);
    this.#inode = inodeOf(name);
  }

  async index(): Promise<this> {
    return this;
  }

  async head(): Promise<number> {
    return this.#look(() => this.headNow());
  }

  /**
   * Each page is a short look of its own. Space that a writer gives up while a reader looks is not used again until
   * that look ends, so a store grows by what is committed during the longest of them, one page's. Now and
   * then others in the process have their turn, a signal too.
   */
  async *read({ from = 1 }: { readonly from?: number } = {}): AsyncGenerator<readonly Recorded[]> {
    this.#mustBeInPlace();
    let pages = 0;
    for (let next = from; ;) {
      const page = this.#look(() => (next > this.headNow() ? undefined : this.chunkAt(next)));
      if (page === undefined) return;
      const { first, events, recorded } = page;
      yield next === first ? recorded : recorded.slice(next - first);
      next = first + events;
      pages += 1;
      if (pages % PAGES_A_TURN === 0) await setImmediate();
    }
  }

  /** A store put in the place of one that is open has nothing to do with it. */
  #mustBeInPlace(): void {
    if (!this.isClosed && inodeOf(this.name) !== this.#inode)
      throw damaged("it was replaced or removed while it was read", this.name);
  }

  watch(told: (news: "grown") => void): () => void {
    return watchStore(this.name, () => told("grown"));
  }

  /** The amendments up to a position, in order. */
  amendments(upTo: number): Recorded<Amendment>[] {
    return this.#look(() => this.#amendments(upTo));
  }

  #amendments(upTo: number): Recorded<Amendment>[] {
    const end = Math.min(upTo, this.headNow());
    const found: Recorded<Amendment>[] = [];
    for (const { key, value } of this.files.amendments.getRange({ end: end + 1 })) {
      found.push({
        position: key,
        event: unpack(unseal(value, amendmentPlace(key), this.name)) as Amendment,
      });
    }
    if (end > 0 && found.length !== this.#amendmentsUpTo(end))
      throw damaged("its list of amendments is not whole", this.name);
    return found;
  }

  /**
   * The position of the last event before the running maximum of `at` passes an instant; 0 if there is none.
   */
  positionAt(instant: Instant): number {
    return this.#look(() => this.#positionAt(instant));
  }

  #positionAt(instant: Instant): number {
    let [low, high] = [1, this.headNow() + 1];
    // The first chunk whose end lies past the instant begins in [low, high).
    let before: ChunkHead = BEFORE_ALL;
    while (low < high) {
      const head = this.headAt(Math.floor((low + high) / 2));
      if (head.latest > instant) high = head.first;
      else [low, before] = [head.first + head.events, head];
    }
    if (low > this.headNow()) return this.headNow();
    let latest = before.latest;
    for (const { position, event } of this.chunkAt(low).recorded) {
      latest = Math.max(latest, event.at);
      if (latest > instant) return position - 1;
    }
    throw damaged(`chunk ${low} is not as late as it says`, this.name);
  }

  /** Ids of numbered events are looked up by reading: an index of them would be larger than the events. */
  holdsAny(ids: ReadonlySet<string>, upTo: number): boolean {
    return ids.size > 0 && this.#look(() => this.#holdsAny(ids, upTo));
  }

  #holdsAny(ids: ReadonlySet<string>, upTo: number): boolean {
    for (const id of ids) {
      const position = this.files.ids.get(id);
      if (position !== undefined && position <= upTo) return true;
    }
    for (let position = upTo; position > 0;) {
      const { first, recorded } = this.chunkAt(position);
      if (recorded.some((one) => one.position <= upTo && ids.has(one.event.id))) return true;
      position = first - 1;
    }
    return false;
  }

  snapshotsOf(rules: string, upTo: number): readonly number[] {
    return this.#look(() => this.shelf.positions(rules, upTo));
  }

  snapshot(rules: string, position: number): Snapshot | undefined {
    return this.#look(() => this.shelf.read(rules, position));
  }

  /**
   * One look at all of it, so that no write comes in between; the store grows by what is written meanwhile.
   */
  async check(): Promise<void> {
    this.#look(() => checkStore(this));
  }

  history(): readonly HistoryPoint[] {
    return this.#look(() => [...historyOf(this.files, this.name)]);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.files.root.close();
  }

  headNow(): number {
    const head = this.files.meta.get("head");
    if (!Buffer.isBuffer(head)) throw damaged("its head is not told", this.name);
    return unpack(unseal(head, HEAD_PLACE, this.name)) as number;
  }

  /**
   * A look at what has been committed by now, the same within another look; an error of lmdb means that the
   * file is no longer as it wrote it.
   */
  #look<T>(look: () => T): T {
    if (this.#isLooking) return look();
    if (this.isClosed) throw logClosed(this.name);
    this.#isLooking = true;
    this.files.root.resetReadTxn();
    try {
      return look();
    } catch (error) {
      if (error instanceof MarketError) throw error;
      throw damaged(`cannot be read: ${String(error)}`, this.name, error);
    } finally {
      this.#isLooking = false;
    }
  }

  /** The head of the chunk with a position in it. */
  headAt(position: number): ChunkHead {
    const [first, bytes] = this.#bytesAt(position);
    return this.#holding(position, chunkHead(bytes, first, this.name));
  }

  /** The head of the chunk before a position. */
  headBefore(position: number): ChunkHead {
    return position === 1 ? BEFORE_ALL : this.headAt(position - 1);
  }

  /** The chunk with a position in it, in today's shapes. */
  chunkAt(position: number): Chunk {
    const chunk = this.storedChunkAt(position);
    return { ...chunk, recorded: this.#upcaster.recorded(chunk.recorded) };
  }

  /** The chunk with a position in it, in the shapes that it was stored in. */
  storedChunkAt(position: number): Chunk {
    const [first, bytes] = this.#bytesAt(position);
    return this.#holding(position, decodeChunk(bytes, first, this.name));
  }

  /** One event; the next one in the same chunk comes sooner. */
  eventAt(position: number): MarketEvent {
    let chunk = this.#lastRead;
    if (chunk === undefined || position < chunk.first || position >= chunk.first + chunk.events)
      chunk = this.#lastRead = this.chunkAt(position);
    return (chunk.recorded[position - chunk.first] as Recorded).event;
  }

  #holding<T extends ChunkHead>(position: number, chunk: T): T {
    if (position < chunk.first + chunk.events) return chunk;
    throw damaged(`position ${position} is missing`, this.name);
  }

  #bytesAt(position: number): [number, Buffer] {
    for (const { key, value } of this.files.chunks.getRange({ start: position, reverse: true, limit: 1 }))
      return [key, value];
    throw damaged(`position ${position} is missing`, this.name);
  }

  /** The last number of a source; undefined before the first. */
  lastSeq(source: string): number | undefined {
    const bytes = this.files.sources.get(source);
    return bytes === undefined
      ? undefined
      : (unpack(unseal(bytes, sourcePlace(source), this.name)) as number);
  }

  /** Amendments up to a position, as its chunk counts them. */
  #amendmentsUpTo(position: number): number {
    const { first, events, amendments } = this.headAt(position);
    let after = 0;
    for (const _ of this.files.amendments.getKeys({ start: position + 1, end: first + events })) after += 1;
    return amendments - after;
  }
}

function inodeOf(path: string): number | undefined {
  return statsOf(join(path, STORE_DATA))?.ino;
}

export function amendmentPlace(position: number): string {
  return `amendment ${position}`;
}

export function sourcePlace(source: string): string {
  return `source ${source}`;
}
