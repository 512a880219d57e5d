/** The routes of a member's ticks to its indices: what the level of an index needs to know of a member, asked once. */
import { type Hearers, type Read, Route, type wide } from "@tapefold/core";
import { membership } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { split } from "../reference/split.ts";
import { type IndexWeights, indexWeights, weightOf } from "./index-weights.ts";

/** The way of a member's ticks to an index. */
export class MemberRoute extends Route {
  readonly weight: wide.Whole;
  readonly weights: IndexWeights;
  /** True if the member has been split, so that its prices do not count as they are. */
  readonly isSplit: boolean;
  /** True if every level is heard, not by the quote of the index alone. */
  readonly isHeard: boolean;

  constructor(index: string, weight: wide.Whole, weights: IndexWeights, isSplit: boolean, isHeard: boolean) {
    super(index);
    this.isHeard = isHeard;
    this.weight = weight;
    this.weights = weights;
    this.isSplit = isSplit;
  }
}

export function memberRoutes(instrument: string, read: Read, hearers: Hearers): readonly MemberRoute[] {
  return read(membership, instrument).indices.flatMap((key) => {
    const weights = read(indexWeights, key);
    const weight = weightOf(weights, instrument);
    const isSplit = read(split, instrument).splits.length > 0;
    const isHeard = hearers("IndexPublished", key) > 1 || hearers("InstrumentTicked", key) > 0;
    return weight === undefined ? [] : [new MemberRoute(key, weight, weights, isSplit, isHeard)];
  });
}

/** The indices of other markets that an instrument is a member of; those of its own begin anew after it. */
export function indicesAbroad(instrument: string, read: Read): readonly string[] {
  const { indices } = read(membership, instrument);
  if (indices.length === 0) return indices;
  const { mic } = read(listing, instrument);
  return indices.filter((index) => read(listing, index).mic !== mic && isMember(read, index, instrument));
}

export function isMember(read: Read, index: string, instrument: string): boolean {
  return weightOf(read(indexWeights, index), instrument) !== undefined;
}
