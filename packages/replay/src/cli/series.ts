import { Option } from "commander";
import { series, type SeriesRhythm, seriesRhythms } from "../ask/series.ts";
import { seriesBytes, type SeriesFormat, seriesFormats } from "../ask/series-file.ts";
import { loadRules } from "../fold/rules-module.ts";
import { inputTape } from "../jsonl/input-tape.ts";
import { writeTapeLines } from "../jsonl/jsonl-writer.ts";
import { openTape } from "../open-tape.ts";
import { counted } from "../show/counted.ts";
import { usageError } from "../show/error-line.ts";
import { printable } from "../show/printable.ts";
import type { CliCommand } from "./command.ts";
import { mustBeApart, RULES, TAPE } from "./option-values.ts";

interface Options {
  readonly field: readonly string[];
  readonly every: SeriesRhythm;
  readonly format?: SeriesFormat;
  readonly rules?: string;
  readonly follow?: true;
  readonly out?: string;
  readonly json?: true;
}

/** `tapefold series TAPE`: fields of the state over the tape, for notebooks and spreadsheets. */
export const command: CliCommand = {
  example: [
    "tapefold series test/sessions/golden.jsonl --field instruments.N225.last --every 1m",
    "tapefold series test/sessions/golden.jsonl --field instruments.N225.close --every session --format parquet --out n225.parquet",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .requiredOption(
        "--field <path...>",
        "a field of replay --json, such as instruments.N225.last; a column each",
      )
      .addOption(
        new Option(
          "--every <when>",
          "after each accepted tick, at the last event of a second or minute, or at each close",
        )
          .choices(seriesRhythms)
          .makeOptionMandatory(),
      )
      .addOption(
        new Option("--format <format>", "how to write it; if absent as --out ends, else csv").choices(
          seriesFormats,
        ),
      )
      .option("--rules <module>", `${RULES}; their fields are rules.NAME.KEY.FIELD`)
      .option("--follow", "go on as the tape is written, until the process is asked to end")
      .option(
        "--out <file>",
        "a file, in place of one of that name, packed if it ends in .gz; standard output if absent",
      )
      .option("--json", "one JSON document: the rows as a list, or with --out what was written"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const options = command.opts<Options>();
    const { field: fields, every } = options;
    const out = options.out === "-" ? undefined : options.out;
    const format =
      options.format ?? seriesFormats.find((each) => out?.replace(/\.gz$/, "").endsWith(`.${each}`)) ?? "csv";
    if (out !== undefined) mustBeApart(out, path);
    if (options.follow && (out !== undefined || format === "parquet" || options.json))
      throw usageError("--follow gives rows as they come; leave --out, --json and Parquet out", "--follow");
    if (options.json && out === undefined && options.format !== undefined)
      throw usageError("--json is a format of its own; leave --format out, or give --out", "--json");
    if (format === "parquet" && out === undefined)
      throw usageError("Parquet is no text; say where it goes with --out FILE", "--out");
    const twice = fields.find((field, index) => fields.indexOf(field) !== index);
    if (twice !== undefined) throw usageError(`${twice} is given twice; a field makes one column`, "--field");
    const own = options.rules === undefined ? [] : (await loadRules(options.rules)).own;
    const stop = options.follow ? new AbortController() : undefined;
    const unstop = stop && io.onStop?.(() => stop.abort());
    const tape = options.follow && path === "-" ? inputTape(io.stdin) : openTape(path, io.stdin);
    let count = 0;
    const rows = counting(
      series(tape, { fields, every, rules: own, ...(stop && { follow: stop.signal }) }),
      (more) => (count += more),
    );
    const bytes = seriesBytes(rows, fields, options.json && out === undefined ? "json" : format);
    if (out === undefined) {
      for await (const piece of bytes) await io.write(Buffer.from(piece).toString());
      unstop?.();
    } else {
      await writeTapeLines(out, bytes);
      const told = `${printable(out)}: ${counted(count, "row")}`;
      await io.write(`${options.json ? JSON.stringify({ out, format, rows: count }) : told}\n`);
    }
    return 0;
  },
};

async function* counting<T>(
  batches: AsyncIterable<readonly T[]>,
  count: (more: number) => void,
): AsyncGenerator<readonly T[]> {
  for await (const batch of batches) {
    count(batch.length);
    yield batch;
  }
}
