/**
 * Merges streams, each in order of time, into one. At one instant the stream that comes first in the list
 * goes first. A stream is begun only when its first entry is due, so that thousands of files are not open at
 * once.
 */
import type { Instant } from "@tapefold/core";
import type { Entry } from "./entry.ts";

export interface MergeInput {
  /** No entry of the stream is earlier. */
  readonly from: Instant;
  readonly begin: () => AsyncIterable<readonly Entry[]>;
}

/** A stream that has been begun, standing at its next entry. */
interface Cursor {
  readonly rank: number;
  readonly batches: AsyncIterator<readonly Entry[]>;
  batch: readonly Entry[];
  index: number;
}

/** Below 0 if the first entry is due sooner; at 0 the stream that comes first in the list goes first. */
type Order = (a: Entry, b: Entry) => number;

/** Small enough that everything made of a batch is young garbage when it is written. */
const BATCH_ENTRIES = 256;

export async function* merge(
  inputs: readonly MergeInput[],
  order: Order = (a, b) => a.at - b.at,
): AsyncGenerator<readonly Entry[]> {
  const waiting = inputs
    .map((input, rank) => ({ ...input, rank }))
    .toSorted((a, b) => a.from - b.from || a.rank - b.rank);
  /** A heap: the stream whose turn it is stands first. */
  const open: Cursor[] = [];
  let merged: Entry[] = [];
  while (true) {
    while (waiting[0] !== undefined && (open[0] === undefined || waiting[0].from <= dueAt(open[0]))) {
      const { rank, begin } = waiting.shift()!;
      const cursor: Cursor = { rank, batches: begin()[Symbol.asyncIterator](), batch: [], index: 0 };
      if (await refill(cursor)) rise(open, open.push(cursor) - 1, order);
    }
    const [next, left, right] = open;
    if (next === undefined) break;
    merged.push(next.batch[next.index++]!);
    // Entries pass without being compared one by one as long as no other stream is due.
    const until = Math.min(
      left ? dueAt(left) : Infinity,
      right ? dueAt(right) : Infinity,
      waiting[0]?.from ?? Infinity,
    );
    while (next.index < next.batch.length && dueAt(next) < until) merged.push(next.batch[next.index++]!);
    if (next.index === next.batch.length && !(await refill(next))) {
      const last = open.pop()!;
      if (last !== next) open[0] = last;
    }
    sink(open, order);
    if (merged.length < BATCH_ENTRIES) continue;
    yield merged;
    merged = [];
  }
  if (merged.length > 0) yield merged;
}

function dueAt(cursor: Cursor): Instant {
  return cursor.batch[cursor.index]!.at;
}

function isBefore(a: Cursor, b: Cursor, order: Order): boolean {
  const sooner = order(a.batch[a.index]!, b.batch[b.index]!);
  return sooner < 0 || (sooner === 0 && a.rank < b.rank);
}

function rise(heap: Cursor[], from: number, order: Order): void {
  for (let index = from; index > 0;) {
    const parent = (index - 1) >> 1;
    if (!isBefore(heap[index]!, heap[parent]!, order)) return;
    [heap[index], heap[parent]] = [heap[parent]!, heap[index]!];
    index = parent;
  }
}

function sink(heap: Cursor[], order: Order): void {
  for (let index = 0; ;) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    let least = index;
    if (left < heap.length && isBefore(heap[left]!, heap[least]!, order)) least = left;
    if (right < heap.length && isBefore(heap[right]!, heap[least]!, order)) least = right;
    if (least === index) return;
    [heap[index], heap[least]] = [heap[least]!, heap[index]!];
    index = least;
  }
}

/** Fetches the stream's next entries; false at its end. */
async function refill(cursor: Cursor): Promise<boolean> {
  while (true) {
    const { value, done } = await cursor.batches.next();
    if (done === true) return false;
    if (value.length === 0) continue;
    cursor.batch = value;
    cursor.index = 0;
    return true;
  }
}
