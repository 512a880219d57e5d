/** A store as it is written: one writer, every append durable when it resolves, appends of one turn of the event loop in one commit. */
import {
  type Appended,
  contentText,
  type EventLog,
  headMismatch,
  idConflict,
  isAmendment,
  logClosed,
  type MarketEvent,
  type Recorded,
} from "@tapefold/core";
import { pack } from "msgpackr";
import { BEFORE_ALL, CHUNK_EVENTS, type Chunk, type ChunkHead, encodeChunk } from "./chunk-codec.ts";
import { inUse, isAlive, newOwner, type Owner, takenOver } from "./owner.ts";
import { seal } from "./sealed.ts";
import { unwritable } from "./store-faults.ts";
import { HEAD_PLACE, openFiles, type StoreFiles } from "./store-files.ts";
import { amendmentPlace, sourcePlace, type StoreOptions, StoreTape } from "./store-tape.ts";

/**
 * Opens a store for writing; makes it where there is none. A writer that has ended, however it did, is taken over.
 *
 * @throws MarketError `LOG_IN_USE`, `LOG_UNREADABLE`, `LOG_UNWRITABLE`, `LOG_DAMAGED`
 */
export async function openStoreLog(path: string, options: StoreOptions = {}): Promise<StoreLog> {
  const files = await openFiles(path, true);
  const owner = newOwner();
  let present: Owner | undefined;
  try {
    files.root.transactionSync(() => {
      const found = files.meta.get("owner") as Owner | undefined;
      if (found !== undefined && isAlive(found)) present = found;
      else files.meta.putSync("owner", owner);
    });
  } catch (error) {
    await files.root.close();
    throw unwritable(error, path);
  }
  if (present === undefined) return new StoreLog(path, files, owner, options);
  await files.root.close();
  throw inUse(path, present);
}

interface Request {
  readonly events: readonly MarketEvent[];
  readonly expectedHead: number | undefined;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

export class StoreLog extends StoreTape implements EventLog {
  readonly #owner: Owner;
  #waiting: Request[] = [];
  #isClosed = false;
  #lastRead: Chunk | undefined;

  constructor(name: string, files: StoreFiles, owner: Owner, options: StoreOptions) {
    super(name, files, options);
    this.#owner = owner;
  }

  append(
    events: readonly MarketEvent[],
    { expectedHead }: { readonly expectedHead?: number } = {},
  ): Promise<Appended> {
    if (this.#isClosed) return Promise.reject(logClosed(this.name));
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) queueMicrotask(() => this.#commit());
      this.#waiting.push({ events, expectedHead, resolve, reject });
    });
  }

  /** Commits what waits and gives the log up to the next writer. */
  override async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#waiting.length > 0) this.#commit();
    const { root, meta } = this.files;
    root.transactionSync(() => {
      if ((meta.get("owner") as Owner | undefined)?.token === this.#owner.token) meta.removeSync("owner");
    });
    await super.close();
  }

  /**
   * Runs something in one commit, as long as this writer is the owner. The callback of lmdb returns nothing, on
   * purpose: given a promise back, lmdb commits later, and what is acknowledged is not there yet.
   *
   * @throws MarketError `LOG_IN_USE`, `LOG_UNWRITABLE`; then nothing of it stands.
   */
  transact(write: () => void): void {
    try {
      this.files.root.transactionSync(() => {
        const owner = this.files.meta.get("owner") as Owner | undefined;
        if (owner?.token !== this.#owner.token) throw takenOver(this.name, owner);
        write();
      });
    } catch (error) {
      throw unwritable(error, this.name);
    }
  }

  #commit(): void {
    const requests = this.#waiting;
    this.#waiting = [];
    const settle: (() => void)[] = [];
    try {
      this.transact(() => {
        for (const request of requests) {
          try {
            const appended = this.#add(request);
            settle.push(() => request.resolve(appended));
          } catch (error) {
            // One is refused before anything of it is written; the others stand.
            settle.push(() => request.reject(error));
          }
        }
      });
    } catch (error) {
      for (const { reject } of requests) reject(error);
      return;
    }
    for (const done of settle) done();
  }

  #add({ events, expectedHead }: Request): Appended {
    const { files } = this;
    const before = this.headNow();
    if (expectedHead !== undefined && expectedHead !== before) throw headMismatch(expectedHead, before);
    const { fresh, sequences } = this.#withoutRepeats(events, before);
    if (fresh.length > 0) {
      this.#putChunks(fresh, before);
      fresh.forEach((event, index) => this.#putEntries(event, before + 1 + index));
      for (const [source, seq] of sequences)
        files.sources.putSync(source, seal(pack(seq), sourcePlace(source)));
      files.meta.putSync("head", seal(pack(before + fresh.length), HEAD_PLACE));
    }
    return { head: before + fresh.length, added: fresh.length, repeated: events.length - fresh.length };
  }

  #withoutRepeats(
    events: readonly MarketEvent[],
    head: number,
  ): { fresh: MarketEvent[]; sequences: Map<string, number> } {
    const fresh: MarketEvent[] = [];
    const sequences = new Map<string, number>();
    const positions = new Map<string, number>();
    events.forEach((event, index) => {
      const { id, source, seq } = event;
      if (source !== undefined && seq !== undefined) {
        if (seq <= (sequences.get(source) ?? this.lastSeq(source))) return;
        sequences.set(source, seq);
      } else {
        const position = positions.get(id) ?? this.files.ids.get(id);
        if (position !== undefined) {
          const known = fresh[position - head - 1] ?? this.#eventAt(position);
          if (contentText(known) === contentText(event)) return;
          throw idConflict(id, position, index);
        }
        positions.set(id, head + fresh.length + 1);
      }
      fresh.push(event);
    });
    return { fresh, sequences };
  }

  #eventAt(position: number): MarketEvent {
    let chunk = this.#lastRead;
    if (chunk === undefined || position < chunk.first || position >= chunk.first + chunk.events)
      chunk = this.#lastRead = this.chunkAt(position);
    return (chunk.recorded[position - chunk.first] as Recorded).event;
  }

  /** Puts events behind the last ones. Chunks grow as a binary counter does, so that an event is rewritten some nine times at most. */
  #putChunks(fresh: readonly MarketEvent[], head: number): void {
    let events = fresh;
    let last = this.#headOf(head);
    while (last.events > 0 && last.events < CHUNK_EVENTS && last.events <= events.length) {
      const { recorded } = this.chunkAt(last.first);
      events = [...recorded.map(({ event }) => event), ...events];
      this.files.chunks.removeSync(last.first);
      last = this.#headOf(last.first - 1);
    }
    for (let from = 0; from < events.length; from += CHUNK_EVENTS) {
      const { head: chunk, bytes } = encodeChunk(events.slice(from, from + CHUNK_EVENTS), last);
      this.files.chunks.putSync(chunk.first, bytes);
      last = chunk;
    }
  }

  #headOf(position: number): ChunkHead {
    return position === 0 ? BEFORE_ALL : this.headAt(position);
  }

  #putEntries(event: MarketEvent, position: number): void {
    if (event.source === undefined || event.seq === undefined) this.files.ids.putSync(event.id, position);
    if (isAmendment(event))
      this.files.amendments.putSync(position, seal(pack(event), amendmentPlace(position)));
  }
}
