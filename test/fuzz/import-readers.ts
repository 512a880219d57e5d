/** Readers of files that are imported: by the command, so that the line it prints and the files it leaves are looked at too. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { fold, MarketError, type MarketErrorCode } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import {
  calendarOf,
  eventLine,
  importFiles,
  openTape,
  type Profile,
  profiles,
  readMapping,
} from "@tapefold/replay";
import { strToU8, zipSync } from "fflate";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { run } from "../replay/cli/run-command.ts";
import type { Reader } from "./fuzz-case.ts";
import { vendorFiles } from "./vendor-files.ts";

const dates = ["2024-11-05", "2024-11-06", "2024-11-07"];
const rows = (first: number): string =>
  `date,open,high,low,close\n${dates.map((date, day) => `${date},100.5,11${day},95,${first + day}`).join("\n")}\n`;

/**
 * Imports a file. What is taken is a tape that folds; what is not is one line with a code, and nothing is left beside
 * the input.
 */
async function imported(
  folder: string,
  name: string,
  bytes: Buffer,
  options: readonly string[],
): Promise<string> {
  const input = join(folder, name);
  const out = join(folder, "out.jsonl");
  writeFileSync(input, bytes);
  const { code, err } = await run(["import", input, ...options, "--out", out, "--json"]);
  const left = readdirSync(folder).filter((each) => each !== name);
  rmSync(input);
  if (code !== 0) {
    const [, coded] = /^tapefold: ([A-Z_]+): [^\n]+\n$/.exec(err) ?? [];
    if (coded === undefined || coded === "INTERNAL")
      throw new Error(`no line with a code: ${err.slice(0, 500)}`);
    if (left.length > 0) throw new Error(`left behind: ${left.join()}`);
    throw new MarketError(coded as MarketErrorCode, err, {} as never);
  }
  if (left.join() !== "out.jsonl") throw new Error(`left behind: ${left.join()}`);
  const events = [];
  for await (const batch of openTape(out).read()) events.push(...batch);
  fold(marketRules, events);
  const text = readFileSync(out, "utf8");
  rmSync(out);
  return text;
}

/** Imports an archive without writing the tape down, which takes most of the time. */
async function unpacked(path: string, bytes: Buffer): Promise<string> {
  writeFileSync(path, bytes);
  const profile = profiles.find(({ name }) => name === "ohlc") as Profile;
  const { events } = await importFiles({
    files: [path],
    mic: "XBIN",
    profile,
    profileOptions: { instrument: "A" },
  });
  const lines: string[] = [];
  for await (const batch of events) lines.push(...batch.map(eventLine));
  return lines.join("\n");
}

function parquetOf(first: number): Buffer {
  const prices = {
    open: [100, 105.5, 3],
    high: [110, 106.25, 4],
    low: [95, 101, 2],
    close: [first, 102.75, 3.5],
  };
  const columnData: ColumnSource[] = [
    { name: "date", data: dates, type: "STRING" },
    ...Object.entries(prices).map(([name, data]): ColumnSource => ({ name, data, type: "DOUBLE" })),
  ];
  return Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 2 }));
}

export function importReaders(folder: string): Reader[] {
  const files = join(folder, "files");
  const daily = (name: string, inputs: readonly Buffer[], isSealed: boolean): Reader => ({
    name,
    inputs,
    isSealed,
    read: (bytes) => unpacked(join(folder, `data.${name}`), bytes),
  });
  const zips = [
    zipSync({ "a.csv": strToU8(rows(100)) }, { level: 0 }),
    zipSync({ "a.csv": strToU8(rows(100)) }, { level: 6 }),
    zipSync({ o: strToU8(rows(100)), "folder/b.csv": strToU8(rows(90)) }, { level: 9, comment: "theirs" }),
  ];
  const gzips = [gzipSync(rows(100)), Buffer.concat([gzipSync(rows(100)), gzipSync("2024-11-08,1,2,1,2\n")])];
  return [
    {
      name: "CSV profiles",
      inputs: vendorFiles.map(({ content }) => Buffer.from(content)),
      read: (bytes, input) => {
        const { profile, name, options } = vendorFiles[input] as (typeof vendorFiles)[number];
        return imported(files, name, bytes, ["--profile", profile, ...options]);
      },
    },
    daily("parquet", [parquetOf(105), parquetOf(90)], false),
    daily(
      "zip",
      zips.map((bytes) => Buffer.from(bytes)),
      true,
    ),
    daily("gz", gzips, true),
    mappingReader(folder),
    calendarReader(folder),
  ];
}

function mappingReader(folder: string): Reader {
  const mappings = [
    {
      profile: "ticks",
      columns: { time: "ts", price: "px", size: "shares", conditions: "cond" },
      delimiter: ";",
      timeUnit: "ms",
      priceScale: 2,
      conditions: { Z: ["highLow", "volume"], X: [] },
    },
    {
      profile: "ohlc",
      columns: { date: 1, open: 2, high: 3, low: 4, close: 5 },
      skipRows: 1,
      decimal: ",",
      zone: "UTC",
    },
    {
      profile: "ticks",
      each: "trades",
      where: { type: ["match"] },
      columns: { time: "a.time", price: "a.price" },
    },
  ];
  const ticks = "ts;px;shares;cond\n1730764800000;10550;100;\n1730764801000;10600;5;Z\n";
  return {
    name: "mapping",
    inputs: mappings.map((mapping) => Buffer.from(JSON.stringify(mapping))),
    read: async (bytes, input) => {
      const path = join(folder, "mapping.json");
      writeFileSync(path, bytes);
      try {
        if (input > 0) return (await readMapping(path)).profile.name;
        const options = ["--mapping", path, "--mic", "XTKS", "--instrument", "A"];
        return await imported(join(folder, "mapped"), "ticks.csv", Buffer.from(ticks), options);
      } finally {
        rmSync(path);
      }
    },
  };
}

function calendarReader(folder: string): Reader {
  const calendars = [
    {
      mic: "XMOO",
      name: "Moon Exchange",
      zone: "Asia/Tokyo",
      version: "2026-01-01",
      from: "2026-01-01",
      to: "2026-12-31",
      hours: [{ from: "2026-01-01", open: "09:00", close: "15:30", breaks: [["11:30", "12:30"]] }],
      closed: { 2026: "01-01" },
      special: [{ reason: "Full moon", dates: "2026-01-03", hours: { open: "20:00", close: "21:00" } }],
      cancelled: [{ date: "2026-01-06", reason: "Eclipse" }],
    },
    {
      extends: "XNSE",
      special: [{ reason: "Muhurat", dates: "2026-11-08", hours: { open: "18:00", close: "19:00" } }],
    },
  ];
  return {
    name: "calendar overlay",
    inputs: calendars.map((calendar) => Buffer.from(JSON.stringify(calendar))),
    read: async (bytes, input) => {
      const path = join(folder, "calendar.json");
      writeFileSync(path, bytes);
      try {
        const calendar = await calendarOf(["XMOO", "XNSE"][input] as string, path);
        const sessions = calendar.sessions("2026-01-01", "2026-03-31");
        for (const [at, { open, close }] of sessions.entries())
          if (!(open < close && open >= (sessions[at - 1]?.close ?? -Infinity)))
            throw new Error(`sessions out of order: ${JSON.stringify(sessions[at])}`);
        return JSON.stringify(sessions);
      } finally {
        rmSync(path);
      }
    },
  };
}
