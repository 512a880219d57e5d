/** Messages between a worker and whoever gives it its part. */
import { Bucket } from "@tapefold/core";
import type { Lines } from "../tape/split-log.ts";
import type { PackedPart } from "./part-fold.ts";
import type { SourceOf } from "./part.ts";

/** Thrown where a worker has ended by itself: killed, or out of memory. */
export class PartLost extends Error {}

/** Lines to fold, or the end of the tape. */
export type PartTask = readonly WireLines[] | "end";

interface WireLines extends Pick<Lines, "areTicks"> {
  readonly bytes: Uint8Array;
  readonly positions: Float64Array;
}

/** Sources found in the lines, and a state that may be kept, or the last one; a fault ends the part. */
export interface PartAnswer {
  readonly sources?: readonly SourceOf[];
  readonly folded?: WirePart;
  readonly fault?: string;
}

/** A packed part as it is sent. */
export interface WirePart extends Omit<PackedPart, "state"> {
  readonly state: { readonly head: string; readonly buckets: readonly string[] };
}

export function toWire(part: PackedPart): WirePart {
  const { head, buckets } = part.state;
  return { ...part, state: { head, buckets: buckets.map(({ text }) => text) } };
}

export function fromWire(part: WirePart): PackedPart {
  const { head, buckets } = part.state;
  return { ...part, state: { head, buckets: buckets.map((text) => Bucket.packed(() => text)) } };
}
