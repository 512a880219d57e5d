/** All readers that are fuzzed, and how many of a million cases each is given. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Reader } from "./fuzz-case.ts";
import { importReaders } from "./import-readers.ts";
import { playerReader } from "./player-reader.ts";
import { storeReaders } from "./store-reader.ts";
import { stateReaders, textReaders } from "./text-readers.ts";

/** Most cases go to what is quick to read; archives get what a day allows. */
export const shares: Readonly<Record<string, number>> = {
  "tape, .jsonl": 40_000,
  "tape, .gz": 40_000,
  "record, event messages": 300_000,
  "record, vendor's messages": 300_000,
  claims: 80_000,
  article: 40_000,
  snapshot: 20_000,
  "CSV profiles": 20_000,
  mapping: 25_000,
  "calendar overlay": 25_000,
  parquet: 35_000,
  zip: 30_000,
  gz: 35_000,
  "store records": 5_000,
  "store records, sealed anew": 5_000,
  "player messages": 10_000,
};

/** The readers, with the files they make in a folder. */
export async function makeReaders(folder: string): Promise<Reader[]> {
  for (const name of ["import/files", "import/mapped", "store"])
    mkdirSync(join(folder, name), { recursive: true });
  return [
    ...textReaders(folder),
    ...(await stateReaders()),
    ...importReaders(join(folder, "import")),
    ...(await storeReaders(join(folder, "store"))),
    await playerReader(),
  ];
}
