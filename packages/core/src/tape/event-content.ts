/**
 * The content of events: equal if all fields agree, in whatever order they are written. Decimals are compared by value,
 * and `v` 1 counts as absent.
 */
import { parseDecimal, shortestOf } from "../exact/decimal.ts";
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

/** A text that is the shortest of its decimal already: without an exponent, a sign, or zeros at its ends. */
const SHORTEST = /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;

/** Hashed before a text, so that it differs from a number of the same digits. */
const TEXT = 0x22;

/** The content as text: equal for two events if and only if they say the same. */
export function contentText(event: MarketEvent): string {
  return canonicalText(plain(withoutFirstVersion(event), false));
}

/** A short fingerprint of the content, a safe integer of 53 bits; equal contents have equal fingerprints. */
export function contentHash(event: MarketEvent): number {
  const hash = { low: 0x811c9dc5 | 0, high: 0x1b873593 };
  add(hash, withoutFirstVersion(event), false);
  return (scatter(hash.high) & 0x1fffff) * 2 ** 32 + (scatter(hash.low) >>> 0);
}

function withoutFirstVersion(event: MarketEvent): object {
  return event.v === 1 ? { ...event, v: undefined } : event;
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
  return isDecimal ? shortest(value) : value;
}

/** A decimal as its shortest text; anything else as it is. */
function shortest(value: unknown): unknown {
  if (typeof value !== "number" && typeof value !== "string") return value;
  const written = String(value);
  if (SHORTEST.test(written)) return written;
  const parsed = parseDecimal(value);
  return parsed === undefined ? value : shortestOf(parsed);
}

/** Two hashes of 32 bits, side by side. */
interface Hash {
  low: number;
  high: number;
}

/** Hashes a value as `plain` would give it, without making a copy. */
function add(hash: Hash, value: unknown, isDecimal: boolean): void {
  if (Array.isArray(value)) {
    addBits(hash, value.length);
    for (const inner of value) add(hash, inner, isDecimal);
  } else if (typeof value === "object" && value !== null) addFields(hash, value, isDecimal);
  else if (!isDecimal && Number.isSafeInteger(value)) {
    addBits(hash, value as number);
    addBits(hash, Math.floor((value as number) / 2 ** 32));
  } else if (isDecimal && (typeof value === "number" || typeof value === "string")) addDecimal(hash, value);
  else {
    if (typeof value === "string") addBits(hash, TEXT);
    addText(hash, String(value as number | boolean | null));
  }
}

/** Adds the bits of the number that prints as the decimal's shortest text; that text itself if no number does. */
function addDecimal(hash: Hash, value: number | string): void {
  let number = value;
  if (typeof value === "string" || !isWrittenInFull(value)) {
    const written = shortest(value);
    number = Number(written);
    if (String(number) !== written) {
      addBits(hash, TEXT);
      return addText(hash, String(written as number | string));
    }
  }
  double.setFloat64(0, number as number);
  addBits(hash, double.getInt32(0));
  addBits(hash, double.getInt32(4));
}

/** True for numbers that JavaScript writes without an exponent or a sign. */
function isWrittenInFull(value: number): boolean {
  return Object.is(value, 0) || (value >= 1e-6 && value < 1e21);
}

const double = new DataView(new ArrayBuffer(8));

/** Adds the sum of the fields' hashes, which is the same in any order. */
function addFields(hash: Hash, fields: object, isDecimal: boolean): void {
  const { low, high } = hash;
  let lowSum = low;
  let highSum = high;
  for (const key of Object.keys(fields)) {
    const value = (fields as Record<string, unknown>)[key];
    if (value === undefined) continue;
    hash.low = low;
    hash.high = high;
    addText(hash, key);
    add(hash, value, isDecimal || DECIMAL_FIELDS.has(key));
    lowSum = (lowSum + scatter(hash.low)) | 0;
    highSum = (highSum + scatter(hash.high)) | 0;
  }
  hash.low = lowSum;
  hash.high = highSum;
}

function addText(hash: Hash, text: string): void {
  addBits(hash, text.length);
  for (let index = 0; index < text.length; index += 1) addBits(hash, text.charCodeAt(index));
}

function addBits(hash: Hash, bits: number): void {
  hash.low = Math.imul(hash.low ^ bits, 0x01000193);
  hash.high = Math.imul(hash.high ^ bits, 0x85ebca6b) ^ (hash.high >>> 13);
}

function scatter(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
