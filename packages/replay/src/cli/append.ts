import { type Appended, type EventLog, MarketError, type ReadableLog, type Recorded } from "@tapefold/core";
import { nanoid } from "nanoid";
import { jsonlLog, openTape } from "../jsonl-log.ts";
import { openLog } from "../open-log.ts";
import { keepSnapshots } from "../store/keep-snapshots.ts";
import { isDirectory } from "../store/store-at-path.ts";
import { tapeBytes } from "../tape-bytes.ts";
import { builtInUpcaster } from "../upcaster.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "./error-line.ts";
import type { Io } from "./io.ts";

/** `tapefold append TAPE [FILE]`: adds events durably, each once however often it is sent. */
export const command: CliCommand = {
  example: [
    "tapefold append x.tape test/sessions/golden.jsonl",
    "cat more.jsonl | tapefold append x.tape",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", "a .jsonl file or the directory of a store; made where there is none")
      .argument("[file]", "the tape to add; standard input if absent", "-")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path, file] = command.processedArgs as [string, string];
    const { json } = command.opts<{ readonly json?: true }>();
    const log = await openLog(path);
    let total: Appended;
    try {
      total = await appendAll(log, source(file, io));
      // A store keeps them, so that any moment of it is at hand.
      await keepSnapshots(log);
    } finally {
      await log.close();
    }
    await io.write(json ? `${JSON.stringify(total)}\n` : `${printable(path)}: ${sentence(total)}\n`);
    return 0;
  },
};

/** The events to add; a line that comes without an id is given one. */
function source(file: string, io: Io): ReadableLog {
  if (file !== "-" && isDirectory(file)) return openTape(file);
  return jsonlLog(file === "-" ? "standard input" : file, tapeBytes(file, io.stdin), (value) =>
    withId(builtInUpcaster.value(value)),
  );
}

function withId(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || Object.hasOwn(value, "id"))
    return value;
  return { id: nanoid(), ...value };
}

async function appendAll(log: EventLog, events: ReadableLog): Promise<Appended> {
  let total: Appended = { head: await log.head(), added: 0, repeated: 0 };
  for await (const batch of events.read()) {
    const { head, added, repeated } = await appendBatch(log, batch, events);
    total = { head, added: total.added + added, repeated: total.repeated + repeated };
  }
  return total;
}

/** Adds a batch; an id that stands with other content is told with both its places. */
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
    const line = batch[detail.index]?.position;
    throw new MarketError("ID_CONFLICT", `${error.message} (${name}:${line})`, detail, error);
  }
}

function sentence({ head, added, repeated }: Appended): string {
  const left =
    repeated === 0 ? "" : `, ${repeated} stood there already and ${repeated === 1 ? "was" : "were"} left out`;
  return `${added} ${added === 1 ? "event" : "events"} added${left}; it ends at position ${head}`;
}
