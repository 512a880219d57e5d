/** Parts that several events share. */
import type { Instant } from "../exact/instant.ts";

/** The fields of every event. */
export interface EventBase {
  /** Unique on the tape; printable ASCII without spaces, 1 to 128 characters. */
  readonly id: string;
  /** Instant of the event. It never orders events: position is the only order. */
  readonly at: Instant;
  /** Name of the source that numbered it; goes with `seq`, absent without one. */
  readonly source?: string;
  /** The source's own rising integer, from 0. */
  readonly seq?: number;
  /** Version of the type's shape; absent means 1. */
  readonly v?: 1;
}

/** Exactly one of `mic` and `instrument`. */
export type MarketOrInstrument =
  | { readonly mic: string; readonly instrument?: never }
  | { readonly instrument: string; readonly mic?: never };

/** The target of a halt (exactly one of `mic` and `instrument`), its kind and its reason. */
export type HaltTarget = {
  readonly kind: HaltKind;
  readonly reason?: string;
} & MarketOrInstrument;

/** Kind of halt; a `sidecar` stops program orders alone, no ticks. */
export type HaltKind = "halt" | "breaker" | "sidecar";
