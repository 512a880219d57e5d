/**
 * Finds rows that repeat a row before them. Two prints alike in one file are two; the same two in another,
 * overlapping file are repeats. A bar, a halt or a statement counts once, whichever file tells it again.
 */
import { formatInstant } from "@tapefold/core";
import type { Entry, Reject } from "./entry.ts";

/** How often one id was told so far, in all and by each file. */
interface Told {
  readonly first: Entry;
  count: number;
  readonly files: Map<string, number>;
}

/** Entries in order of time without the repeats; daily bars are left to their sessions. */
export async function* withoutRepeats(
  batches: AsyncIterable<readonly Entry[]>,
  reject: Reject,
  mustBeOneSeries: (before: Entry, entry: Entry, subject: string) => void,
): AsyncGenerator<readonly Entry[]> {
  let first: Entry | undefined;
  const told = new Map<string, Told>();
  const isNew = (entry: Entry): number => {
    if (first === undefined || entry.at !== first.at) {
      first = entry;
      if (told.size > 0) told.clear();
      return 1;
    }
    if (told.size === 0) told.set(first.id, begun(first));
    const before = told.get(entry.id);
    if (before === undefined) {
      told.set(entry.id, begun(entry));
      return 1;
    }
    const place = (before.files.get(entry.file) ?? 0) + 1;
    before.files.set(entry.file, place);
    if (!isPrint(entry) || place <= before.count) {
      const { reading } = entry;
      if (reading.kind === "trade" && reading.roles !== undefined)
        mustBeOneSeries(before.first, entry, `${reading.instrument} at ${formatInstant(entry.at)}`);
      reject(entry.file, entry.row, isSame(before.first, entry) ? "duplicate" : "duplicate-date");
      return 0;
    }
    return (before.count = place);
  };
  for await (const batch of batches) {
    const kept: Entry[] = [];
    for (const entry of batch) {
      if (entry.reading.kind === "bar") kept.push(entry);
      else {
        const place = isNew(entry);
        if (place === 1) kept.push(entry);
        else if (place > 1) kept.push({ ...entry, id: `${entry.id}-${place}` });
      }
    }
    yield kept;
  }
}

function begun(entry: Entry): Told {
  return { first: entry, count: 1, files: new Map([[entry.file, 1]]) };
}

function isPrint({ reading }: Entry): boolean {
  return reading.kind === "trade" && reading.roles === undefined;
}

function isSame({ row: a }: Entry, { row: b }: Entry): boolean {
  return a.fields.length === b.fields.length && a.fields.every((field, place) => field === b.fields[place]);
}
