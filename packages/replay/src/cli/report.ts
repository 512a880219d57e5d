import { openTape } from "../open-tape.ts";
import { writeTapeLines } from "../jsonl/jsonl-writer.ts";
import { errorLine, usageError } from "../show/error-line.ts";
import { printable } from "../show/printable.ts";
import { historyReport } from "../report/history-report.ts";
import { sessionReport } from "../report/session-report.ts";
import type { ColourOrder } from "../show/board-style.ts";
import type { CliCommand } from "./command.ts";
import { asOfTyped, AT, coloursOption, mustBeApart, wholeNumber } from "./option-values.ts";

interface Options {
  readonly out: string;
  readonly at?: string;
  readonly sessions?: number;
  readonly instrument?: string;
  readonly colours: ColourOrder;
  readonly json?: true;
}

/** `tapefold report TAPE --out FILE.html`: a session as one page that needs nothing else. */
export const command: CliCommand = {
  example: "tapefold report test/sessions/golden.jsonl --out golden.html",
  define: (command) =>
    void command
      .argument("<tape>", "a .jsonl or .jsonl.gz file, the directory of a store, or - for standard input")
      .requiredOption("--out <file>", "the page to write, or - for standard output")
      .option("--at <when>", AT)
      .option("--sessions <n>", "the last n sessions of one instrument instead", wholeNumber)
      .option("--instrument <id>", "which one, where the tape lists several")
      .addOption(coloursOption())
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { out, at, colours, sessions, instrument, json } = command.opts<Options>();
    mustBeApart(out, path);
    if (out === "-" && json)
      throw usageError("--json needs standard output for itself; give --out a file", "--json");
    const asOf = asOfTyped(at);
    const tape = openTape(path, io.stdin);
    const { html, fault } = await (sessions === undefined
      ? sessionReport(tape, { asOf, colours })
      : historyReport(tape, { asOf, colours, sessions: Math.max(1, sessions), instrument }));
    if (out === "-") await io.write(html);
    else {
      const bytes = Buffer.from(html);
      await writeTapeLines(
        out,
        (async function* () {
          yield bytes;
        })(),
      );
      const told = `${printable(out)}: ${Math.ceil(bytes.length / 1000)} kB`;
      await io.write(`${json ? JSON.stringify({ out, bytes: bytes.length }) : told}\n`);
    }
    if (fault === undefined) return 0;
    io.writeError(errorLine(fault, false));
    return 2;
  },
};
