/** Snapshots as a store keeps them: by the rules that made them and position, packed, sealed. */
import { isAscii } from "node:buffer";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { MarketError } from "@tapefold/core";
import { pack, unpack } from "msgpackr";
import type { Snapshot } from "../tape-index.ts";
import { seal, unseal } from "./sealed.ts";
import type { StoreFiles } from "./store-files.ts";

/** What zlib takes in pieces where nothing is said. */
const PIECE = 16_384;

export class SnapshotShelf {
  readonly #files: StoreFiles;
  readonly #log: string;

  constructor(files: StoreFiles, log: string) {
    this.#files = files;
    this.#log = log;
  }

  /** Positions of the snapshots of some rules, the last one first. */
  positions(rules: string, upTo: number): number[] {
    const range = {
      start: [rules, upTo] as [string, number],
      end: [rules, 0] as [string, number],
      reverse: true,
    };
    return [...this.#files.snapshots.getKeys(range)].map(([, position]) => position);
  }

  /** Undefined for one that is not there, or not as it was written: a snapshot can always be folded again. */
  read(rules: string, position: number): Snapshot | undefined {
    const bytes = this.#files.snapshots.get([rules, position]);
    if (bytes === undefined) return undefined;
    try {
      const [refused, packed, size = 0] = unpack(unseal(bytes, placeOf(rules, position), this.#log)) as [
        refused: number[],
        packed: Uint8Array,
        size?: number,
      ];
      // Into one piece, with room to see that it is the last: pieces would be copied together.
      const text = inflateRawSync(packed, { chunkSize: Math.max(size + 1, PIECE) });
      return { position, refused, text: text.toString(isAscii(text) ? "latin1" : "utf8") };
    } catch (error) {
      if (error instanceof MarketError && error.code === "LOG_DAMAGED") return undefined;
      throw error;
    }
  }

  /** Puts one on the shelf; inside a commit. */
  put(rules: string, { position, text, refused }: Snapshot): void {
    const unpacked = Buffer.from(text);
    const packed = deflateRawSync(unpacked, { level: constants.Z_BEST_SPEED });
    const bytes = seal(pack([refused, packed, unpacked.length]), placeOf(rules, position));
    this.#files.snapshots.putSync([rules, position], bytes);
  }

  /** Removes those of some rules that lie at no multiple of a step; inside a commit. */
  thin(rules: string, step: number): void {
    for (const position of this.positions(rules, Number.MAX_SAFE_INTEGER))
      if (position % step !== 0) this.#files.snapshots.removeSync([rules, position]);
  }

  /** Removes what all other rules have made; inside a commit. */
  dropOthers(rules: string): void {
    const keys = [...this.#files.snapshots.getKeys()];
    for (const key of keys) if (key[0] !== rules) this.#files.snapshots.removeSync(key);
  }
}

function placeOf(rules: string, position: number): string {
  return `snapshot ${rules} ${position}`;
}
