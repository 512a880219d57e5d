/** Parting: the place where two states first differ, which tells why their digests do. */
import { canonicalText } from "../plain/digest.ts";
import { compareText } from "../plain/text-order.ts";
import type { State } from "./state.ts";

/** The first difference of two states; a value is null in a state without one. */
export interface Parting {
  /** Position of the left state. */
  readonly position: number;
  /** Name of the rule. */
  readonly projection: string;
  readonly key: string;
  /** Path in that document; empty if only one state has the document. */
  readonly field: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** The first difference of two states, by rule, key and field; rules are compared by name. Undefined if there is none. */
export function partingOf(left: State, right: State): Parting | undefined {
  const others = new Map(right.projections.map((rule) => [rule.definition.name, rule]));
  const byName = left.projections.toSorted((a, b) => compareText(a.definition.name, b.definition.name));
  for (const rule of byName) {
    const { name: projection } = rule.definition;
    const other = others.get(projection);
    if (other === undefined) continue;
    const [ours, theirs] = [left.documents<object>(rule), right.documents<object>(other)];
    for (const key of [...new Set([...ours.keys(), ...theirs.keys()])].sort(compareText)) {
      const [one, two] = [ours.get(key) ?? null, theirs.get(key) ?? null];
      if (one !== two && canonicalText(one) !== canonicalText(two))
        return { position: left.position, projection, key, ...firstField(one, two) };
    }
  }
  return undefined;
}

/** The first field in which two documents differ, and its values. */
export function firstField(
  left: unknown,
  right: unknown,
  path = "",
): Pick<Parting, "field" | "left" | "right"> {
  if (isTree(left) && isTree(right)) {
    for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const [ours, theirs] = [left[name], right[name]];
      if (canonicalText(ours) !== canonicalText(theirs))
        return firstField(ours ?? null, theirs ?? null, path === "" ? name : `${path}.${name}`);
    }
  }
  return { field: path, left, right };
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
