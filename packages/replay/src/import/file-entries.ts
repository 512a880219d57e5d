/** Reads a file on the second pass: its taken rows become entries in order of time, the others are refused. */
import { entryId } from "./lay/event-ids.ts";
import { type RowSessions, timeOf } from "./lay/session-hours.ts";
import { sortOnDisk } from "./order/disk-sort.ts";
import type { Entry, Reject } from "./order/entry.ts";
import { inOrder } from "./order/order-window.ts";
import { sequenceOf, type SurveyedFile } from "./order/survey.ts";
import type { OpenedFile } from "./read/opened-file.ts";
import type { Progress } from "./report/read-progress.ts";

export interface EntriesContext {
  /** Name of the profile, with which ids begin. */
  readonly profile: string;
  /** Most rows held back to put late ones in their place. */
  readonly window: number;
  readonly sessionOf: RowSessions;
  readonly progress: Progress;
  readonly reject: Reject;
}

/** A file's taken rows in order of time. */
export function orderedEntries(
  { file, survey }: SurveyedFile,
  context: EntriesContext,
): AsyncIterable<readonly Entry[]> {
  const { window, reject } = context;
  const entries = fileEntries(file, context);
  if (survey.outOfOrder === 0) return entries;
  // Rows grouped by instrument or newest first fit no window.
  const isElsewise = file.shape.isGrouped === true || survey.outOfOrder > survey.rows / 2;
  if (isElsewise && survey.rows > window) return sortOnDisk(entries, window);
  return inOrder(entries, ({ row }) => reject(file.source.name, row, "out-of-order"), window);
}

/** A file's taken rows as they come. */
export async function* fileEntries(
  file: OpenedFile,
  { profile, sessionOf, progress, reject }: EntriesContext,
): AsyncGenerator<readonly Entry[]> {
  const { name } = file.source;
  const { batches, read } = file.begin(progress.begin());
  for await (const batch of batches) {
    const entries: Entry[] = [];
    for (const row of batch) {
      const reading = read(row);
      if (reading.kind === "refused") reject(name, row, reading.code);
      else if (reading.kind !== "skipped") {
        const at = timeOf(reading, sessionOf);
        const id = entryId(profile, row, reading, at);
        entries.push({ at, sequence: sequenceOf(reading), id, reading, file: name, row });
      }
    }
    yield entries;
  }
}
