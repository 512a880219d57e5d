/** The law that a rule comes to the same state in another process, and the function that runs there. */
import fc from "fast-check";
import { fold } from "../../fold/fold.ts";
import type { AnyProjection } from "../../rule/projection.ts";
import { State } from "../../state/state.ts";
import { parseEvent } from "../../tape/event-schema.ts";
import { record, type Recorded } from "../../tape/recorded.ts";
import { session } from "../tapes/session.ts";
import { type Law, type LawRuns, mustBeState, parametersOf, tapeOf } from "./law.ts";

/** Folds tapes, each given as its lines, and gives the text of each state: the other side of `secondProcess`. */
export function foldedTapes(
  rules: AnyProjection | Iterable<AnyProjection>,
  tapes: readonly string[],
): string[] {
  const chosen = typeof rules === "function" ? [rules] : [...rules];
  return tapes.map((tape) => fold(chosen, recordedOf(tape)).encode());
}

function recordedOf(tape: string): Recorded[] {
  const lines = tape.split("\n").filter((line) => line !== "");
  return record(lines.map((line) => parseEvent(JSON.parse(line))));
}

/** The law; all tapes go to the other process at once, and a failure names the shortest one it is seen on. */
export function secondProcessLaw(
  rules: readonly AnyProjection[],
  secondProcess: (tapes: readonly string[]) => readonly string[],
  given: LawRuns,
): Law {
  const { numRuns: length, ...named } = parametersOf(given);
  const name = "a second process comes to the same state";
  const { projections } = State.initial(rules);
  const logs = fc.array(session(), { minLength: length, maxLength: length });
  const check = (): void => {
    const property = fc.property(logs, (several) => {
      const tapes = several.map(tapeOf).sort((a, b) => a.length - b.length);
      const texts = secondProcess(tapes);
      for (const [index, tape] of tapes.entries()) {
        const state = State.decode(texts[index] ?? "", projections);
        try {
          mustBeState(state, fold(rules, recordedOf(tape)), "in a second process");
        } catch (error) {
          throw new Error(`${(error as Error).message}, on the tape\n${tape}`, { cause: error });
        }
      }
    });
    const parameters = { ...named, numRuns: 1, endOnFailure: true };
    const { failed, seed, counterexamplePath, errorInstance } = fc.check(property, parameters);
    if (!failed) return;
    const { message } = errorInstance as Error;
    throw new Error(`${name}: ${message}\n(seed ${seed}, path ${counterexamplePath})`, {
      cause: errorInstance,
    });
  };
  return { name, check };
}
