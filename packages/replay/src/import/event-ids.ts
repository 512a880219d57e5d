/** Ids of imported events, made of profile, content and row alone: the same file gives the same ids every time. */
import type { Row } from "./rows.ts";

/** A short text that differs where the texts differ; 53 bits of two multiplicative hashes. */
export function shortHash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  return ((high >>> 11) * 2 ** 32 + (low >>> 0)).toString(36);
}

/** The common part of the ids of a row's events; `context` is what the row means beside its fields. */
export function rowId(profile: string, row: Row, context: string): string {
  return `${profile}-${shortHash(`${context}\n${row.fields.join("\n")}`)}-${row.line}`;
}
