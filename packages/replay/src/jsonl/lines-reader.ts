import type { Recorded } from "@tapefold/core";
import { builtInUpcaster } from "../tape/upcaster.ts";
import { EventReader } from "./event-reader.ts";
import { LineSplitter } from "./line-splitter.ts";

/** Reads whole lines of which the positions are known. */
export class LinesReader {
  readonly #reader: EventReader;

  constructor(log: string) {
    this.#reader = new EventReader(log, builtInUpcaster.value);
  }

  /** The events of lines, each with its end, one position each. */
  read(lines: Buffer, positions: ArrayLike<number>): Recorded[] {
    const recorded: Recorded[] = [];
    new LineSplitter().split(lines, (bytes, from, to) => {
      const { event } = this.#reader.read(bytes, from, to);
      recorded.push({ position: positions[recorded.length] ?? 0, event });
    });
    return recorded;
  }
}
