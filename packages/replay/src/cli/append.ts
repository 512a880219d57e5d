import {
  type Appended,
  type EventLog,
  MarketError,
  type MarketEvent,
  type ReadableLog,
  type Recorded,
} from "@tapefold/core";
import { closeSync, existsSync, fstatSync, rmSync } from "node:fs";
import { jsonlLog } from "../jsonl/jsonl-log.ts";
import { isStreamAddress } from "../nats/stream-at-address.ts";
import { openTape } from "../open-tape.ts";
import { openLog } from "../open-log.ts";
import { snapshotFolderPath } from "../snapshots/snapshot-folder.ts";
import { writeSnapshotFolder } from "../snapshots/write-snapshot-folder.ts";
import { keepSnapshots, type SnapshotOptions } from "../snapshots/keep-snapshots.ts";
import { isDirectory } from "../disk/stats.ts";
import { spool } from "../jsonl/spool.ts";
import { bytesOnce, chunksOf, tapeBytes } from "../jsonl/tape-bytes.ts";
import { builtInUpcaster } from "../tape/upcaster.ts";
import { withId } from "../tape/with-id.ts";
import { ReusedIds } from "../verify/reused-ids.ts";
import { SequenceGaps } from "../verify/sequence-gaps.ts";
import type { CliCommand } from "./command.ts";
import { counted } from "../show/counted.ts";
import { printable } from "../show/printable.ts";
import { gapLines, reusedIdsLine } from "../show/gap-lines.ts";
import { refusalCounts, refusalLine } from "../show/refusal-line.ts";
import { stateAt } from "../fold/state-at.ts";
import type { Io } from "../show/io.ts";
import { type ProgressLine, progressLine } from "../show/progress-line.ts";

/** `tapefold append TAPE [FILE]`: adds events durably, each only once however often it is sent. */
export const command: CliCommand = {
  example: [
    "tapefold append x.tape test/sessions/golden.jsonl",
    "cat more.jsonl | tapefold append x.tape",
  ].join("\n"),
  define: (command) =>
    void command
      .argument(
        "<tape>",
        "a .jsonl file, the directory of a store or nats://host:port/STREAM; made where there is none",
      )
      .argument("[file]", "the tape to add; standard input if absent", "-")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path, file] = command.processedArgs as [string, string];
    const { json } = command.opts<{ readonly json?: true }>();
    const progress = progressLine(io, json === true);
    const { head, added, repeated, gaps, reusedIds } = await appendAll(
      path,
      source(file, io),
      progress,
    ).finally(progress.clear);
    const total = { head, added, repeated };
    const { state } = await stateAt(openTape(path));
    await io.write(
      json
        ? `${JSON.stringify({ ...total, rejected: refusalCounts(state).rejected, gaps: { count: gaps.count, first: gaps.kept }, reusedIds })}\n`
        : `${printable(path)}: ${sentence(total)}\n${gapLines(gaps.count, gaps.kept)}${reusedIdsLine(reusedIds)}${refusalLine(state, path)}`,
    );
    return 0;
  },
};

/** The events to add, as they come; a line without an id is given one. */
function source(file: string, io: Io): ReadableLog {
  if (file !== "-" && (isDirectory(file) || isStreamAddress(file))) return openTape(file);
  const bytes = file === "-" ? bytesOnce(io.stdin) : tapeBytes(file, io.stdin);
  return jsonlLog(file === "-" ? "standard input" : file, bytes, (value) =>
    withId(builtInUpcaster.value(value)),
  );
}

type SnapshotTold = NonNullable<SnapshotOptions["onSnapshot"]>;

interface Total extends Omit<Appended, "gaps"> {
  readonly gaps: SequenceGaps;
  /** Number of ids that stand on lines of different instants among the events that were given. */
  readonly reusedIds: number;
}

/**
 * Adds everything to the tape at a path, which is opened, or created, only when there is something to add.
 */
async function appendAll(
  path: string,
  events: ReadableLog,
  progress: ProgressLine,
  expectedHead?: number,
): Promise<Total> {
  let log: EventLog | undefined;
  const gaps = new SequenceGaps();
  const ids = new ReusedIds();
  const isNew = !existsSync(path);
  let [added, repeated] = [0, 0];
  try {
    for await (const batch of events.read()) {
      if (log === undefined) {
        log = await openLog(path);
        if (expectedHead !== undefined) await mustStandAt(log, expectedHead);
      }
      const appended = await appendBatch(log, batch, events);
      added += appended.added;
      repeated += appended.repeated;
      for (const gap of appended.gaps) gaps.add(gap);
      ids.watch(batch);
      progress.show(() => `${added.toLocaleString("en")} events added`);
    }
    log ??= await openLog(path);
    await withSnapshots(log, (position, head) => {
      progress.show(() => `snapshots ${Math.floor((100 * position) / head)} %`);
    });
    return { head: await log.head(), added, repeated, gaps, reusedIds: ids.count };
  } catch (error) {
    // A tape created by this run is removed again if nothing was added.
    if (isNew && added === 0 && log !== undefined) {
      await log.close();
      rmSync(path, { recursive: true });
    }
    throw error;
  } finally {
    await log?.close();
  }
}

async function mustStandAt(log: EventLog, expected: number): Promise<void> {
  const actual = await log.head();
  if (actual === expected) return;
  const message = `the tape was gone on with meanwhile, from position ${expected} to ${actual}; import again (${log.name})`;
  throw new MarketError("HEAD_MISMATCH", message, { expected, actual });
}

/**
 * Adds lines that are made while they are read to the tape at a path. All are made first, so that a fault
 * among them adds nothing; then whole sessions are appended together.
 */
export async function appendLines(
  path: string,
  lines: AsyncIterable<Uint8Array>,
  expectedHead: number,
  progress: ProgressLine,
): Promise<void> {
  const file = await spool(lines);
  try {
    if (fstatSync(file).size === 0) return;
    const log = jsonlLog("the import", () => chunksOf(file, 0, CHUNK_BYTES));
    await appendAll(path, { ...log, read: () => bySessions(log.read()) }, progress, expectedHead);
  } finally {
    closeSync(file);
  }
}

/** Batches with a least number of events, each but the last ending with a session. */
async function* bySessions(batches: AsyncIterable<readonly Recorded[]>): AsyncGenerator<readonly Recorded[]> {
  let held: Recorded[] = [];
  for await (const batch of batches) {
    for (const recorded of batch) {
      held.push(recorded);
      if (held.length < BATCH_EVENTS || recorded.event.type !== "SessionClosed") continue;
      yield held;
      held = [];
    }
  }
  if (held.length > 0) yield held;
}

const BATCH_EVENTS = 20_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * Makes snapshots, so that any moment is quick to reach: in a store, and in the snapshot folder of a file
 * that has one. A failure here does not undo the append.
 */
async function withSnapshots(log: EventLog, onSnapshot: SnapshotTold): Promise<void> {
  try {
    await keepSnapshots(log, { onSnapshot });
    if (isDirectory(snapshotFolderPath(log.name))) await writeSnapshotFolder(log.name, { onSnapshot });
  } catch (error) {
    if (!(error instanceof MarketError)) throw error;
    const message = `everything was added, but no snapshot could be kept: ${error.message}`;
    throw new MarketError("LOG_UNWRITABLE", message, { log: log.name }, error);
  }
}

/** Appends a batch; an id that stands with other content is reported with both its places. */
async function appendBatch(
  log: EventLog,
  batch: readonly Recorded[],
  { name }: ReadableLog,
): Promise<Appended> {
  try {
    return await log.append(batch.map(({ event }) => event));
  } catch (error) {
    if (!(error instanceof MarketError) || error.code !== "ID_CONFLICT") throw error;
    const detail = error.detail as MarketError<"ID_CONFLICT">["detail"];
    const { position: line, event } = batch[detail.index] as Recorded;
    throw new MarketError(
      "ID_CONFLICT",
      `${error.message}${remedyOf(event)} (${name}:${line})`,
      detail,
      error,
    );
  }
}

/**
 * Instruments of one market that were imported separately may disagree on a session's closes or on a scale.
 */
function remedyOf(event: MarketEvent): string {
  if (event.type === "SessionClosed" && event.id.endsWith(`-${event.date}-closed`))
    return "; instruments of one market are imported together, or with import --into";
  if (event.type === "InstrumentListed" && event.id.endsWith(`-${event.mic}-${event.instrument}`))
    return "; give --scale and its like at each import, or import with --into";
  return "";
}

function sentence({ head, added, repeated }: Omit<Total, "gaps" | "reusedIds">): string {
  const left =
    repeated === 0 ? "" : `, ${repeated} stood there already and ${repeated === 1 ? "was" : "were"} left out`;
  return `${counted(added, "event")} added${left}; it ends at position ${head}`;
}
