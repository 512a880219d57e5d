/** Compares the market's values of two tapes at their ends: no positions, ids or counters. */
import type { ReadableLog } from "@tapefold/core";
import { marketState } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";

/** A value in which two markets differ; undefined on the side that has none. */
export interface ValueDifference {
  /** Path in `replay --json`. */
  readonly field: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** The values that differ, in the order of `replay --json`. */
export async function diffValues(left: ReadableLog, right: ReadableLog): Promise<ValueDifference[]> {
  const [one, other] = [await valuesOf(left), await valuesOf(right)];
  return one.valuesDigest === other.valuesDigest ? [] : differences(one.values, other.values, "");
}

async function valuesOf(log: ReadableLog): Promise<{ valuesDigest: string; values: unknown }> {
  const { state } = await foldTape(log);
  const { tape: _tape, asOf: _asOf, digest: _digest, valuesDigest, ...values } = marketState(state);
  return { valuesDigest, values };
}

function differences(left: unknown, right: unknown, field: string): ValueDifference[] {
  if (Object.is(left, right)) return [];
  if (!isTree(left) || !isTree(right)) return [{ field, left, right }];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names]
    .filter((name) => name !== "position")
    .flatMap((name) => {
      const at = Array.isArray(left) ? `${field}[${name}]` : field === "" ? name : `${field}.${name}`;
      return differences(valueOf(left, name), valueOf(right, name), at);
    });
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function valueOf(tree: object, name: string): unknown {
  return Object.hasOwn(tree, name) ? Reflect.get(tree, name) : undefined;
}
