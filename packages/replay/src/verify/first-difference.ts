/** Folds a tape by all routes at once, in one reading, and finds where two of them part. */
import { partingOf, type ReadableLog, type Recorded, type State } from "@tapefold/core";
import { asRead, type Beforehand, otherRoutes, STEPS_MAX, type FoldRoute } from "./fold-route.ts";

/** Where a route came to another state; `projection` and `key` name the first document that differs. */
export interface Difference {
  readonly way: string;
  readonly position: number;
  readonly projection: string;
  readonly key: string;
}

/** Stretches that all routes take part in; between them lie long ones for the fast routes alone. */
const SHORT_STRETCHES = 8;

/** The first difference between the routes, or undefined; `watch` sees every event once. */
export async function firstDifference(
  log: ReadableLog,
  beforehand: Beforehand,
  head: number,
  watch: (events: readonly Recorded[]) => void = () => undefined,
): Promise<Difference | undefined> {
  const positions = stretchEnds(head);
  const parted = await partedAt(log, positions, asRead(beforehand), otherRoutes(beforehand), watch);
  if (parted === undefined) return undefined;
  const before = positions.filter((position) => position < parted.position);
  const again = (end: number): Promise<Parted | undefined> => {
    const parting = otherRoutes(beforehand).filter(({ name }) => name === parted.way);
    return partedAt(log, [...before, end], asRead(beforehand), parting);
  };
  // The routes agreed at the end of the stretch before, and differ at the end of this one.
  let first = parted;
  let [low, high] = [before.at(-1) ?? 0, parted.position];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const found = await again(middle);
    if (found === undefined) low = middle;
    else [high, first] = [middle, found];
  }
  return { way: first.way, position: first.position, ...nameOfFirst(first.expected, first.actual) };
}

interface Parted {
  readonly way: string;
  readonly position: number;
  readonly expected: State;
  readonly actual: State;
}

async function partedAt(
  log: ReadableLog,
  ends: readonly number[],
  reference: FoldRoute,
  others: readonly FoldRoute[],
  watch: (events: readonly Recorded[]) => void = () => undefined,
): Promise<Parted | undefined> {
  const routes = [reference, ...others];
  let stretch = 0;
  const begin = (): void => {
    const from = reference.end() as State;
    for (const route of routes) route.begin(from, (ends[stretch] ?? 0) - from.position);
  };
  begin();
  for await (const events of pieces(log, ends)) {
    watch(events);
    for (const route of routes) route.add(events);
    const position = events.at(-1)?.position ?? 0;
    if (position !== ends[stretch]) continue;
    const expected = reference.end() as State;
    for (const route of others) {
      const actual = route.end();
      if (actual !== undefined && actual.digest !== expected.digest)
        return { way: route.name, position, expected, actual };
    }
    stretch += 1;
    if (stretch === ends.length) return undefined;
    begin();
  }
  return undefined;
}

/** The tape in batches that end where a stretch ends. */
async function* pieces(log: ReadableLog, ends: readonly number[]): AsyncGenerator<readonly Recorded[]> {
  let stretch = 0;
  for await (const batch of log.read()) {
    for (let from = 0; from < batch.length;) {
      const first = batch[from]?.position ?? 0;
      const left = (ends[stretch] ?? Infinity) - first + 1;
      const piece = batch.slice(from, from + left);
      yield piece;
      from += piece.length;
      if (piece.length === left) stretch += 1;
    }
  }
}

/**
 * The ends of short and long stretches by turns, from the first event to the head; a short tape has only
 * short ones.
 */
function stretchEnds(head: number): number[] {
  const ends = new Set<number>();
  for (let turn = 0; turn < SHORT_STRETCHES; turn += 1) {
    const start = Math.floor((head * turn) / SHORT_STRETCHES);
    if (start > 0) ends.add(start);
    ends.add(Math.min(start + STEPS_MAX, head));
  }
  ends.add(head);
  return [...ends].filter((end) => end > 0).sort((a, b) => a - b);
}

/** Names the document in which two states differ; nothing if they differ in none. */
export function nameOfFirst(left: State, right: State): Pick<Difference, "projection" | "key"> {
  const { projection = "", key = "" } = partingOf(left, right) ?? {};
  return { projection, key };
}
