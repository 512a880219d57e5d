/** Index definitions as last declared: how an index gets its level. An index without a definition is quoted. */
import {
  type Constituent,
  type Decimal,
  defineProjection,
  type Read,
  type Sampling,
  type Weighting,
} from "@tapefold/core";
import { listing } from "./listing.ts";

/** An index as declared; keyed by the index. */
export interface IndexDefinition {
  readonly mode: "quoted" | "derived";
  readonly weighting: Weighting;
  readonly sampling: Sampling;
  readonly constituents: readonly Constituent[];
  readonly divisor: Decimal;
  /** Number of rebalances; each takes effect at the next session's open. */
  readonly rebalances: number;
}

export const indexDefinition = defineProjection<IndexDefinition>({
  name: "index-definition",
  version: 1,
  key: ({ instrument }) => instrument,
  initial: {
    mode: "quoted",
    weighting: "price",
    sampling: "every-tick",
    constituents: [],
    divisor: 1,
    rebalances: 0,
  },
  on: {
    IndexDefined: (index, event) => {
      index.mode = event.mode;
      if (event.mode === "quoted") return;
      index.weighting = event.weighting;
      index.sampling = event.sampling ?? "every-tick";
      index.constituents = event.constituents.map((member) => ({ ...member }));
      index.divisor = event.divisor;
    },
    IndexRebalanced: (index, { constituents, divisor }) => {
      index.constituents = constituents.map((member) => ({ ...member }));
      index.divisor = divisor;
      index.rebalances += 1;
    },
  },
});

/** True if the instrument is an index whose level is derived from its members. */
export function isDerived(read: Read, instrument: string): boolean {
  return read(indexDefinition, instrument).mode === "derived";
}

/** The derived indices of a market, by its MIC. */
export interface DerivedIndices {
  readonly indices: readonly string[];
}

export const derivedIndices = defineProjection<DerivedIndices>({
  name: "derived-indices",
  version: 1,
  needs: [listing],
  key: { IndexDefined: ({ instrument }, read) => read(listing, instrument).mic },
  initial: { indices: [] },
  on: {
    IndexDefined: (market, { instrument, mode }) => {
      const others = market.indices.filter((index) => index !== instrument);
      market.indices = mode === "derived" ? [...others, instrument] : others;
    },
  },
});

/** The derived indices that an instrument is or has been a member of; keyed by the instrument. */
export interface Membership {
  readonly indices: readonly string[];
}

export const membership = defineProjection<Membership>({
  name: "membership",
  version: 1,
  key: {
    IndexDefined: (event) =>
      event.mode === "derived" ? event.constituents.map(({ instrument }) => instrument) : null,
    IndexRebalanced: ({ constituents }) => constituents.map(({ instrument }) => instrument),
  },
  initial: { indices: [] },
  on: {
    IndexDefined: (member, { instrument }) => {
      if (!member.indices.includes(instrument)) member.indices.push(instrument);
    },
    IndexRebalanced: (member, { instrument }) => {
      if (!member.indices.includes(instrument)) member.indices.push(instrument);
    },
  },
});
