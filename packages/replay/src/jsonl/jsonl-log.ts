/** Tapes as newline-delimited JSON: one event a line, read in one pass with flat memory. */
import type { ReadableLog, Recorded } from "@tapefold/core";
import { EventReader, type Prepare } from "./event-reader.ts";
import { type LineMark, LineMarks } from "./line-marks.ts";
import { LineSplitter } from "./line-splitter.ts";
import type { ByteSource } from "./tape-bytes.ts";
import { builtInUpcaster } from "../tape/upcaster.ts";

/**
 * A log over the bytes of a tape; `name` is its name in messages. A later reading begins near where the last
 * one left off.
 */
export function jsonlLog(
  name: string,
  bytes: ByteSource,
  prepare: Prepare = builtInUpcaster.value,
): ReadableLog {
  const marks = new LineMarks();
  return {
    name,
    async *read({ from = 1 } = {}) {
      const begin = marks.before(from);
      const lines = new LineSplitter(begin?.bytes);
      const reader = new EventReader(name, prepare, begin?.events);
      for await (const batch of readAll(lines, reader, bytes(begin), (mark) => marks.add(mark))) {
        const rest = from === 1 ? batch : batch.filter(({ position }) => position >= from);
        if (rest.length > 0) yield rest;
      }
    },
  };
}

/** Batches of a chunk's lines; events before a fault are given before it is thrown. */
async function* readAll(
  lines: LineSplitter,
  reader: EventReader,
  bytes: AsyncIterable<Buffer>,
  onMark: (mark: LineMark) => void,
): AsyncGenerator<Recorded[]> {
  let batch: Recorded[] = [];
  const take = (chunk: Buffer, from: number, to: number): void => {
    batch.push(reader.read(chunk, from, to));
  };
  try {
    for await (const chunk of bytes) {
      lines.split(chunk, take);
      if (batch.length > 0) {
        const ended = chunk.subarray(0, chunk.length - lines.restBytes);
        onMark({ events: reader.events, bytes: lines.start, ending: ended.subarray(-ENDING_BYTES) });
        yield batch;
      }
      batch = [];
    }
    const last = reader.readLast(lines.rest, lines.start);
    if (last !== undefined) batch.push(last);
  } catch (error) {
    if (batch.length > 0) yield batch;
    throw reader.fault(error, lines.start);
  }
  if (batch.length > 0) yield batch;
}

/**
 * Bytes of a line's end that distinguish it from most others: ids and instants differ there, or just before.
 */
const ENDING_BYTES = 64;
