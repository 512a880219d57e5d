/** The routes by which a tape may be folded. All of them must come to one state, at every position. */
import { evolve, Fold, type Recorded, type Rules, State } from "@tapefold/core";
import type { FoldedTape } from "../fold/fold-tape.ts";

/** A fold under way, fed stretch by stretch. */
export interface FoldRoute {
  readonly name: string;
  /** Begins a stretch of `length` events at a state that all routes agree on. */
  begin(from: State, length: number): void;
  /** Takes the next events of the stretch. */
  add(events: readonly Recorded[]): void;
  /** The state at the end of the stretch; undefined for a route that sat it out. */
  end(): State | undefined;
}

/** The foresight that every route begins with. */
export interface Beforehand {
  readonly rules: Rules;
  readonly known: FoldedTape["known"];
}

/** Longest stretch for the routes that take a state after every event. */
export const STEPS_MAX = 2_000;

const CHUNKS = [2, 7, 100, 1_000] as const;

/** The route that all others are compared with: batches as they are read. */
export function asRead({ rules, known }: Beforehand): FoldRoute {
  const fold = new Fold(rules, known);
  return {
    name: "as read",
    begin: () => undefined,
    add: (events) => goOn(fold, events),
    end: () => fold.state,
  };
}

export function otherRoutes(beforehand: Beforehand): FoldRoute[] {
  return [
    inOneArray(beforehand),
    ...CHUNKS.map((size) => inChunks(size, beforehand)),
    oneByOne(beforehand),
    resumed(beforehand),
    byPureSteps(beforehand),
  ];
}

function inOneArray({ rules, known }: Beforehand): FoldRoute {
  const fold = new Fold(rules, known);
  let waiting: Recorded[] = [];
  return {
    name: "in one array",
    begin: () => undefined,
    add: (events) => void (waiting = [...waiting, ...events]),
    end: () => {
      goOn(fold, waiting);
      waiting = [];
      return fold.state;
    },
  };
}

/** A state is taken after each chunk, as for a subscriber. */
function inChunks(size: number, { rules, known }: Beforehand): FoldRoute {
  const fold = new Fold(rules, known);
  return {
    name: `in chunks of ${size}`,
    begin: () => undefined,
    add: (events) => {
      for (let from = 0; from < events.length; from += size) {
        goOn(fold, events.slice(from, from + size));
        void fold.state;
      }
    },
    end: () => fold.state,
  };
}

function oneByOne({ rules, known }: Beforehand): FoldRoute {
  let fold: Fold | undefined;
  return {
    name: "one by one",
    begin: (from, length) => {
      fold = length > STEPS_MAX ? undefined : new Fold(rules, { ...known, from });
    },
    add: (events) => {
      if (fold === undefined) return;
      for (const event of events) {
        goOn(fold, [event]);
        void fold.state;
      }
    },
    end: () => fold?.state,
  };
}

/** The state is written out and read again at the beginning of each stretch. */
function resumed({ rules, known }: Beforehand): FoldRoute {
  let fold = new Fold(rules, known);
  return {
    name: "resumed from its text",
    begin: () => {
      const from = State.decode(fold.state.encode(), fold.projections);
      fold = new Fold(rules, { ...known, from });
    },
    add: (events) => goOn(fold, events),
    end: () => fold.state,
  };
}

function byPureSteps({ known }: Beforehand): FoldRoute {
  let state: State | undefined;
  return {
    name: "by pure steps",
    begin: (from, length) => void (state = length > STEPS_MAX ? undefined : from),
    add: (events) => {
      for (const recorded of events) {
        if (state === undefined) return;
        const stops = known.foresight.stops.filter(({ position }) => position === recorded.position);
        if (stops.length > 0) state = new State({ ...state.parts(), stopped: [...state.stopped, ...stops] });
        state = evolve(state, recorded, known.foresight.saidOf(recorded));
      }
    },
    end: () => state,
  };
}

/** A tape folded before with this foresight is interrupted nowhere. */
function goOn(fold: Fold, events: readonly Recorded[]): void {
  const interruption = fold.add(events);
  if (interruption !== undefined)
    throw new Error(`the fold was interrupted at position ${interruption.recorded.position}`);
}
