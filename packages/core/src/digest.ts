/** Canonical text of plain values and its SHA-256: the same value gives the same digest on every machine. */
import { compareText } from "./projection.ts";
import { sha256Of } from "./sha256.ts";

/** SHA-256 of a value's canonical text, 64 hex digits. */
export function digestOf(value: unknown): string {
  return sha256Of([canonicalText(value)]);
}

/**
 * A plain value as JSON with keys in code unit order and no spaces; a bigint stands as an object `{"$bigint":"1"}`,
 * and a key that begins with `$` gets one more, so that no two values share a text.
 */
export function canonicalText(value: unknown): string {
  const parts: string[] = [];
  write(value, parts);
  return parts.join("");
}

function write(value: unknown, parts: string[]): void {
  if (typeof value === "string") parts.push(quoted(value));
  else if (typeof value === "number") parts.push(Number.isFinite(value) ? String(value) : "null");
  else if (typeof value === "bigint") parts.push(`{"$bigint":"${value}"}`);
  else if (typeof value !== "object" || value === null)
    parts.push(typeof value === "boolean" ? String(value) : "null");
  else if (Array.isArray(value)) writeList(value as unknown[], parts);
  else {
    const { keys, names } = shapeOf(Object.keys(value));
    for (let index = 0; index < keys.length; index += 1) {
      parts.push(names[index] as string);
      write((value as Record<string, unknown>)[keys[index] as string], parts);
    }
    parts.push(keys.length === 0 ? "{}" : "}");
  }
}

function writeList(items: readonly unknown[], parts: string[]): void {
  parts.push("[");
  items.forEach((item, index) => {
    if (index > 0) parts.push(",");
    write(item, parts);
  });
  parts.push("]");
}

/** The keys of an object in code unit order, and what is written before the value of each. */
interface Shape {
  readonly given: readonly string[];
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

/** Most values are documents of few kinds: the order of a kind's keys is found once. */
const shapes = new Map<number, Shape[]>();
const SHAPES_KEPT = 64;

function shapeOf(given: readonly string[]): Shape {
  const known = shapes.get(given.length) ?? [];
  for (const shape of known) if (isSame(shape.given, given)) return shape;
  const keys = [...given].sort(compareText);
  const names = keys.map((key, index) => {
    return `${index === 0 ? "{" : ","}${quoted(key.startsWith("$") ? `$${key}` : key)}:`;
  });
  const shape = { given, keys, names };
  // Maps by id have a shape each; they are not worth keeping, and must not push the others out.
  if (known.length < SHAPES_KEPT) shapes.set(given.length, [...known, shape]);
  return shape;
}

function isSame(keys: readonly string[], others: readonly string[]): boolean {
  for (let index = 0; index < keys.length; index += 1) if (keys[index] !== others[index]) return false;
  return true;
}

function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly what JSON escapes: control characters, quotes, lone surrogates
  return /["\\\u0000-\u001f\ud800-\udfff]/.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The value whose canonical text this is; throws `SyntaxError` for a text that is no JSON. */
export function parseCanonical(text: string): unknown {
  return revive(JSON.parse(text));
}

function revive(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  const fields = Object.entries(value);
  const [only] = fields;
  if (fields.length === 1 && only?.[0] === "$bigint") return BigInt(String(only[1]));
  const revived: Record<string, unknown> = {};
  for (const [key, inner] of fields) {
    const name = key.startsWith("$") ? key.slice(1) : key;
    Object.defineProperty(revived, name, {
      value: revive(inner),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return revived;
}
