/** Canonical text of plain values and its SHA-256: the same value gives the same digest on every machine. */
import { compareText } from "./text-order.ts";
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
  else writeFields(value, knownFields(Object.keys(value)), parts);
}

function writeFields(value: object, { keys, names }: CanonicalFields, parts: string[]): void {
  for (let index = 0; index < keys.length; index += 1) {
    parts.push(names[index] as string);
    write((value as Record<string, unknown>)[keys[index] as string], parts);
  }
  parts.push(keys.length === 0 ? "{}" : "}");
}

function writeList(items: readonly unknown[], parts: string[]): void {
  parts.push("[");
  // By index, so that a hole in the array is written as null.
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) parts.push(",");
    write(items[index], parts);
  }
  parts.push("]");
}

/** Keys in code unit order, and the text that goes before the value of each. */
export interface CanonicalFields {
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

/** The fields of the object written last; the next object mostly has the same. */
let last: CanonicalFields & { readonly given: readonly string[] } = { given: [], keys: [], names: [] };

function knownFields(given: readonly string[]): CanonicalFields {
  const isKnown =
    given.length === last.given.length && given.every((key, index) => key === last.given[index]);
  if (!isKnown) last = { given, ...fieldsInOrder(given) };
  return last;
}

/** The fields of an object with the given keys, as they are written. */
export function fieldsInOrder(given: readonly string[]): CanonicalFields {
  const keys = [...given].sort(compareText);
  const names = keys.map((key, index) => {
    return `${index === 0 ? "{" : ","}${quoted(key.startsWith("$") ? `$${key}` : key)}:`;
  });
  return { keys, names };
}

/** The canonical text of an object that has exactly these fields. */
export function textOfFields(value: object, fields: CanonicalFields): string {
  const parts: string[] = [];
  writeFields(value, fields, parts);
  return parts.join("");
}

function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly what JSON escapes: control characters, quotes, lone surrogates
  return /["\\\u0000-\u001f\ud800-\udfff]/.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The value whose canonical text this is; throws `SyntaxError` for a text that is no JSON. */
export function parseCanonical(text: string): unknown {
  return revive(JSON.parse(text));
}

/** The value that a parsed canonical text stands for; an object without bigints or escaped keys is returned itself. */
function revive(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) value[index] = revive(value[index]);
    return value;
  }
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields);
  if (keys.length === 1 && keys[0] === "$bigint") return BigInt(String(fields["$bigint"]));
  let isEscaped = false;
  for (const key of keys) {
    isEscaped ||= key.startsWith("$");
    const inner = fields[key];
    if (typeof inner !== "object" || inner === null) continue;
    const revived = revive(inner);
    if (revived !== inner) fields[key] = revived;
  }
  if (!isEscaped) return value;
  // Assigned one by one, `__proto__` would be no field.
  return Object.fromEntries(keys.map((key) => [key.startsWith("$") ? key.slice(1) : key, fields[key]]));
}
