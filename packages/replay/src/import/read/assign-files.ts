/** Assigns files to instruments by the command line: `ID`, `ID=FILE`, or the files' names. */
import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { isInstrumentId, MarketError } from "@tapefold/core";
import type { Factors } from "../import-options.ts";
import { splitsOfFactorFile } from "./factor-file.ts";

export interface Assigned {
  readonly files: readonly string[];
  /** The instrument of all files. */
  readonly instrument?: string;
  readonly instrumentOf?: (fileName: string) => string | undefined;
}

/** Endings that say how a file is packed or written, and not what it contains. */
const ENDING = /\.(csv|tsv|txt|parquet|json|gz|zip)$/i;

/** Throws `USAGE` if a file's instrument is given twice, or otherwise for some files. */
export function assignFiles(
  given: readonly string[],
  instruments: readonly string[],
  from: string | undefined,
): Assigned {
  if (from !== undefined) {
    if (from !== "name") throw usage("--instrument-from", `${from} is nothing it can come from; give name`);
    if (instruments.length > 0)
      throw usage("--instrument-from", "the instrument is said by --instrument too; give one of the two");
    return { files: given, instrumentOf: instrumentOfName };
  }
  const pairs = instruments.map((text) => pairOf(text, given.length === 0));
  const whole = instruments.filter((_, index) => pairs[index] === undefined);
  if (whole.length > 1)
    throw usage("--instrument", `is given ${whole.length} times; give ID=FILE for each file`);
  const [instrument] = whole;
  const assigned = pairs.filter((pair) => pair !== undefined);
  if (assigned.length === 0)
    return instrument === undefined ? { files: given } : { files: given, instrument };
  if (instrument !== undefined)
    throw usage("--instrument", `${instrument} is said of all files; give ID=FILE for each`);
  const ids = new Map<string, string>();
  for (const { id, file } of assigned) {
    mustBeInstrument(id, file, "--instrument");
    const before = ids.get(resolve(file));
    if (before !== undefined && before !== id)
      throw usage("--instrument", `${file} is said to be of ${before} and of ${id}; give it one`);
    ids.set(resolve(file), id);
  }
  return {
    files: [...given, ...assigned.map(({ file }) => file)],
    instrumentOf: (name) => ids.get(resolve(name)) ?? ids.get(resolve(archiveOf(name))),
  };
}

/** The splits of factor files. Throws `IMPORT_FILE`. */
export function factorsOf(given: readonly string[]): Promise<Factors[]> {
  return Promise.all(
    given.map(async (text): Promise<Factors> => {
      const pair = pairOf(text, false);
      const changes = await splitsOfFactorFile(pair?.file ?? text);
      return pair === undefined ? { changes } : { instrument: pair.id, changes };
    }),
  );
}

/** Parses `ID=FILE` if there is such a file, or must be one; an id may contain `=` as well. */
function pairOf(
  text: string,
  mustBePair: boolean,
): { readonly id: string; readonly file: string } | undefined {
  const places = [...text.matchAll(/=/g)].map(({ index }) => index).filter((index) => index > 0);
  const pairs = places.map((place) => ({ id: text.slice(0, place), file: text.slice(place + 1) }));
  return pairs.find(({ file }) => existsSync(file)) ?? (mustBePair ? pairs[0] : undefined);
}

function instrumentOfName(name: string): string {
  let id = basename(name.slice(name.lastIndexOf("!") + 1));
  while (ENDING.test(id)) id = id.replace(ENDING, "");
  return id;
}

/** The archive of a file; a file in an archive is named after it, with `!` between. */
function archiveOf(name: string): string {
  const place = name.lastIndexOf("!");
  return place === -1 ? name : name.slice(0, place);
}

/** Throws `USAGE`. */
export function mustBeInstrument(id: string, file: string, argument: string): void {
  if (isInstrumentId(id)) return;
  const problem = `${JSON.stringify(id)} is no id of an instrument; give another by --rename, or ID=FILE (${file})`;
  throw usage(argument, problem);
}

function usage(argument: string, problem: string): MarketError {
  return new MarketError("USAGE", `${problem}; tapefold import --help shows how`, { argument });
}
