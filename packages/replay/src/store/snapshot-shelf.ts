/** Snapshots as a store keeps them: by the rules that made them and position, packed, sealed. */
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { MarketError } from "@tapefold/core";
import { pack, unpack } from "msgpackr";
import type { Snapshot } from "../tape-index.ts";
import { seal, unseal } from "./sealed.ts";
import type { StoreFiles } from "./store-files.ts";

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
      const [refused, packed] = unpack(unseal(bytes, placeOf(rules, position), this.#log)) as [
        number[],
        Uint8Array,
      ];
      return { position, refused, text: inflateRawSync(packed).toString() };
    } catch (error) {
      if (error instanceof MarketError && error.code === "LOG_DAMAGED") return undefined;
      throw error;
    }
  }

  /** Puts one on the shelf; inside a commit. */
  put(rules: string, { position, text, refused }: Snapshot): void {
    const packed = deflateRawSync(text, { level: constants.Z_BEST_SPEED });
    const bytes = seal(pack([refused, packed]), placeOf(rules, position));
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
