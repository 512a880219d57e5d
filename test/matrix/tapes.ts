/** The tapes of the matrix, each put where a run wants it. */
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

/** Distance of snapshots, small enough that each tape has several. */
const EVERY = 50;

export class MatrixTape {
  readonly name: string;
  /** The path of its lines. */
  readonly lines: string;
  /** The digest that every run must come to. */
  readonly digest: string;
  readonly #stem: string;
  readonly #stream: string;
  readonly #places = new Map<string, Promise<string>>();

  constructor(lines: string, digest: string, stem: string, stream: string) {
    this.name = basename(lines);
    this.lines = lines;
    this.digest = digest;
    this.#stem = stem;
    this.#stream = stream;
  }

  /** Its path or address as `lines`, `gzip`, `store` or `jetstream`; `lines` and `store` also with snapshots. */
  in(form: string, hasSnapshots = false): Promise<string> {
    const name = `${form}${hasSnapshots ? "-with-snapshots" : ""}`;
    const known = this.#places.get(name) ?? this.#put(form, name, hasSnapshots);
    this.#places.set(name, known);
    return known;
  }

  async #put(form: string, name: string, hasSnapshots: boolean): Promise<string> {
    const stem = `${this.#stem}-${name}`;
    if (form === "gzip") {
      writeFileSync(`${stem}.jsonl.gz`, gzipSync(readFileSync(this.lines)));
      return `${stem}.jsonl.gz`;
    }
    if (form === "jetstream") return filled(this.lines, this.#stream);
    if (form === "store") {
      const keep = hasSnapshots ? (log: EventLog) => keepSnapshots(log, { every: EVERY }) : undefined;
      return filled(this.lines, `${stem}.tape`, keep);
    }
    if (!hasSnapshots) return this.lines;
    copyFileSync(this.lines, `${stem}.jsonl`);
    await writeSnapshotFolder(`${stem}.jsonl`, { every: EVERY });
    return `${stem}.jsonl`;
  }
}

async function filled(lines: string, place: string, then?: (log: EventLog) => unknown): Promise<string> {
  const log = await openLog(place);
  for await (const batch of openTape(lines).read()) await log.append(batch.map(({ event }) => event));
  await then?.(log);
  await log.close();
  return place;
}

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
  for (const [index, path] of paths.entries()) {
    const { digest } = (await foldTape(openTape(path))).state;
    const stream = server?.address(`T${index}`) ?? "";
    tapes.push(new MatrixTape(path, digest, join(place, `tape-${index}`), stream));
  }
  return tapes;
}
