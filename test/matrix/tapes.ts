/** The tapes of the matrix, each in every place that a tape may stand in. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { EventLog } from "@tapefold/core";
import {
  foldTape,
  generateTape,
  keepSnapshots,
  openLog,
  openTape,
  writeSnapshotFolder,
  writeTape,
} from "@tapefold/replay";
import type { NatsServer } from "../faults/nats/nats-server.ts";

export interface MatrixTape {
  readonly name: string;
  readonly digest: string;
  /** Where it stands: `lines`, `gzip`, `store`, `jetstream`; with snapshots, `lines with` and `store with`. */
  readonly places: Readonly<Record<string, string>>;
}

/** Distance of snapshots, small enough that each tape has several. */
const EVERY = 50;

/** Golden, actual and so many generated tapes. */
export async function matrixTapes(
  place: string,
  generated: number,
  server: NatsServer | undefined,
): Promise<MatrixTape[]> {
  const paths = ["golden", "actual"].map((name) =>
    fileURLToPath(new URL(`../sessions/${name}.jsonl`, import.meta.url)),
  );
  for (let seed = 0; seed < generated; seed += 1) {
    const path = join(place, `generated-${seed}.jsonl`);
    await writeTape(path, generateTape({ seed, instruments: 3 + (seed % 9), ticks: 400 }));
    paths.push(path);
  }
  const tapes: MatrixTape[] = [];
  for (const [index, path] of paths.entries())
    tapes.push(await standing(path, join(place, `tape-${index}`), server?.address(`T${index}`)));
  return tapes;
}

async function standing(lines: string, stem: string, stream: string | undefined): Promise<MatrixTape> {
  const places: Record<string, string> = {
    lines,
    gzip: `${stem}.jsonl.gz`,
    store: `${stem}.tape`,
    "store with": `${stem}-with.tape`,
    "lines with": `${stem}-with.jsonl`,
    ...(stream !== undefined && { jetstream: stream }),
  };
  const place = (name: string): string => places[name] as string;
  writeFileSync(place("gzip"), gzipSync(readFileSync(lines)));
  await filled(lines, place("store"));
  await filled(lines, place("store with"), (log) => keepSnapshots(log, { every: EVERY }));
  copyFileSync(lines, place("lines with"));
  await writeSnapshotFolder(place("lines with"), { every: EVERY });
  if (stream !== undefined) await filled(lines, stream);
  const { digest } = (await foldTape(openTape(lines))).state;
  return { name: basename(lines), digest, places };
}

async function filled(lines: string, place: string, then?: (log: EventLog) => unknown): Promise<void> {
  const log = await openLog(place);
  for await (const batch of openTape(lines).read()) await log.append(batch.map(({ event }) => event));
  await then?.(log);
  await log.close();
}
