import type { Recorded } from "@tapefold/core";
import type { IndexedLog, TapeIndex } from "../tape/tape-index.ts";
import type { LoadedTape } from "./loaded-tape.ts";

/**
 * A loaded tape as if some events had never been. The others keep their positions; moments before the first of them
 * are those of the whole tape.
 */
export function eventsLeftOut(tape: LoadedTape, positions: ReadonlySet<number>): IndexedLog {
  const first = Math.min(...positions);
  const isIn = ({ position }: Recorded): boolean => !positions.has(position);
  const index: TapeIndex = {
    name: tape.name,
    sparse: {
      get head() {
        return tape.position;
      },
    },
    async *read(options) {
      for await (const batch of tape.read(options)) {
        const rest = batch.filter(isIn);
        if (rest.length > 0) yield rest;
      }
    },
    head: () => tape.head(),
    amendments: (upTo) => tape.amendments(upTo).filter(isIn),
    positionAt: (instant) => tape.positionAt(instant),
    holdsAny: (names, upTo) => tape.holdsAny(names, upTo),
    snapshotsOf: (rules, upTo) => tape.snapshotsOf(rules, Math.min(upTo, first - 1)),
    snapshot: (rules, position) => tape.snapshot(rules, position),
    check: async () => undefined,
    history: () => [],
    close: async () => undefined,
  };
  return { ...index, index: async () => index };
}
