import { repairTape } from "../jsonl/repair-tape.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/error-line.ts";

/**
 * `tapefold repair TAPE --out FILE`: writes the whole lines of a torn tape, and beside them what was cut off.
 */
export const command: CliCommand = {
  example: "tapefold repair torn.jsonl --out whole.jsonl",
  define: (command) =>
    void command
      .argument("<tape>", "a .jsonl or .jsonl.gz file, or - for standard input")
      .requiredOption("--out <file>", "a new .jsonl file; what is cut off goes to FILE.cut"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { out } = command.opts<{ readonly out: string }>();
    const { events, cutBytes, cutFile } = await repairTape(path, out, io.stdin);
    const cut =
      cutBytes === 0 ? "nothing had to be cut off" : `${cutBytes} bytes cut off and kept (${cutFile})`;
    await io.write(`${printable(out)}: ${events} ${events === 1 ? "event" : "events"}, ${printable(cut)}\n`);
    return 0;
  },
};
