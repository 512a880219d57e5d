/**
 * Snapshots as a store keeps them: by the rules that made them and position. Each is a head and a list of buckets; a
 * bucket that several snapshots share is kept once.
 */
import { isAscii } from "node:buffer";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { Bucket, MarketError } from "@tapefold/core";
import { pack, unpack } from "msgpackr";
import type { Snapshot } from "../tape-index.ts";
import { damaged, seal, unseal } from "./sealed.ts";
import type { StoreFiles } from "./store-files.ts";

/** A snapshot without its buckets, as it lies on the shelf. */
type Head = readonly [refused: readonly number[], head: Packed, buckets: readonly number[]];
/** A text in fewer bytes, and how many it had. */
type Packed = readonly [bytes: Uint8Array, size: number];

/** What zlib takes in pieces where nothing is said. */
const PIECE = 16_384;

export class SnapshotShelf {
  readonly #files: StoreFiles;
  readonly #log: string;
  /** Where the buckets lie that have been read from here or put here. */
  #numbers = new WeakMap<Bucket, number>();

  constructor(files: StoreFiles, log: string) {
    this.#files = files;
    this.#log = log;
  }

  /** Positions of the snapshots of some rules, the last one first. */
  positions(rules: string, upTo: number): number[] {
    return numbersOf(this.#files.snapshots, rules, upTo);
  }

  /** Undefined for one that is not there, or not as it was written: a snapshot can always be folded again. */
  read(rules: string, position: number): Snapshot | undefined {
    return whole(() => {
      const [refused, head, numbers] = this.#head(rules, position);
      const buckets = numbers.map((number) => this.#bucket(rules, number));
      return { position, refused, state: { head: unpacked(head), buckets } };
    });
  }

  /** Puts one on the shelf; inside a commit. */
  put(rules: string, { position, state, refused }: Snapshot): void {
    const { snapshots, buckets } = this.#files;
    const [last = 0] = numbersOf(buckets, rules, Number.MAX_SAFE_INTEGER, 1);
    let next = last + 1;
    const numbers = state.buckets.map((bucket) => {
      let number = this.#numbers.get(bucket);
      if (number === undefined) {
        number = next;
        next += 1;
        buckets.putSync([rules, number], seal(pack(packed(bucket.text)), bucketPlace(rules, number)));
        this.#numbers.set(bucket, number);
      }
      return number;
    });
    const head: Head = [refused, packed(state.head), numbers];
    snapshots.putSync([rules, position], seal(pack(head), snapshotPlace(rules, position)));
  }

  /** Removes those of some rules that lie at no multiple of a step, and what no other shares; inside a commit. */
  thin(rules: string, step: number): void {
    const { snapshots, buckets } = this.#files;
    const shared = new Set<number>();
    for (const position of this.positions(rules, Number.MAX_SAFE_INTEGER)) {
      const head = position % step === 0 ? whole(() => this.#head(rules, position)) : undefined;
      if (head === undefined) snapshots.removeSync([rules, position]);
      else for (const number of head[2]) shared.add(number);
    }
    for (const number of numbersOf(buckets, rules, Number.MAX_SAFE_INTEGER))
      if (!shared.has(number)) buckets.removeSync([rules, number]);
    this.#numbers = new WeakMap();
  }

  /** Removes what all other rules have made; inside a commit. */
  dropOthers(rules: string): void {
    const { snapshots, buckets } = this.#files;
    for (const shelf of [snapshots, buckets]) {
      const others = [...shelf.getKeys()].filter(([made]) => made !== rules);
      for (const key of others) shelf.removeSync(key);
    }
  }

  #head(rules: string, position: number): Head {
    const bytes = this.#files.snapshots.get([rules, position]);
    return this.#opened(bytes, snapshotPlace(rules, position)) as Head;
  }

  /** A bucket whose bytes are at hand and whole, to be unpacked when it is asked for. */
  #bucket(rules: string, number: number): Bucket {
    const bytes = this.#files.buckets.get([rules, number]);
    const found = this.#opened(bytes, bucketPlace(rules, number)) as Packed;
    const bucket = Bucket.packed(() => unpacked(found));
    this.#numbers.set(bucket, number);
    return bucket;
  }

  #opened(bytes: Buffer | undefined, place: string): unknown {
    if (bytes === undefined) throw damaged(`${place} is missing`, this.#log);
    return unpack(unseal(bytes, place, this.#log));
  }
}

type Shelf = StoreFiles["snapshots"];

/** Numbers that something of some rules lies at, the last one first. */
function numbersOf(shelf: Shelf, rules: string, upTo: number, limit = Infinity): number[] {
  const start: [string, number] = [rules, upTo];
  const end: [string, number] = [rules, 0];
  return [...shelf.getKeys({ start, end, reverse: true, limit })].map(([, number]) => number);
}

/** What is found on the shelf; undefined where something of it is missing or damaged. */
function whole<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof MarketError && error.code === "LOG_DAMAGED") return undefined;
    throw error;
  }
}

function packed(text: string): Packed {
  const bytes = Buffer.from(text);
  return [deflateRawSync(bytes, { level: constants.Z_BEST_SPEED }), bytes.length];
}

/** Into one piece, with room to see that it is the last: pieces would be copied together. */
function unpacked([bytes, size]: Packed): string {
  const text = inflateRawSync(bytes, { chunkSize: Math.max(size + 1, PIECE) });
  return text.toString(isAscii(text) ? "latin1" : "utf8");
}

function snapshotPlace(rules: string, position: number): string {
  return `snapshot ${rules} ${position}`;
}

function bucketPlace(rules: string, number: number): string {
  return `bucket ${rules} ${number}`;
}
