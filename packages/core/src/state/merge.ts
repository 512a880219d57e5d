/**
 * Merging the states of one tape folded in parts. Every part folded the events that all share, and some of its own; a base
 * folded the shared events alone. So a document that differs from the base's was changed by its part's own events.
 */
import type { Form } from "../plain/form.ts";
import type { Counts } from "./counts.ts";
import { Documents, Row } from "./documents.ts";

/** A document that the events of two parts have changed, so that they can't be merged. */
export interface Clash {
  readonly place: number;
  readonly key: string;
}

/** The documents of the whole tape; a clash if two parts changed one document. `forms` are given by place. */
export function mergeDocuments(
  base: Documents,
  parts: readonly Documents[],
  forms: readonly Form[],
): Documents | Clash {
  const keys = new Set([base, ...parts].flatMap((one) => one.keys));
  const rows: { key: string; slot: number; row: Row }[] = [];
  for (const key of keys) {
    const known = base.row(key);
    const found = parts.flatMap((one) => one.row(key) ?? []);
    const merged = new Map<number, object>();
    for (const place of new Set([known, ...found].flatMap((row) => row?.places ?? []))) {
      const before = textAt(known, place);
      const changed = found.filter((row) => textAt(row, place) !== before);
      if (changed.length > 1) return { place, key };
      const document = (changed[0] ?? known)?.at(place);
      if (document !== undefined) merged.set(place, document);
    }
    rows.push({ key, slot: -1, row: new Row([...merged.keys()], [...merged.values()], forms) });
  }
  return Documents.empty().with(rows);
}

function textAt(row: Row | undefined, place: number): string | undefined {
  return row?.places.includes(place) === true ? row.text(place) : undefined;
}

/** The counts of the base, and those of the parts beyond it; `codes` in the order of the first of each. */
export function mergeCounts(base: Counts, parts: readonly Counts[], codes: readonly string[]): Counts {
  const sum = (of: (counts: Counts) => number): number =>
    parts.reduce((total, part) => total + of(part) - of(base), of(base));
  const rejected = codes.map((code) => [code, sum((counts) => counts.rejected[code] ?? 0)] as const);
  return {
    accepted: sum(({ accepted }) => accepted),
    rejected: Object.fromEntries(rejected.filter(([, count]) => count > 0)),
  };
}
