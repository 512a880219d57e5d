/** Imports made of texts, for the tests of this folder. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatInstant, type MarketEvent } from "@tapefold/core";
import { type ImportSummary, importFiles, type ImportOptions, profiles } from "@tapefold/replay";
import { type Ran, run } from "../cli/run-command.ts";

type ProfileOptions = ImportOptions["profileOptions"];
type RejectCode = Parameters<NonNullable<ImportOptions["onReject"]>>[2];

export interface Imported {
  readonly events: MarketEvent[];
  readonly summary: ImportSummary;
  /** `line code` of every row that was not taken. */
  readonly rejects: string[];
}

export interface ImportTextOptions extends Partial<Omit<ImportOptions, "profile" | "files">>, ProfileOptions {
  /** The file's name; decides for profiles that read it. */
  readonly fileName?: string;
}

/** Writes a file into a folder of its own and gives its path. */
export async function fileOf(content: string | Uint8Array, name = "data.csv"): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "tapefold-")), name);
  await writeFile(path, content);
  return path;
}

/** Imports one file with that content, of instrument A in Tokyo unless told otherwise. */
export async function importText(
  profile: string,
  content: string | Uint8Array,
  options: ImportTextOptions = {},
): Promise<Imported> {
  return importPaths(profile, [await fileOf(content, options.fileName)], options);
}

export async function importPaths(
  profile: string,
  files: readonly string[],
  { fileName: _, timeUnit, priceScale, conditions, barsAt, barLength, ...options }: ImportTextOptions = {},
): Promise<Imported> {
  const rejects: string[] = [];
  const instrument = "instrument" in options ? options.instrument : "A";
  const given = { instrument, timeUnit, priceScale, conditions, barsAt, barLength };
  const imported = await importFiles({
    mic: "XTKS",
    ...options,
    files,
    profile: profiles.find(({ name }) => name === profile)!,
    profileOptions: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    onReject: (_file, { line }, code: RejectCode) => rejects.push(`${line} ${code}`),
  });
  const events: MarketEvent[] = [];
  for await (const batch of imported.events) events.push(...batch);
  return { events, summary: imported.summary(), rejects };
}

/** The command's words on a file read by a mapping, and the sessions it makes. */
export async function byMapping(
  content: string | Uint8Array,
  mapping: object,
  options: readonly string[] = [],
): Promise<Ran & { readonly closes: string }> {
  const tape = join(await mkdtemp(join(tmpdir(), "tapefold-")), "mapped.jsonl");
  const paths = [await fileOf(content), "--mapping", await fileOf(JSON.stringify(mapping), "mapping.json")];
  const ran = await run([
    "import",
    ...paths,
    "--mic",
    "XTKS",
    "--instrument",
    "A",
    "--out",
    tape,
    ...options,
  ]);
  if (ran.code !== 0) return { ...ran, closes: "" };
  const sessions = await run(["sessions", tape, "--instrument", "A"]);
  const closes = sessions.out
    .split("\n")
    .slice(1, -1)
    .map((line) => line.split(",").toSpliced(1, 3).slice(0, 2).join(" "));
  return { ...ran, closes: closes.join(", ") };
}

/** The events after the listings, a line each, without their ids. */
export function told(events: readonly MarketEvent[]): string[] {
  return events
    .filter(({ type }) => !/Listed$|^CalendarLoaded$/.test(type))
    .map((event) => {
      const { id: _, type, at, ...fields } = event;
      const values = Object.entries(fields).map(([key, value]) =>
        typeof value === "object" ? `${key}=${JSON.stringify(value)}` : String(value),
      );
      return [formatInstant(at), type, ...values].join(" ");
    });
}

/** The prices of the ticks, in order. */
export function prices(events: readonly MarketEvent[]): (number | string)[] {
  return events.flatMap((event) => (event.type === "PriceTicked" ? [event.price] : []));
}
