/** A worker's state as it is published: one text of JSON. */
import { fromWire, toWire, type WirePart } from "./part-wire.ts";
import type { PackedPart } from "./part-fold.ts";

export interface PublishedPart {
  /** The rules that made it, as `rulesId` names them. */
  readonly rules: string;
  /** Position up to which the tape was folded, even if the part has no event there. */
  readonly end: number;
  readonly hasAmendments: boolean;
  /** The markets whose ticks were folded; of the base, all that have ticks. */
  readonly markets: readonly string[];
  readonly part: PackedPart;
}

export function publishedText({ part, ...rest }: PublishedPart): string {
  const { codes, ...wire } = toWire(part);
  return JSON.stringify({ ...rest, part: { ...wire, codes: [...codes] } });
}

/** @throws SyntaxError for a text that something else has put there. */
export function publishedPart(text: string): PublishedPart {
  const { part, ...rest } = JSON.parse(text) as PublishedPart & {
    readonly part: Omit<WirePart, "codes"> & { readonly codes: [string, number][] };
  };
  return { ...rest, part: fromWire({ ...part, codes: new Map(part.codes) }) };
}
