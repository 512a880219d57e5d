/** Records of a store, damaged where they lie: as a disk does it, under their checksum, or with a checksum made anew. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { canonicalText } from "@tapefold/core";
import { isIndexed, keepSnapshots, openTape, stateAt } from "@tapefold/replay";
import { openStoreLog } from "../faults/store-log.ts";
import { indexOf } from "../faults/index-of.ts";
import type { Reader } from "./fuzz-case.ts";

const golden = fileURLToPath(new URL("../sessions/golden.jsonl", import.meta.url));
const SEAL_BYTES = 4;

/** A record and where it lies. */
interface Place {
  readonly get: () => Buffer;
  readonly put: (bytes: Uint8Array) => unknown;
  /** The name that its checksum covers too; undefined where that is the snapshot's. */
  readonly sealed: string;
}

export async function storeReaders(folder: string): Promise<Reader[]> {
  const path = join(folder, "store.tape");
  rmSync(path, { recursive: true, force: true });
  const log = await openStoreLog(path);
  for await (const batch of openTape(golden).read()) await log.append(batch.map(({ event }) => event));
  await keepSnapshots(log, { every: 100 });
  const { chunks, amendments, snapshots } = log.files;
  const places: Place[] = [
    ...[...chunks.getKeys()].map((key) => placeOf(chunks, key, `chunk ${key}`)),
    ...[...amendments.getKeys()].slice(0, 3).map((key) => placeOf(amendments, key, `amendment ${key}`)),
    ...[...snapshots.getKeys()]
      .filter(([, at]) => typeof at === "number")
      .slice(0, 2)
      .map((key) => placeOf(snapshots, key, `snapshot ${key[0]} ${key[1]}`)),
  ];
  const inputs = places.map(({ get }) => Buffer.from(get()));
  const answer = async (): Promise<string> => {
    const events = [];
    for await (const batch of log.read()) events.push(...batch);
    const known = isIndexed(log) ? (await indexOf(log)).amendments(events.length) : [];
    return canonicalText([events, known, (await stateAt(log)).state.digest]);
  };
  const readAs = (isSealedAnew: boolean) => async (bytes: Buffer, input: number) => {
    const { put, sealed } = places[input] as Place;
    const record = isSealedAnew ? resealed(bytes, sealed) : bytes;
    log.files.root.transactionSync(() => put(record));
    try {
      return await answer();
    } finally {
      log.files.root.transactionSync(() => put(inputs[input] as Buffer));
    }
  };
  return [
    { name: "store records", inputs, isSealed: true, read: readAs(false), close: () => log.close() },
    { name: "store records, sealed anew", inputs, read: readAs(true) },
  ];
}

function placeOf<K extends Parameters<Parts["chunks"]["get"]>[0] | [string, number | string]>(
  part: { get(key: K): Buffer | undefined; putSync(key: K, value: Buffer): unknown },
  key: K,
  sealed: string,
): Place {
  return {
    get: () => part.get(key) as Buffer,
    put: (bytes) => part.putSync(key, Buffer.from(bytes)),
    sealed,
  };
}

type Parts = Awaited<ReturnType<typeof openStoreLog>>["files"];

/** As someone would who knows how the checksum is made. */
function resealed(bytes: Buffer, place: string): Buffer {
  if (bytes.length < SEAL_BYTES) return bytes;
  const body = bytes.subarray(SEAL_BYTES);
  const seal = Buffer.alloc(SEAL_BYTES);
  seal.writeUInt32LE(crc32(body, crc32(place)));
  return Buffer.concat([seal, body]);
}
