/**
 * Chunks: up to `CHUNK_EVENTS` events in a row as bytes, ticks as rows, everything else packed whole. A chunk says
 * where it stands and what is known by its end, so that a reader can search among chunks without reading them.
 */
import type { MarketEvent, Recorded } from "@tapefold/core";
import { isAmendment } from "@tapefold/core";
import { Packr } from "msgpackr";
import { internedName } from "../../tape/interned-name.ts";
import { damaged, SEAL_BYTES, sealInPlace, unseal } from "./sealed.ts";
import { ROW_BYTES_MAX, type Shape, TickRowReader, TickRowWriter } from "./tick-rows.ts";
import { VarintReader, VarintWriter } from "./varints.ts";

/** Most events in a chunk. */
export const CHUNK_EVENTS = 512;

/** Facts about a chunk, and about the tape up to its end. */
export interface ChunkHead {
  /** Position of its first event. */
  readonly first: number;
  readonly events: number;
  /** The greatest `at` on the tape up to its end; microseconds. */
  readonly latest: number;
  /** Number of amendments on the tape up to its end. */
  readonly amendments: number;
}

export interface Chunk extends ChunkHead {
  readonly recorded: readonly Recorded[];
}

/** The head before the first chunk. */
export const BEFORE_ALL: ChunkHead = { first: 1, events: 0, latest: -Infinity, amendments: 0 };

/** Rows are written here first: a buffer of its own for each chunk would cost more than writing it. */
let rowBytes = Buffer.alloc(0);

function scratch(bytes: number): Buffer {
  if (rowBytes.length < bytes) rowBytes = Buffer.alloc(bytes);
  return rowBytes;
}

const HEAD_BYTES = 28;
const packr = new Packr({ useRecords: true, moreTypes: false, variableMapSize: true });

/** The bytes of events that follow the chunk `before`, and their head. */
export function encodeChunk(
  events: readonly MarketEvent[],
  before: ChunkHead,
): { head: ChunkHead; bytes: Buffer } {
  const firstAt = events[0]?.at ?? 0;
  const rows = new TickRowWriter(firstAt);
  const others: MarketEvent[] = [];
  const writer = new VarintWriter(scratch(events.length * ROW_BYTES_MAX));
  let { latest, amendments } = before;
  for (const event of events) {
    if (event.at > latest) latest = event.at;
    if (isAmendment(event)) amendments += 1;
    if (rows.write(event, writer)) continue;
    writer.whole(0);
    others.push(event);
  }
  const first = before.first + before.events;
  const names = packr.pack([firstAt, rows.shapes.map(shapeParts), rows.instruments, rows.ids.forms, others]);
  const sealed = Buffer.allocUnsafe(SEAL_BYTES + HEAD_BYTES + 4 + names.length + writer.length);
  const body = sealed.subarray(SEAL_BYTES);
  body.writeDoubleLE(first, 0);
  body.writeUInt32LE(events.length, 8);
  body.writeDoubleLE(latest, 12);
  body.writeDoubleLE(amendments, 20);
  body.writeUInt32LE(names.length, HEAD_BYTES);
  names.copy(body, HEAD_BYTES + 4);
  writer.written().copy(body, HEAD_BYTES + 4 + names.length);
  const head = { first, events: events.length, latest, amendments };
  return { head, bytes: sealInPlace(sealed, placeOf(first)) };
}

/**
 * The head of a chunk, which is checked as a whole.
 *
 * @throws MarketError `LOG_DAMAGED`
 */
export function chunkHead(bytes: Buffer, first: number, log: string): ChunkHead {
  return headOf(unseal(bytes, placeOf(first), log));
}

/**
 * The events of a chunk.
 *
 * @throws MarketError `LOG_DAMAGED`
 */
export function decodeChunk(bytes: Buffer, first: number, log: string): Chunk {
  const body = unseal(bytes, placeOf(first), log);
  const head = headOf(body);
  const namesEnd = HEAD_BYTES + 4 + body.readUInt32LE(HEAD_BYTES);
  const [firstAt, shapes, instruments, ids, others] = packr.unpack(
    body.subarray(HEAD_BYTES + 4, namesEnd),
  ) as [number, ReturnType<typeof shapeParts>[], string[], TickRowWriter["ids"]["forms"], MarketEvent[]];
  const reader = new VarintReader(body, namesEnd);
  const names = { firstAt, shapes: shapes.map(shapeOf), instruments: instruments.map(internedName), ids };
  const rows = new TickRowReader(names);
  const recorded: Recorded[] = [];
  let other = 0;
  for (let position = first; position < first + head.events; position += 1) {
    const shape = reader.whole();
    const event = shape === 0 ? others[other++] : rows.read(shape - 1, reader);
    if (event === undefined) throw damaged(`chunk ${first} holds fewer events than it says`, log);
    recorded.push({ position, event });
  }
  return { ...head, recorded };
}

function headOf(body: Buffer): ChunkHead {
  return {
    first: body.readDoubleLE(0),
    events: body.readUInt32LE(8),
    latest: body.readDoubleLE(12),
    amendments: body.readDoubleLE(20),
  };
}

function placeOf(first: number): string {
  return `chunk ${first}`;
}

/** A shape as a bare list: packing the fields' names into every chunk would cost more than all else in a small one. */
function shapeParts({
  source,
  price,
  size,
  updates,
}: Shape): readonly [Shape["source"], Shape["price"], Shape["size"], Shape["updates"]] {
  return [source, price, size, updates];
}

function shapeOf([source, price, size, updates]: ReturnType<typeof shapeParts>): Shape {
  return { source: source === null ? null : internedName(source), price, size, updates };
}
