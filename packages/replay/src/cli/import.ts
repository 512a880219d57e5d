import { existsSync, statSync } from "node:fs";
import { instrumentKinds, MarketError, type ReadableLog } from "@tapefold/core";
import type { ImportOptions } from "../import/import-options.ts";
import { importFiles } from "../import/import.ts";
import { profiles } from "../import/read/profiles.ts";
import { assignFiles } from "../import/read/assign-files.ts";
import { type RejectsFile, rejectsFile } from "../import/report/rejects-file.ts";
import { isDirectory, placeOf } from "../disk/stats.ts";
import { writeTapeLines } from "../jsonl/jsonl-writer.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/printable.ts";
import { progressLine } from "../show/progress-line.ts";
import { describeProfiles, describeSummary, listProfiles, profilesDocument } from "../show/import-report.ts";
import type { Io } from "../show/io.ts";
import { importOptions, missing, type TypedOptions, usage } from "./import-arguments.ts";
import { gathered } from "./option-values.ts";

/** `tapefold import FILE…`: makes a tape of data people already have, and reports its oddities. */
export const command: CliCommand = {
  example:
    "tapefold import n225.csv --profile ohlc --instrument N225 --mic XTKS --out n225.jsonl\n" +
    "tapefold import AAPL.csv MSFT.csv --profile ohlc --instrument-from name --mic XNAS --into week.tape\n" +
    "tapefold import ticks.csv.gz --profile ticks --instrument 9984 --mic XTKS --zone Asia/Tokyo --out ticks.jsonl",
  define: (command) =>
    void command
      .argument("[files...]", "CSV or Parquet files, also .gz and .zip, or - for standard input")
      .option("--profile <name>", "what kind of files they are; --profiles lists them")
      .option("--mapping <file>", "a JSON file that names the columns where no profile fits")
      .option("--profiles", "list the profiles with their columns")
      .option(
        "--out <tape>",
        "the tape to write, in place of one of that name: a .jsonl or .jsonl.gz file, or - for standard output",
      )
      .option(
        "--into <tape>",
        "a tape to go on with, a .jsonl file or a store (made if absent): only what it has not yet is added",
      )
      .option("--rejects <file>", "a CSV file for the rows that are not taken, each with line and reason")
      .option("--mic <mic>", "the market, such as XTKS")
      .option("--mic-unknown", "go on though no calendar of the market is known: a session every local day")
      .option(
        "--instrument <id>",
        "the instrument, where the rows do not name it; or ID=FILE, as often as there are files",
        gathered,
      )
      .option("--instrument-from <where>", "name: each file's name without its ending is its instrument")
      .option("--name <text>", "its name (the instrument's id if absent)")
      .option("--kind <kind>", `${instrumentKinds.join(", ")} (equity or index by the id if absent)`)
      .option("--currency <code>", "its currency (the market's if absent)")
      .option("--scale <decimals>", "decimals of its prices (those of the files if absent)")
      .option("--zone <zone>", "zone of times that state none: an IANA zone, or local for the market's")
      .option("--delimiter <character>", "what divides the columns (a comma if absent; \\t is a tab)")
      .option(
        "--sql <query>",
        "instead of files a query to DuckDB, which gives the columns of ohlc, bars or ticks: \"select … from 'files/*.csv'\"",
      )
      .option(
        "--encoding <name>",
        "how the files are written, such as Shift_JIS, EUC-KR, GBK (UTF-8 if absent)",
      )
      .option("--date-format <format>", "the order of dates whose year comes last: DD/MM/YYYY or MM/DD/YYYY")
      .option(
        "--rename <file>",
        "a CSV file of ids for instruments: their name in the files, a comma, their id",
      )
      .option("--bars-at <end>", "which end of a bar its time is: begin (if absent) or end")
      .option(
        "--bar-length <length>",
        "how long a bar is, such as 1m (the least step from bar to bar if absent)",
      )
      .option("--straddling", "take bars that begin before the bell and reach into the session")
      .option("--calendar <file>", "a calendar of your own for the market")
      .option(
        "--factors <file>",
        "a factor file, whose splits become events; of several instruments ID=FILE for each",
        gathered,
      )
      .option("--json", "print the summary as one JSON document")
      .addHelpText("after", () => `\n${listProfiles(profiles)}`),
  run: async (command, io) => {
    const options = command.opts<TypedOptions>();
    if (options.profiles === true) {
      await io.write(
        options.json ? `${JSON.stringify(profilesDocument(profiles))}\n` : describeProfiles(profiles),
      );
      return 0;
    }
    const [given] = command.processedArgs as [string[]];
    const assigned = assignFiles(given, options.instrument ?? [], options.instrumentFrom);
    mustBeOneSource(assigned.files, options);
    const target = targetOf(options);
    mustBeApart(assigned.files, target.path, options);
    await run(await importOptions(assigned, options), target, options, io);
    return 0;
  },
};

function mustBeOneSource(
  files: readonly string[],
  { sql, profile, mapping, instrumentFrom }: TypedOptions,
): void {
  if (sql === undefined && files.length === 0)
    throw usage("FILE", "say which files to import, or by --sql what to ask DuckDB");
  if (sql === undefined) return;
  if (files.length > 0) throw usage("--sql", "the query names its files itself; give it alone");
  if (instrumentFrom !== undefined)
    throw usage("--instrument-from", "a query has no files' names; give a column instrument in it");
  if (mapping === undefined && !["ohlc", "bars", "ticks"].includes(profile ?? ""))
    throw usage("--sql", "the query gives the columns of ohlc, bars or ticks; say which as --profile");
}

/** The output: a new tape, or one that is extended. */
interface Target {
  readonly path: string;
  readonly isInto: boolean;
}

function targetOf({ out, into }: TypedOptions): Target {
  if (out !== undefined && into !== undefined)
    throw usage("--into", "--out makes a new tape and --into goes on with one; give one of the two");
  if (into !== undefined) return { path: into, isInto: true };
  return {
    path: out ?? missing("--out", "say where the tape goes, such as --out tape.jsonl"),
    isInto: false,
  };
}

async function run(importing: ImportOptions, target: Target, options: TypedOptions, io: Io): Promise<void> {
  const rejects =
    options.rejects === undefined ? undefined : rejectsFile(options.rejects, importing.delimiter ?? ",");
  const progress = progressLine(io, options.json === true);
  const { path } = target;
  try {
    const into = target.isInto ? await tapeToGoOn(path) : undefined;
    const imported = await importFiles({
      ...importing,
      ...(into === undefined ? {} : { into }),
      stdin: io.stdin,
      onProgress: (read, total) => {
        if (total > 0) progress.show((seconds) => describeProgress(read, total, seconds));
      },
      ...(rejects === undefined ? {} : { onReject: rejects.add }),
    });
    const lines = withRejects(imported.lines, rejects);
    if (path === "-") for await (const each of lines) await io.write(new TextDecoder().decode(each));
    else if (target.isInto) {
      const { appendLines } = await import("./append.ts");
      await appendLines(path, lines, imported.head, progress);
    } else await writeTapeLines(path, lines);
    const summary = imported.summary();
    progress.clear();
    if (path === "-") io.writeError(describeSummary(summary, "to standard output"));
    else
      await io.write(
        options.json === true
          ? `${JSON.stringify(summary)}\n`
          : describeSummary(summary, `${target.isInto ? "added to" : "to"} ${printable(path)}`),
      );
  } finally {
    progress.clear();
    rejects?.discard();
  }
}

/** The tape as it stands; undefined if there is none yet. */
async function tapeToGoOn(path: string): Promise<ReadableLog | undefined> {
  if (!existsSync(path) || (!isDirectory(path) && statSync(path).size === 0)) return undefined;
  // The code that opens tapes is loaded only for this.
  const { openTape } = await import("../open-tape.ts");
  return openTape(path);
}

/**
 * The lines of the tape. The file of rejected rows is finished before the tape is, even if no row was taken.
 */
async function* withRejects(
  lines: AsyncIterable<Uint8Array>,
  rejects: RejectsFile | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* lines;
  } catch (error) {
    if (error instanceof MarketError && error.code === "IMPORT_EMPTY") await rejects?.finish();
    throw error;
  }
  await rejects?.finish();
}

/** `42 %  18.3 MB/s  12 s left`, of bytes read and to be read. */
function describeProgress(read: number, total: number, seconds: number): string {
  const rate = read / Math.max(seconds, 0.001);
  const left = Math.ceil((total - read) / Math.max(rate, 1));
  return `${Math.floor((100 * read) / total)} %  ${(rate / 1e6).toFixed(1)} MB/s  ${left} s left`;
}

/** Refuses an output that is also an input, or another output, by another name. */
function mustBeApart(files: readonly string[], out: string, { into, rejects, json }: TypedOptions): void {
  if (out === "-" && into !== undefined)
    throw usage("--into", "standard output can't be gone on with; give a .jsonl file or a store");
  if (out === "-" && json === true)
    throw usage("--out", "--json needs standard output for itself; give --out a file");
  const taken = new Map(files.map((file) => [placeOf(file), "is a file to be read"]));
  for (const [argument, path] of [
    [into === undefined ? "--out" : "--into", out],
    ["--rejects", rejects],
  ] as const) {
    if (path === undefined || path === "-") continue;
    const problem = taken.get(placeOf(path));
    if (problem !== undefined) throw usage(argument, `${path} ${problem}; give another name`);
    taken.set(placeOf(path), "is where the tape goes");
  }
}
