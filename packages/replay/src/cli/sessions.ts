import { Option } from "commander";
import { openTape } from "../open-tape.ts";
import { SESSION_COLUMNS, sessionsOf } from "../ask/sessions.ts";
import type { CliCommand } from "./command.ts";

interface Options {
  readonly instrument: string;
  readonly format: "csv" | "json";
}

/** `tapefold sessions TAPE`: one row a closed session of an instrument. */
export const command: CliCommand = {
  example: "tapefold sessions test/sessions/golden.jsonl --instrument N225",
  define: (command) =>
    void command
      .argument("<tape>", "a .jsonl or .jsonl.gz file, or - for standard input")
      .requiredOption("--instrument <id>", "whose sessions")
      .addOption(
        new Option("--format <format>", "how to write them").choices(["csv", "json"]).default("csv"),
      ),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { instrument, format } = command.opts<Options>();
    const rows = await sessionsOf(openTape(path, io.stdin), instrument);
    if (format === "json") {
      await io.write(`${JSON.stringify(rows)}\n`);
      return 0;
    }
    const lines = rows.map((row) => SESSION_COLUMNS.map((column) => row[column] ?? "").join(","));
    await io.write(`${[SESSION_COLUMNS.join(","), ...lines].join("\n")}\n`);
    return 0;
  },
};
