/**
 * The end of a store as its writer knows it: nobody else writes, so the writer need not look up again what it
 * wrote. It is valid only with the commit that changes it: after a failed commit it must be learned anew.
 */
import { contentText, isAmendment, type MarketEvent, type Standing } from "@tapefold/core";
import { asBinary } from "lmdb";
import { pack } from "msgpackr";
import { CHUNK_EVENTS, type ChunkHead, encodeChunk } from "./chunk/chunk-codec.ts";
import { seal } from "./chunk/sealed.ts";
import { HEAD_PLACE, type StoreFiles } from "./store-files.ts";
import { type HistoryEnd, historyKey, historyOf, nextHistory, NO_HISTORY } from "./store-history.ts";
import { amendmentPlace, sourcePlace, type StoreTape } from "./store-tape.ts";

/** Bytes of an id in its list, in a tree that is half empty. */
const ENTRY_BYTES = 128;

/** A chunk at the end that isn't full. */
interface OpenChunk {
  readonly head: ChunkHead;
  readonly events: readonly MarketEvent[];
}

export class StoreEnd implements Standing {
  head: number;
  readonly #tape: StoreTape;
  readonly #files: StoreFiles;
  /** The last full chunk. */
  #full: ChunkHead;
  /** The open chunks after it, the larger ones first. */
  readonly #open: OpenChunk[] = [];
  #history: HistoryEnd;
  readonly #sequences = new Map<string, number | undefined>();

  constructor(tape: StoreTape) {
    this.#tape = tape;
    this.#files = tape.files;
    this.head = tape.headNow();
    this.#full = tape.headBefore(this.head + 1);
    while (this.#full.events > 0 && this.#full.events < CHUNK_EVENTS) {
      const { recorded, ...head } = tape.storedChunkAt(this.#full.first);
      this.#open.unshift({ head, events: recorded.map(({ event }) => event) });
      this.#full = tape.headBefore(head.first);
    }
    this.#history = this.#historyNow();
  }

  lastSeq(source: string): number | undefined {
    if (!this.#sequences.has(source)) this.#sequences.set(source, this.#tape.lastSeq(source));
    return this.#sequences.get(source);
  }

  positionOf(id: string): number | undefined {
    return this.#files.ids.get(id);
  }

  isAt(position: number, event: MarketEvent): boolean {
    return contentText(this.#tape.eventAt(position)) === contentText(event);
  }

  /** Appends events, inside a commit; gives about how many bytes they take. */
  add(events: readonly MarketEvent[], sequences: ReadonlyMap<string, number>): number {
    if (events.length === 0) return 0;
    const bytes = this.#putChunks(events);
    events.forEach((event, index) => this.#putEntries(event, this.head + 1 + index));
    for (const [source, seq] of sequences) {
      this.#files.sources.putSync(source, seal(pack(seq), sourcePlace(source)));
      this.#sequences.set(source, seq);
    }
    this.head += events.length;
    this.#files.meta.putSync("head", seal(pack(this.head), HEAD_PLACE));
    return bytes + events.length * ENTRY_BYTES;
  }

  /** Chunks grow as a binary counter does, so that an event is rewritten some nine times at most. */
  #putChunks(fresh: readonly MarketEvent[]): number {
    let events = fresh;
    let put = 0;
    let grown: OpenChunk | undefined;
    for (let last = this.#open.at(-1); last !== undefined && last.events.length <= events.length;) {
      if (grown !== undefined) this.#files.chunks.removeSync(grown.head.first);
      grown = last;
      events = [...last.events, ...events];
      this.#open.pop();
      last = this.#open.at(-1);
    }
    const mine = events.length - fresh.length;
    for (let from = 0; from < events.length; from += CHUNK_EVENTS) {
      const part = events.slice(from, from + CHUNK_EVENTS);
      const { head, bytes } = encodeChunk(part, this.#open.at(-1)?.head ?? this.#full);
      this.#files.chunks.putSync(head.first, bytes);
      put += bytes.length;
      if (part.length === CHUNK_EVENTS) this.#putFull(head, bytes);
      else
        this.#open.push({ head, events: part.map((event, i) => (from + i < mine ? event : copyOf(event))) });
    }
    return put;
  }

  #putFull(head: ChunkHead, bytes: Buffer): void {
    this.#full = head;
    this.#history = nextHistory(this.#history, bytes);
    this.#files.meta.putSync(historyKey(this.#history.position), asBinary(this.#history.digest));
  }

  /** The end of the history that was kept; of a store that kept none it is worked out. */
  #historyNow(): HistoryEnd {
    const { first, events } = this.#full;
    if (events === 0) return NO_HISTORY;
    const position = first + events - 1;
    const kept = this.#files.meta.getBinary(historyKey(position));
    if (kept !== undefined) return { position, digest: kept };
    const last = [...historyOf(this.#files, this.#tape.name)].at(-1);
    return { position, digest: Buffer.from(last?.digest ?? "", "hex") };
  }

  #putEntries(event: MarketEvent, position: number): void {
    if (event.source === undefined || event.seq === undefined) this.#files.ids.putSync(event.id, position);
    if (isAmendment(event))
      this.#files.amendments.putSync(position, seal(pack(event), amendmentPlace(position)));
  }
}

/** Copied, as the caller may still change its event. */
function copyOf(event: MarketEvent): MarketEvent {
  const isFlat = event.type === "PriceTicked" && event.updates === undefined;
  return isFlat ? { ...event } : structuredClone(event);
}
