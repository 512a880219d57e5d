import { repairTape } from "../jsonl/repair-tape.ts";
import type { CliCommand } from "./command.ts";
import { counted } from "../show/counted.ts";
import { usageError } from "../show/error-line.ts";
import { printable } from "../show/printable.ts";

/**
 * `tapefold repair TAPE --out FILE`: writes the whole lines of a torn tape, and beside them what was cut off.
 */
export const command: CliCommand = {
  example: "tapefold repair torn.jsonl --out whole.jsonl",
  define: (command) =>
    void command
      .argument("<tape>", "a .jsonl or .jsonl.gz file, or - for standard input")
      .requiredOption("--out <file>", "a new .jsonl file; what is cut off goes to FILE.cut")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { out, json } = command.opts<{ readonly out: string; readonly json?: true }>();
    if (out === "-") throw usageError("what is cut off is kept beside a file; give --out one", "--out");
    const { events, cutBytes, cutFile } = await repairTape(path, out, io.stdin);
    const cut =
      cutBytes === 0 ? "nothing had to be cut off" : `${cutBytes} bytes cut off and kept (${cutFile})`;
    const told = `${printable(out)}: ${counted(events, "event")}, ${printable(cut)}`;
    const document = { out, events, cutBytes, cutFile: cutBytes === 0 ? null : cutFile };
    await io.write(`${json ? JSON.stringify(document) : told}\n`);
    return 0;
  },
};
