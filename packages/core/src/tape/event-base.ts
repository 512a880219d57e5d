import type { Instant } from "../exact/instant.ts";

/** What every event carries. */
export interface EventBase {
  /** Unique on the tape; printable ASCII without spaces, 1 to 128 characters. */
  readonly id: string;
  /** When it happened; explains, never orders: position is the only order. */
  readonly at: Instant;
  /** Who numbered it, where somebody did; goes with `seq`. */
  readonly source?: string;
  /** The source's own rising integer, from 0. */
  readonly seq?: number;
  /** Version of the type's shape; absent means 1. */
  readonly v?: 1;
}

/** Exactly one of the two. */
export type MarketOrInstrument =
  | { readonly mic: string; readonly instrument?: never }
  | { readonly instrument: string; readonly mic?: never };
