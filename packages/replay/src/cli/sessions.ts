import type { State } from "@tapefold/core";
import { market, marketList } from "@tapefold/projections";
import { Option } from "commander";
import {
  mustBeListed,
  SESSION_COLUMNS,
  sessionState,
  type SessionText,
  sessionTexts,
} from "../ask/sessions.ts";
import { csvLine } from "../disk/csv-line.ts";
import { openTape } from "../open-tape.ts";
import { usageError } from "../show/error-line.ts";
import { refusalLine } from "../show/refusal-line.ts";
import type { CliCommand } from "./command.ts";
import { TAPE } from "./option-values.ts";

interface Options {
  readonly instrument?: readonly string[];
  readonly all?: true;
  readonly format: "csv" | "json";
  readonly json?: true;
}

/** `tapefold sessions TAPE`: one row for each closed session of one or several instruments. */
export const command: CliCommand = {
  example: [
    "tapefold sessions test/sessions/golden.jsonl --instrument N225",
    "tapefold sessions test/sessions/golden.jsonl --all",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .option("--instrument <id...>", "whose sessions; of several each row begins with the instrument")
      .option("--all", "of all instruments, in order of listing")
      .addOption(new Option("--format <format>", "how to write them").choices(["csv", "json"]).default("csv"))
      .option("--json", "as --format json"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { instrument: named, all, format, json } = command.opts<Options>();
    if ((named === undefined) === (all === undefined))
      throw usageError("say whose sessions: --instrument ID, or --all", "--instrument");
    const log = openTape(path, io.stdin);
    const state = await sessionState(log);
    for (const instrument of named ?? []) mustBeListed(state, instrument, log.name);
    const instruments = named ?? everyInstrument(state);
    const isOne = named?.length === 1;
    const isJson = json === true || format === "json";
    await io.write(isJson ? "[" : csvLine(isOne ? SESSION_COLUMNS : ["instrument", ...SESSION_COLUMNS]));
    let count = 0;
    for (const instrument of instruments) {
      const rows: readonly Row[] = sessionTexts(state, instrument).map((row) =>
        isOne ? row : { instrument, ...row },
      );
      const lines = rows.map((row, index) => {
        if (isJson) return `${count + index === 0 ? "" : ","}${JSON.stringify(row)}`;
        const values = SESSION_COLUMNS.map((column) => row[column]);
        return csvLine(isOne ? values : [instrument, ...values]);
      });
      count += rows.length;
      await io.write(lines.join(""));
    }
    if (isJson) await io.write("]\n");
    io.writeError(refusalLine(state, path));
    return 0;
  },
};

type Row = SessionText & { readonly instrument?: string };

function everyInstrument(state: State): string[] {
  return state.read(marketList, "all").mics.flatMap((mic) => state.read(market, mic).instruments);
}
