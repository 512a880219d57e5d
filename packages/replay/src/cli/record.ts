import { readMapping } from "../import/read/mapping.ts";
import { openLog } from "../open-log.ts";
import { eventMessages, type MessageReader, tradeMessages } from "../record/message-events.ts";
import { messageSource } from "../record/message-source.ts";
import { record, type Recording } from "../record/record.ts";
import { counted } from "../show/counted.ts";
import { usageError } from "../show/error-line.ts";
import { printable } from "../show/printable.ts";
import { gapLines } from "../show/gap-lines.ts";
import type { CliCommand } from "./command.ts";

interface Options {
  readonly mapping?: string;
  readonly source: string;
  readonly instrument?: string;
  readonly send?: readonly string[];
  readonly json?: true;
}

/** Most troubles reported one by one; the others are counted. */
const TROUBLES_TOLD = 20;

/** `tapefold record SOURCE TAPE`: captures a live source. */
export const command: CliCommand = {
  example: [
    "feed | tapefold record - live.tape",
    'tapefold record wss://feed.example live.tape --mapping trades.json --source feed --send \'{"subscribe":"trades"}\'',
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<source>", "- for standard input, ws://… or wss://…, or nats://host:port/SUBJECT")
      .argument(
        "<tape>",
        "a .jsonl file, the directory of a store or nats://host:port/STREAM; made where there is none",
      )
      .option(
        "--mapping <file>",
        "the messages are a vendor's trades; a mapping on the profile ticks names their fields",
      )
      .option("--source <name>", "with --mapping: what the source is called on the tape", "live")
      .option("--instrument <id>", "with --mapping: the instrument of trades that don't say it")
      .option("--send <text...>", "what a WebSocket is told once it is open, as to subscribe")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [name, path] = command.processedArgs as [string, string];
    const options = command.opts<Options>();
    const source = messageSource(name, io.stdin, options.send);
    if (source === undefined)
      throw usageError(`${name} is no source; give -, ws://…, wss://… or nats://host:port/SUBJECT`, name);
    const read = await reader(options);
    const log = await openLog(path);
    const stop = new AbortController();
    const unstop = io.onStop?.(() => stop.abort());
    let troubles = 0;
    const onTrouble = (what: string): void => {
      troubles += 1;
      if (troubles <= TROUBLES_TOLD) io.writeError(`tapefold: ${printable(what)}\n`);
      if (troubles === TROUBLES_TOLD) io.writeError("tapefold: from here on they are only counted\n");
    };
    let recording: Recording;
    try {
      recording = await record(source, log, { read, signal: stop.signal, onTrouble });
    } finally {
      unstop?.();
      await log.close();
    }
    const { gaps, ...counts } = recording;
    await io.write(
      options.json
        ? `${JSON.stringify({ ...counts, gaps: { count: gaps.count, first: gaps.kept } })}\n`
        : `${printable(path)}: ${sentence(counts)}\n${gapLines(gaps.count, gaps.kept)}`,
    );
    return 0;
  },
};

async function reader({ mapping, source, instrument }: Options): Promise<MessageReader> {
  if (mapping === undefined) return eventMessages;
  return tradeMessages(await readMapping(mapping), {
    source,
    ...(instrument !== undefined && { instrument }),
  });
}

function sentence({ head, added, repeated, refused, reconnected }: Omit<Recording, "gaps">): string {
  const others = [
    [repeated, "stood there already"],
    [refused, "could not be taken"],
    [reconnected, reconnected === 1 ? "time connected again" : "times connected again"],
  ] as const;
  const rest = others.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
  return `${counted(added, "event")} recorded${rest.join("")}; it ends at position ${head}`;
}
