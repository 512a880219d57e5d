/** The content of events: equal if all fields agree, decimals by value, in whatever order they are written; `v` 1 is none. */
import { formatUnits, parseDecimal } from "../exact/decimal.ts";
import { canonicalText } from "../plain/digest.ts";
import type { MarketEvent } from "./event.ts";

/** The fields of events that hold decimals, at any depth. */
const DECIMAL_FIELDS: ReadonlySet<string> = new Set([
  "price",
  "size",
  "level",
  "close",
  "closes",
  "divisor",
  "weight",
  "below",
  "value",
  "previous",
  "revised",
]);

/** A decimal as it is written here: without an exponent, zeros at its ends, or a sign. */
const SHORTEST = /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** The content as text: equal for two events if and only if they say the same. */
export function contentText(event: MarketEvent): string {
  return canonicalText(plain(event.v === 1 ? { ...event, v: undefined } : event, false));
}

/** A short fingerprint of `contentText`, a safe integer of 53 bits; equal contents have equal fingerprints. */
export function contentHash(event: MarketEvent): number {
  const text = contentText(event);
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

function plain(value: unknown, isDecimal: boolean): unknown {
  if (Array.isArray(value)) return value.map((inner) => plain(inner, isDecimal));
  if (typeof value === "object" && value !== null) {
    // Spread first: assigned to a new object, `__proto__` would be no field.
    const fields: Record<string, unknown> = { ...value };
    for (const key of Object.keys(fields))
      if (fields[key] === undefined) delete fields[key];
      else fields[key] = plain(fields[key], isDecimal || DECIMAL_FIELDS.has(key));
    return fields;
  }
  if (!isDecimal || (typeof value !== "number" && typeof value !== "string")) return value;
  const written = String(value);
  if (SHORTEST.test(written)) return written;
  const parsed = parseDecimal(value);
  if (parsed === undefined) return value;
  const text = formatUnits(parsed.units, parsed.scale);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
