/**
 * Paths of the market's state, as claims and questions write them: `instruments.N225.record.high.level`. `[key=value]`
 * picks from a list, `{A,B}` names several instruments. Ids may hold dots, colons and carets, and what is picked may
 * be any text: of several readings that lead to a field the one with a known id is taken, of those the shortest.
 */
import { type FieldTree, stateFields, type ValueKind } from "./state-fields.ts";

export interface FieldPath {
  readonly text: string;
  readonly steps: readonly PathStep[];
  /** What it leads to: a value, a list of rows, or a group of fields. */
  readonly leadsTo: ValueKind | "rows" | "group";
}

export type PathStep =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "ids"; readonly ids: readonly string[] }
  /** Rows of a list in which all of these stand. */
  | { readonly kind: "pick"; readonly where: readonly Pick[] };

export interface Pick {
  readonly key: string;
  readonly value: string;
}

/** One place of the state that a path leads to: names, ids, and places in lists. */
export type Location = readonly (string | number)[];

/** Whether an instrument of that id is listed. */
export type IsKnown = (id: string) => boolean;

/** Reads a path; undefined where it leads to no field of the state, whatever the ids. */
export function parsePath(text: string, isKnown: IsKnown): FieldPath | undefined {
  return new PathReader(text, isKnown).walk(stateFields, text, []);
}

/** The instruments that a path names, in its order. */
export function instrumentsIn({ steps }: FieldPath): readonly string[] {
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

class PathReader {
  readonly #text: string;
  readonly #isKnown: IsKnown;

  constructor(text: string, isKnown: IsKnown) {
    this.#text = text;
    this.#isKnown = isKnown;
  }

  /** The reading of `rest` at a place in the tree. */
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

  /** `[key=value]`, its end at the first bracket that leaves a path behind it. */
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

  /** An id with a path behind it; or several in braces. */
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
      if (end < body.length ? body[end] !== "." : tree.one.kind === "group") continue;
      const id = body.slice(0, end);
      const found = this.walk(tree.one, body.slice(end), [...steps, { kind: "ids", ids: [id] }]);
      if (found === undefined) continue;
      if (this.#isKnown(id)) return found;
      first ??= found;
    }
    return first;
  }

  #end(to: FieldPath["leadsTo"], steps: readonly PathStep[]): FieldPath | undefined {
    return steps.length === 0 ? undefined : { text: this.#text, steps, leadsTo: to };
  }
}

function childOf(tree: FieldTree, name: string): FieldTree | undefined {
  return tree.kind === "group" && Object.hasOwn(tree.fields, name) ? tree.fields[name] : undefined;
}

/** Picks that follow each other are one. */
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
