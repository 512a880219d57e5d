/**
 * The differential test for as long as one likes: `npx tsx test/laws/long-differential.ts [TAPES] [SEED]`. Prints the
 * smallest tape on which rules and oracles part, or live and at once, as lines, and where; ends with 1 then.
 */
import { isDeepStrictEqual } from "node:util";
import { fold, formatInstant } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import { marketRules, marketState } from "@tapefold/projections";
import { marketOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { denseTape } from "./dense-tapes.ts";
import { compareLive } from "./live-tapes.ts";
import type { Log } from "./tapes.ts";

const [runs = 5000, seed = 1] = process.argv.slice(2).map(Number);

/** Events in the batches of a live fold. */
const SIZES = [1, 3, 2, 7];
/** Of events that may be amended: so few that stretches are joined. */
const EVENTS_KEPT = 300;

/** Paths at which two values differ, with both. */
function differences(engine: unknown, oracle: unknown, path = ""): string[] {
  if (isDeepStrictEqual(engine, oracle)) return [];
  const isTree = (value: unknown): value is object => typeof value === "object" && value !== null;
  if (!isTree(engine) || !isTree(oracle))
    return [`${path}: ${JSON.stringify(engine)} by the rules, ${JSON.stringify(oracle)} by the oracle`];
  const keys = new Set([...Object.keys(engine), ...Object.keys(oracle)]);
  const of = (tree: object, key: string): unknown =>
    Object.hasOwn(tree, key) ? Reflect.get(tree, key) : undefined;
  return [...keys].flatMap((key) => differences(of(engine, key), of(oracle, key), `${path}.${key}`));
}

function found(log: Log): string[] {
  const { digest: _digest, valuesDigest: _values, ...engine } = marketState(fold(marketRules, log));
  const { tape, ...oracle } = marketOracle(log);
  const { head: _head, ...counts } = tape;
  const { difference } = compareLive(log, SIZES, EVENTS_KEPT);
  const parted = difference === undefined ? [] : [`live and at once after position ${difference}`];
  return [...differences(engine, { ...oracle, tape: counts }), ...parted];
}

const result = fc.check(
  fc.property(fc.oneof(session(), denseTape()), (log) => found(log).length === 0),
  { numRuns: runs, seed },
);
console.log(`${result.numRuns} tapes, seed ${seed}: ${result.failed ? "they part" : "no difference"}`);
if (result.counterexample !== null) {
  const [log] = result.counterexample;
  for (const { event } of log) console.log(JSON.stringify({ ...event, at: formatInstant(event.at) }));
  for (const line of found(log)) console.log(line);
  process.exitCode = 1;
}
