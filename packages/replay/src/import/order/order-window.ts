/**
 * Puts a file's rows in order of time within a window: a row may come late by half the window's rows. A row
 * that comes later still is handed back, because its place has been given out.
 */
import { byTime, type Entry } from "./entry.ts";

/** Rows held back; a daily history of a century fits. */
export const WINDOW_ROWS = 100_000;

export async function* inOrder(
  batches: AsyncIterable<readonly Entry[]>,
  tooLate: (entry: Entry) => void,
  size: number,
): AsyncGenerator<readonly Entry[]> {
  let held: Entry[] = [];
  let isSorted = true;
  let given = -Infinity;
  let newest: Pick<Entry, "at" | "sequence"> = { at: -Infinity, sequence: 0 };
  for await (const batch of batches) {
    for (const entry of batch) {
      if (entry.at < given) {
        tooLate(entry);
        continue;
      }
      if (byTime(entry, newest) < 0) isSorted = false;
      else newest = entry;
      held.push(entry);
      if (held.length < size) continue;
      if (!isSorted) held.sort(byTime);
      const first = held.slice(0, held.length - Math.floor(size / 2));
      held = held.slice(first.length);
      given = first.at(-1)?.at ?? given;
      isSorted = true;
      yield first;
    }
  }
  if (!isSorted) held.sort(byTime);
  if (held.length > 0) yield held;
}
