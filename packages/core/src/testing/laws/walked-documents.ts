/**
 * The store of the ownership law: recipes change its documents in place, as in the engine, and `walk` checks every
 * document after an event. A document must be a tree of its own: no object in it is reached twice, or belongs to a fact,
 * to an `initial` or to another document, and all values are plain.
 */
import { MarketError } from "../../errors.ts";
import type { Fact } from "../../rule/fact.ts";
import { type DocumentStore, NO_ROW } from "../../engine/document-store.ts";
import type { AnyProjection } from "../../rule/projection.ts";
import { copyTree } from "../../plain/plain-value.ts";

interface WalkedRow {
  readonly key: string;
  readonly documents: object[];
}

export class WalkedDocuments implements DocumentStore {
  readonly epoch = NaN;
  readonly #projections: readonly AnyProjection[];
  readonly #numbers = new Map<string, number>();
  readonly #rows: WalkedRow[] = [];
  readonly #facts: Fact[] = [];

  constructor(projections: readonly AnyProjection[]) {
    this.#projections = projections;
  }

  row(key: string): number {
    return this.#numbers.get(key) ?? NO_ROW;
  }

  newRow(key: string): number {
    const documents = this.#projections.map(({ definition }) => definition.initial as object);
    const row = this.#rows.push({ key, documents }) - 1;
    this.#numbers.set(key, row);
    return row;
  }

  document(row: number, place: number): object {
    return this.#at(row).documents[place] as object;
  }

  open(row: number, place: number, fact: Fact): object {
    this.#facts.push(fact);
    const { documents } = this.#at(row);
    const document = documents[place] as object;
    if (document === this.#projections[place]?.definition.initial) documents[place] = copyTree(document);
    return documents[place] as object;
  }

  close(): void {
    // Documents are changed in place, so there is nothing to take back.
  }

  /** Throws `DOCUMENT_INVALID` for the first value that a document may not hold. */
  walk(position: number, event: { readonly type: string }): void {
    const owners = new Map<object, string>();
    claim(event, "the event", owners);
    for (const fact of this.#facts.splice(0)) claim(fact, `the fact ${fact.type}`, owners);
    for (const { definition } of this.#projections)
      claim(definition.initial, `${definition.name}'s initial`, owners);
    for (const { name, key, document } of this.#held()) {
      const place = { projection: name, type: event.type, position, key };
      inspect(document, "", `${name} at ${key}`, owners, (path, fault) => {
        const message = `${name}: its document at ${key} ${fault}${path === "" ? "" : ` (${path.slice(1)})`}; copy it, or keep a plain value`;
        throw new MarketError("DOCUMENT_INVALID", message, { ...place, path: path.slice(1) });
      });
    }
  }

  #at(row: number): WalkedRow {
    return this.#rows[row] as WalkedRow;
  }

  *#held(): Generator<{ readonly name: string; readonly key: string; readonly document: object }> {
    for (const { key, documents } of this.#rows) {
      for (const [place, document] of documents.entries()) {
        const { name, initial } = (this.#projections[place] as AnyProjection).definition;
        if (document !== initial) yield { name, key, document };
      }
    }
  }
}

function claim(value: unknown, owner: string, owners: Map<object, string>): void {
  if (typeof value !== "object" || value === null || owners.has(value)) return;
  owners.set(value, owner);
  for (const inner of Object.values(value)) claim(inner, owner, owners);
}

function inspect(
  value: unknown,
  path: string,
  owner: string,
  owners: Map<object, string>,
  fail: (path: string, fault: string) => void,
): void {
  if (typeof value !== "object" || value === null) {
    if (!isPlainValue(value)) fail(path, `holds ${describe(value)}`);
    return;
  }
  const shared = owners.get(value);
  if (shared !== undefined)
    fail(path, shared === owner ? "holds one object twice" : `shares an object with ${shared}`);
  owners.set(value, owner);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== Array.prototype) fail(path, `holds ${describe(value)}`);
  for (const [key, inner] of Object.entries(value)) inspect(inner, `${path}.${key}`, owner, owners, fail);
}

function isPlainValue(value: unknown): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value) && !Object.is(value, -0);
  return value === null || ["string", "boolean", "bigint"].includes(typeof value);
}

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return `a ${value.constructor?.name ?? "null prototype"}`;
  return typeof value === "number"
    ? `${Object.is(value, -0) ? "-0" : value}, no safe integer`
    : `a value of type ${typeof value}`;
}
