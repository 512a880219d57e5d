/** Ids of imported events, made of profile, content and row alone: the same file gives the same ids every time. */
import type { Row } from "../read/rows.ts";

const ALPHABET = "0123456789abcdefghijklmnopqrstuv";
const PAIRS = Array.from(
  { length: 1024 },
  (_, bits) => ALPHABET.charAt(bits >> 5) + ALPHABET.charAt(bits & 31),
);

/** The common part of the ids of a row's events; `subject` and `at` are what the row means beside its fields. */
export function rowId(profile: string, { fields, line }: Row, subject: string, at: number): string {
  // Two multiplicative hashes of 32 bits, fed with one text after the other.
  let [low, high] = [at | 0, Math.floor(at / 2 ** 32) | 0];
  for (let place = -1; place < fields.length; place += 1) {
    const text = place === -1 ? subject : (fields[place] ?? "");
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
    }
    // What no text holds lies between two, so that ("ab", "c") is not ("a", "bc").
    low = Math.imul(low ^ 0x10ffff, 0x01000193);
    high = Math.imul(high ^ 0x10ffff, 0x85ebca6b) ^ (high >>> 13);
  }
  return `${profile}-${letters(high)}${letters(low)}-${line}`;
}

/** Thirty bits, each ten as two letters or digits. */
function letters(hash: number): string {
  return PAIRS[(hash >>> 22) & 1023]! + PAIRS[(hash >>> 12) & 1023]! + PAIRS[(hash >>> 2) & 1023]!;
}
