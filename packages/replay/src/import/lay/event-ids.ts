/**
 * Ids of imported events depend on a row's content and on nothing else: the same print, or the same bar, has
 * the same id wherever its row stands and whatever is imported with it. A bar's id contains no price, so that
 * a changed bar is recognized.
 */
import { formatInstant, type Instant, type TradingDate } from "@tapefold/core";
import type { Taken } from "../read/reading.ts";
import type { Row } from "../read/row.ts";

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const PAIRS = Array.from(
  { length: 1024 },
  (_, bits) => ALPHABET.charAt(bits >> 5) + ALPHABET.charAt(bits & 31),
);

/** Prefix of the ids of a row's events. */
export function entryId(profile: string, row: Row, reading: Taken, at: Instant): string {
  if (reading.kind === "bar") return barId(profile, reading.instrument, reading.date);
  if (reading.kind !== "trade") return printId(profile, row, "", at);
  const { instrument, roles } = reading;
  if (roles === undefined) return printId(profile, row, instrument, at);
  return `${profile}-${instrument}-${formatInstant(at)}`;
}

export function barId(profile: string, instrument: string, date: TradingDate): string {
  return `${profile}-${instrument}-${date}`;
}

/** Id of a session's beginning, end or phase. */
export function sessionId(profile: string, mic: string, date: TradingDate, step: string): string {
  return `${profile}-${mic}-${date}-${step}`;
}

/** Id of a print, made of its fields and of the row's further meaning. */
function printId(profile: string, { fields }: Row, instrument: string, at: Instant): string {
  return `${profile}-${textHash(fields, instrument, at)}`;
}

/** Hash of texts, as twelve letters and digits. */
export function textHash(texts: readonly string[], before = "", seed = 0): string {
  // Two multiplicative hashes of 32 bits, fed with one text after the other.
  let [low, high] = [0x811c9dc5 ^ seed, Math.floor(seed / 2 ** 32) | 0];
  for (let place = -1; place < texts.length; place += 1) {
    const text = place === -1 ? before : texts[place]!;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
    }
    // A separator that no text contains lies between two, so that ("ab", "c") is not ("a", "bc").
    low = Math.imul(low ^ 0x10ffff, 0x01000193);
    high = Math.imul(high ^ 0x10ffff, 0x85ebca6b) ^ (high >>> 13);
  }
  return letters(mixed(high ^ (low >>> 15))) + letters(mixed(low));
}

/** Spreads every bit over all, as only the upper thirty are kept. */
function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b);
  return twice ^ (twice >>> 16);
}

/** Thirty bits as letters or digits, two for each ten bits. */
function letters(hash: number): string {
  return PAIRS[(hash >>> 22) & 1023]! + PAIRS[(hash >>> 12) & 1023]! + PAIRS[(hash >>> 2) & 1023]!;
}
