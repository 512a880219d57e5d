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
  if (typeof value === "bigint") return `{"$bigint":"${value}"}`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  const fields = Object.keys(value).sort(compareText);
  const written = fields.map((key) => {
    const name = key.startsWith("$") ? `$${key}` : key;
    return `${JSON.stringify(name)}:${canonicalText((value as Record<string, unknown>)[key])}`;
  });
  return `{${written.join(",")}}`;
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
