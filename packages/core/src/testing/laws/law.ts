/** A law: a name and a check that throws if the law doesn't hold, so that any test runner can run it. */
import fc from "fast-check";
import { formatInstant } from "../../exact/instant.ts";
import { fold } from "../../fold/fold.ts";
import { canonicalText } from "../../plain/digest.ts";
import type { AnyProjection } from "../../rule/projection.ts";
import { type Parting, partingOf } from "../../state/parting.ts";
import type { State } from "../../state/state.ts";
import { record, type Recorded } from "../../tape/recorded.ts";
import { session } from "../tapes/session.ts";

export interface Law {
  readonly name: string;
  /** Throws if the law doesn't hold; the message has what differs, after which event, on the smallest tape found. */
  readonly check: () => void;
}

/** Number of tapes that a law is tried on, or the tape on which it failed. */
export interface LawRuns {
  /** Tapes per law; 30 if absent. */
  readonly runs?: number;
  /** With `path`, as a failing law names both: tries the tape on which it failed. */
  readonly seed?: number;
  readonly path?: string;
}

type Log = readonly Recorded[];
type Choices = readonly number[];

/** A law over generated tapes: `holds` throws if a tape breaks it; `choices` are generated numbers for it to choose by. */
export function law(name: string, runs: LawRuns, holds: (log: Log, choices: Choices) => void): Law {
  const property = fc.property(session(), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), holds);
  const check = (): void => {
    const { counterexample, seed, counterexamplePath, errorInstance } = fc.check(
      property,
      parametersOf(runs),
    );
    if (counterexample === null) return;
    const [log, choices] = counterexample;
    const fault = (part: Log): unknown => faultOf(() => holds(part, choices));
    const smallest = reduced(log, (part) => isSameFault(fault(part), errorInstance));
    throw new Error(
      [
        `${name}: ${messageOf(fault(smallest))}, after event ${smallest.length} (${smallest.at(-1)?.event.type})`,
        `The smallest tape it was found on, ready to be saved and replayed (seed ${seed}, path ${counterexamplePath}):`,
        tapeOf(smallest),
      ].join("\n"),
      { cause: errorInstance },
    );
  };
  return { name, check };
}

/** The parameters of fast-check for so many tapes, or for the one that is named. */
export function parametersOf({ runs = 30, seed, path }: LawRuns) {
  return { numRuns: runs, ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) };
}

export function mustEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} is not ${String(expected)}`);
}

/** The state after a log; throws the error of a rule that stopped. */
export function folded(rules: readonly AnyProjection[], log: Log): State {
  return sound(fold(rules, log));
}

/** The state itself; throws the error of a rule that stopped. */
export function sound(state: State): State {
  const [stop] = state.stopped;
  if (stop !== undefined) throw new Error(stop.message);
  return state;
}

/** Throws if two states differ, naming rule, key, field and both values. */
export function mustBeState(actual: State, expected: State, what: string): void {
  if (actual.digest === expected.digest) return;
  const parted = partingOf(actual, expected);
  if (parted === undefined) throw new Error(`${what}: the same documents, but other counts or instants`);
  throw new Error(`${what}: ${partedIn(parted)}`);
}

/** The place where two documents differ, in words. */
export function partedIn({ projection, key, field, left, right }: Omit<Parting, "position">): string {
  const [is, should] = [canonicalText(left), canonicalText(right)];
  const place = field === "" ? "its document" : field;
  return `${projection} of ${key} parts in ${place}: ${is} is not ${should}`;
}

/** The tape without the events that the failure does not need. */
function reduced(log: Log, fails: (part: Log) => boolean): Log {
  let part = log;
  for (let size = Math.ceil(log.length / 2); size >= 1;) {
    const before = part.length;
    for (let from = part.length - size; from > -size; from -= size) {
      const without = part.filter((_, at) => at < from || at >= from + size);
      const shorter = record(without.map(({ event }) => event));
      if (fails(shorter)) part = shorter;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (part.length === before) break;
  }
  return part;
}

function faultOf(holds: () => void): unknown {
  try {
    holds();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** True if two failures begin alike: a shorter tape may break another law, or be no tape at all. */
function isSameFault(one: unknown, other: unknown): boolean {
  const beginning = (error: unknown): string => messageOf(error).split(":", 1)[0] ?? "";
  return one !== undefined && beginning(one) === beginning(other);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The lines of a tape. */
export function tapeOf(log: Log): string {
  return log.map(({ event }) => JSON.stringify({ ...event, at: formatInstant(event.at) })).join("\n");
}
