/**
 * Snapshots in a store, by the rules that made them and by position. Each is a head and a list of buckets; a
 * bucket lies at the digest of its text, so that snapshots that share one keep it once.
 */
import { isAscii } from "node:buffer";
import { createHash } from "node:crypto";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { Bucket, MarketError } from "@tapefold/core";
import { pack, unpack } from "msgpackr";
import type { Snapshot } from "../tape/tape-index.ts";
import { damaged, seal, unseal } from "./chunk/sealed.ts";
import type { StoreFiles } from "./store-files.ts";

/** A snapshot as it lies on the shelf, with the digests of its buckets instead of the buckets. */
type Head = readonly [
  refused: readonly number[],
  lines: Snapshot["lines"],
  head: Packed,
  buckets: readonly string[],
];
/** A compressed text, and how many bytes it had. */
type Packed = readonly [bytes: Uint8Array, size: number];

/** Size of zlib's pieces by default. */
const PIECE = 16_384;
/** Bounds before and after the digest of any bucket. */
const [DIGEST_FIRST, DIGEST_LAST] = ["", "~"];

export class SnapshotShelf {
  readonly #files: StoreFiles;
  readonly #log: string;
  /** Digests of buckets that have been read from here or put here. */
  readonly #digests = new WeakMap<Bucket, string>();

  constructor(files: StoreFiles, log: string) {
    this.#files = files;
    this.#log = log;
  }

  /** Positions of some rules' snapshots, the last one first. */
  positions(rules: string, upTo: number): number[] {
    const start: [string, number] = [rules, upTo];
    const end: [string, number] = [rules, 0];
    return [...this.#files.snapshots.getKeys({ start, end, reverse: true })].map(([, at]) => at as number);
  }

  /** The snapshot; undefined if it is missing or damaged, for it can always be folded again. */
  read(rules: string, position: number): Snapshot | undefined {
    return whole(() => {
      const [refused, lines, head, digests] = this.#get(rules, position) as Head;
      const buckets = digests.map((digest) => this.#bucket(rules, digest));
      return { position, refused, lines, state: { head: unpacked(head), buckets } };
    });
  }

  /** Puts a snapshot on the shelf, inside a commit; gives its size in bytes. */
  put(rules: string, { position, state, refused, lines }: Snapshot): number {
    let put = 0;
    const digests = state.buckets.map((bucket) => {
      const known = this.#digests.get(bucket);
      // The bucket may have been removed with the snapshots that had it.
      if (known !== undefined && this.#files.snapshots.doesExist([rules, known])) return known;
      const bytes = Buffer.from(bucket.text);
      const digest = createHash("sha256").update(bytes).digest("base64url");
      put += this.#put(rules, digest, packed(bytes));
      this.#digests.set(bucket, digest);
      return digest;
    });
    const head: Head = [refused, lines, packed(Buffer.from(state.head)), digests];
    return put + this.#put(rules, position, head);
  }

  /**
   * Removes the snapshots of some rules that lie at no multiple of a step, and the buckets that no other
   * shares; inside a commit.
   */
  thin(rules: string, step: number): void {
    const { snapshots } = this.#files;
    const shared = new Set<string>();
    for (const position of this.positions(rules, Number.MAX_SAFE_INTEGER)) {
      const head = position % step === 0 ? whole(() => this.#get(rules, position) as Head) : undefined;
      if (head === undefined) snapshots.removeSync([rules, position]);
      else for (const digest of head[3]) shared.add(digest);
    }
    const start: [string, string] = [rules, DIGEST_FIRST];
    const end: [string, string] = [rules, DIGEST_LAST];
    const lone = [...snapshots.getKeys({ start, end })].filter(([, digest]) => !shared.has(digest as string));
    for (const key of lone) snapshots.removeSync(key);
  }

  /** Removes the snapshots of all other rules; inside a commit. */
  dropOthers(rules: string): void {
    const { snapshots } = this.#files;
    const others = [...snapshots.getKeys()].filter(([made]) => made !== rules);
    for (const key of others) snapshots.removeSync(key);
  }

  /** A bucket whose bytes are at hand and whole, to be unpacked when it is asked for. */
  #bucket(rules: string, digest: string): Bucket {
    const found = this.#get(rules, digest) as Packed;
    const bucket = Bucket.packed(() => unpacked(found));
    this.#digests.set(bucket, digest);
    return bucket;
  }

  #get(rules: string, at: number | string): unknown {
    const place = placeOf(rules, at);
    const bytes = this.#files.snapshots.get([rules, at]);
    if (bytes === undefined) throw damaged(`${place} is missing`, this.#log);
    return unpack(unseal(bytes, place, this.#log));
  }

  #put(rules: string, at: number | string, value: unknown): number {
    const bytes = seal(pack(value), placeOf(rules, at));
    this.#files.snapshots.putSync([rules, at], bytes);
    return bytes.length;
  }
}

/** The outcome of a look-up on the shelf; undefined if a part of it is missing or damaged. */
function whole<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof MarketError && error.code === "LOG_DAMAGED") return undefined;
    throw error;
  }
}

function packed(bytes: Buffer): Packed {
  return [deflateRawSync(bytes, { level: constants.Z_BEST_SPEED }), bytes.length];
}

/** Unpacked into one piece, with room to see that it is the last: several pieces would be copied together. */
function unpacked([bytes, size]: Packed): string {
  const text = inflateRawSync(bytes, { chunkSize: Math.max(size + 1, PIECE) });
  return text.toString(isAscii(text) ? "latin1" : "utf8");
}

function placeOf(rules: string, at: number | string): string {
  return `snapshot ${rules} ${at}`;
}
