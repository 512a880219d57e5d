/**
 * Merging: one tape folded in parts, each by a fold of its own, comes to one state. Every part has folded the events that
 * all share, and so has a base that folded nothing else; so what a part has that the base has not, its own events made.
 */
import { Documents, Row } from "./documents.ts";
import type { Counts } from "./counts.ts";
import { State } from "./state.ts";

/** A document that the events of two parts have changed: together they are no parts. */
export interface Clash {
  /** Its projection and key. */
  readonly clash: string;
}

/**
 * The state of the whole tape, of the states of its parts; a clash if two of them changed one document. `codes` are those
 * of the refused events, in the order of the first of each.
 */
export function mergeStates(base: State, parts: readonly State[], codes: readonly string[]): State | Clash {
  const { projections } = base;
  const documents = base.parts().documents;
  const others = parts.map((part) => part.parts().documents);
  const keys = new Set([documents, ...others].flatMap((one) => one.keys));
  const forms = projections.map(({ form }) => form);
  const rows: { key: string; slot: number; row: Row }[] = [];
  for (const key of keys) {
    const known = documents.row(key);
    const found = others.flatMap((one) => one.row(key) ?? []);
    const merged = new Map<number, object>();
    for (const place of new Set([known, ...found].flatMap((row) => row?.places ?? []))) {
      const before = known?.places.includes(place) === true ? known.text(place) : undefined;
      const changed = found.filter(
        (row) => (row.places.includes(place) ? row.text(place) : undefined) !== before,
      );
      if (changed.length > 1) return { clash: `${projections[place]?.definition.name} of ${key}` };
      const document = (changed[0] ?? known)?.at(place);
      if (document !== undefined) merged.set(place, document);
    }
    rows.push({ key, slot: -1, row: new Row([...merged.keys()], [...merged.values()], forms) });
  }
  const last = parts.reduce((late, part) => (part.position > late.position ? part : late), base);
  return new State({
    projections,
    documents: Documents.empty().with(rows),
    position: last.position,
    at: last.at,
    counts: addedUp(
      base.counts,
      parts.map(({ counts }) => counts),
      codes,
    ),
    stopped: base.stopped,
  });
}

/** The counts of the base, and what the parts count beyond it. */
function addedUp(base: Counts, parts: readonly Counts[], codes: readonly string[]): Counts {
  const sum = (of: (counts: Counts) => number): number =>
    parts.reduce((total, part) => total + of(part) - of(base), of(base));
  const rejected = codes.map((code) => [code, sum((counts) => counts.rejected[code] ?? 0)] as const);
  return {
    accepted: sum(({ accepted }) => accepted),
    rejected: Object.fromEntries(rejected.filter(([, count]) => count > 0)),
  };
}
