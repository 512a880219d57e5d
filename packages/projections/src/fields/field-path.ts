/**
 * Paths of the market's state, as claims and questions write them: `instruments.N225.record.high.level`. `[key=value]`
 * picks from a list, `{A,B}` names several instruments. Ids may hold dots, colons and carets, and a picked value may be
 * any text: if several readings lead to a field, those with a known id are preferred, and of these the shortest.
 */
import { type FieldTree, stateFields, type ValueKind } from "./state-fields.ts";

/** A path of the market's state, as read from its text. */
export interface FieldPath {
  readonly text: string;
  readonly steps: readonly PathStep[];
  /** The instruments that it names, in its order. */
  readonly instruments: readonly string[];
  /** The end of the path: a value, a list of rows, or a group of fields. */
  readonly leadsTo: ValueKind | "rows" | "group";
}

/** One step of a path: a field, ids, or picks from a list. */
export type PathStep =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  /** Picks the rows of a list that have all of these values. */
  | { readonly kind: "pick"; readonly where: readonly Pick[] };

export interface Pick {
  readonly key: string;
  readonly value: string;
}

/** One place of the state that a path leads to: names, ids, and places in lists. */
export type Location = readonly (string | number)[];

/** Tells whether an instrument of an id is listed. */
export type IsKnown = (id: string) => boolean;

/** Reads a path; undefined if it leads to no field of the state, whatever the ids. */
export function parsePath(text: string, isKnown: IsKnown): FieldPath | undefined {
  return new PathReader(text, isKnown).walk(stateFields, text, []);
}

class PathReader {
  readonly #text: string;
  readonly #isKnown: IsKnown;

  constructor(text: string, isKnown: IsKnown) {
    this.#text = text;
    this.#isKnown = isKnown;
  }

  /** The reading of `rest` at a place in the tree; undefined if it leads nowhere. */
  walk(tree: FieldTree, rest: string, steps: readonly PathStep[]): FieldPath | undefined {
    if (rest === "") return this.#end(leadsTo(tree), steps);
    if (tree.kind === "rows" && rest.startsWith("[")) return this.#pick(tree, rest, steps);
    if (tree.kind === "value") return undefined;
    const body = steps.length === 0 ? rest : rest.startsWith(".") ? rest.slice(1) : undefined;
    if (body === undefined) return undefined;
    if (tree.kind === "by-id") return this.#ids(tree, body, steps);
    const fields = tree.kind === "rows" ? (isPicked(steps) ? tree.row : undefined) : tree;
    const [name = ""] = /^\w+/.exec(body) ?? [];
    const next = fields === undefined ? undefined : childOf(fields, name);
    if (next === undefined) return undefined;
    return this.walk(next, body.slice(name.length), [...steps, { kind: "field", name }]);
  }

  /** Reads `[key=value]`, which ends at the first bracket followed by a valid path. */
  #pick(tree: FieldTree & { kind: "rows" }, rest: string, steps: readonly PathStep[]): FieldPath | undefined {
    const [open, key = ""] = /^\[(\w+)=/.exec(rest) ?? [];
    if (open === undefined || childOf(tree.row, key)?.kind !== "value") return undefined;
    for (let end = rest.indexOf("]", open.length); end !== -1; end = rest.indexOf("]", end + 1)) {
      const picked = withPick(steps, { key, value: rest.slice(open.length, end) });
      const after = rest.slice(end + 1);
      const found = after === "" ? this.#end("group", picked) : this.walk(tree, after, picked);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Reads an id, or several in braces, followed by a path. */
  #ids(tree: FieldTree & { kind: "by-id" }, body: string, steps: readonly PathStep[]): FieldPath | undefined {
    const [braces, inner] = /^\{([^{}]*)\}/.exec(body) ?? [];
    if (braces !== undefined && inner !== undefined) {
      const ids = inner.split(",").map((id) => id.trim());
      return ids.includes("")
        ? undefined
        : this.walk(tree.one, body.slice(braces.length), [...steps, { kind: "ids", ids }]);
    }
    let first: FieldPath | undefined;
    for (let end = 1; end <= body.length; end += 1) {
      const id = body.slice(0, end);
      if (end < body.length ? body[end] !== "." : tree.one.kind === "group" && !this.#isKnown(id)) continue;
      const found = this.walk(tree.one, body.slice(end), [...steps, { kind: "ids", ids: [id] }]);
      if (found === undefined) continue;
      if (this.#isKnown(id)) return found;
      first ??= found;
    }
    return first;
  }

  #end(to: FieldPath["leadsTo"], steps: readonly PathStep[]): FieldPath | undefined {
    if (steps.length === 0) return undefined;
    return { text: this.#text, steps, instruments: instrumentsIn(steps), leadsTo: to };
  }
}

function instrumentsIn(steps: readonly PathStep[]): readonly string[] {
  const named = steps.flatMap((step, index) => {
    if (step.kind === "ids") {
      const before = steps[index - 1];
      return before?.kind === "field" && before.name === "instruments" ? step.ids : [];
    }
    if (step.kind === "field") return [];
    return step.where.filter(({ key }) => key === "instrument").map(({ value }) => value);
  });
  return [...new Set(named)];
}

function childOf(tree: FieldTree, name: string): FieldTree | undefined {
  return tree.kind === "group" && Object.hasOwn(tree.fields, name) ? tree.fields[name] : undefined;
}

/** The steps with one more pick; picks that follow each other become one. */
function withPick(steps: readonly PathStep[], pick: Pick): PathStep[] {
  const last = steps.at(-1);
  if (last?.kind !== "pick") return [...steps, { kind: "pick", where: [pick] }];
  return [...steps.slice(0, -1), { kind: "pick", where: [...last.where, pick] }];
}

function isPicked(steps: readonly PathStep[]): boolean {
  return steps.at(-1)?.kind === "pick";
}

function leadsTo(tree: FieldTree): FieldPath["leadsTo"] {
  if (tree.kind === "value") return tree.of;
  if (tree.kind === "group") return tree.alone ?? "group";
  return tree.kind === "rows" ? "rows" : "group";
}
