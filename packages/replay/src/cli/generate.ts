import { eventLine } from "../jsonl/event-line.ts";
import { writeTape } from "../jsonl/jsonl-writer.ts";
import { generateTape } from "../generate/generate-tape.ts";
import type { CliCommand } from "./command.ts";
import { usageError } from "../show/error-line.ts";
import { printable } from "../show/printable.ts";
import { wholeNumber } from "./option-values.ts";

interface Options {
  readonly seed: number;
  readonly instruments: number;
  readonly ticks: number;
  readonly out: string;
  readonly json?: true;
}

/** `tapefold generate`: writes a made-up tape. */
export const command: CliCommand = {
  example: "tapefold generate --seed 1 --instruments 200 --ticks 1000000 --out made-up.jsonl.gz",
  define: (command) =>
    void command
      .requiredOption("--seed <n>", "the same seed gives the same tape", wholeNumber)
      .requiredOption("--instruments <n>", "how many shares and indices", wholeNumber)
      .requiredOption("--ticks <n>", "how many ticks in all", wholeNumber)
      .requiredOption(
        "--out <tape>",
        "a .jsonl or .jsonl.gz file, in place of one of that name, or - for standard output",
      )
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const { out, json, ...made } = command.opts<Options>();
    const batches = generateTape(made);
    if (out === "-") {
      if (json) throw usageError("--json needs standard output for itself; give --out a file", "--json");
      for (const batch of batches) await io.write(batch.map((event) => `${eventLine(event)}\n`).join(""));
      return 0;
    }
    const events = await writeTape(out, batches);
    await io.write(`${json ? JSON.stringify({ out, events }) : `${printable(out)}: ${events} events`}\n`);
    return 0;
  },
};
