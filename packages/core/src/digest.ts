/** Canonical text of plain values and its SHA-256: the same value gives the same digest on every machine. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { compareText } from "./projection.ts";

/** SHA-256 of a value's canonical text, 64 hex digits. */
export function digestOf(value: unknown): string {
  return digestText(canonicalText(value));
}

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export function digestText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * A plain value as JSON with keys in code unit order and no spaces; a bigint stands as an object `{"$bigint":"1"}`,
 * and a key that begins with `$` gets one more, so that no two values share a text.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "bigint") return `{"$bigint":"${value}"}`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (const item of value as unknown[])
      text += text === "" ? canonicalText(item) : `,${canonicalText(item)}`;
    return `[${text}]`;
  }
  const { keys, names } = shapeOf(Object.keys(value));
  for (let index = 0; index < keys.length; index += 1) {
    const field = canonicalText((value as Record<string, unknown>)[keys[index] as string]);
    text += index === 0 ? `${names[index]}${field}` : `,${names[index]}${field}`;
  }
  return `{${text}}`;
}

/** The keys of an object in code unit order, and as they are written before a value. */
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
  const same = known.find((shape) => shape.given.every((key, index) => key === given[index]));
  if (same !== undefined) return same;
  const keys = [...given].sort(compareText);
  const names = keys.map((key) => `${quoted(key.startsWith("$") ? `$${key}` : key)}:`);
  const shape = { given, keys, names };
  // Maps by id have a shape each; they are not worth keeping, and must not push the others out.
  if (known.length < SHAPES_KEPT) shapes.set(given.length, [...known, shape]);
  return shape;
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
