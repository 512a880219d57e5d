/** A law: a name and a check that throws if the law doesn't hold, so that any test runner can run it. */
import fc from "fast-check";
import type { Recorded } from "../../tape/recorded.ts";
import { session } from "../tapes/session.ts";

export interface Law {
  readonly name: string;
  /** Throws, with the smallest tape it finds, if the law doesn't hold. */
  readonly check: () => void;
}

/** A law over generated tapes: `holds` throws if a tape breaks it. */
export function law(name: string, runs: number, holds: (log: readonly Recorded[]) => void): Law {
  const property = fc.property(session(), holds);
  return { name, check: () => fc.assert(property, { numRuns: runs }) };
}

/** As `law`, with generated numbers for the check to choose by. */
export function lawWith(
  name: string,
  runs: number,
  holds: (log: readonly Recorded[], choices: readonly number[]) => void,
): Law {
  const property = fc.property(session(), fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), holds);
  return { name, check: () => fc.assert(property, { numRuns: runs }) };
}

export function mustEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)} is not ${String(expected)}`);
}
