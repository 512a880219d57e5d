/** Index routes: the way of a member's ticks to its indices, with all that a level needs to know of the member. */
import { type Hearers, type Read, Route, type wide } from "@tapefold/core";
import { membership } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { split } from "../reference/split.ts";
import { type IndexWeights, indexWeights, weightOf } from "./index-weights.ts";

/** The route of a member's ticks to an index. */
export class MemberRoute extends Route {
  readonly weight: wide.Whole;
  readonly weights: IndexWeights;
  /** True if the member has been split, so that its prices may be on another basis than its weight. */
  readonly isSplit: boolean;
  /** True if other rules than the index's quote hear its levels. */
  readonly isHeard: boolean;

  constructor(index: string, weight: wide.Whole, weights: IndexWeights, isSplit: boolean, isHeard: boolean) {
    super(index);
    this.isHeard = isHeard;
    this.weight = weight;
    this.weights = weights;
    this.isSplit = isSplit;
  }
}

/** The routes of an instrument's ticks to the indices that it is a member of. */
export function memberRoutes(instrument: string, read: Read, hearers: Hearers): readonly MemberRoute[] {
  return read(membership, instrument).indices.flatMap((key) => {
    const weights = read(indexWeights, key);
    const weight = weightOf(weights, instrument);
    const isSplit = read(split, instrument).splits.length > 0;
    const isHeard = hearers("IndexPublished", key) > 1 || hearers("InstrumentTicked", key) > 0;
    return weight === undefined ? [] : [new MemberRoute(key, weight, weights, isSplit, isHeard)];
  });
}

/** The indices of other markets that an instrument is a member of; those of its own market sum up at their own open. */
export function indicesAbroad(instrument: string, read: Read): readonly string[] {
  const { indices } = read(membership, instrument);
  if (indices.length === 0) return indices;
  const { mic } = read(listing, instrument);
  return indices.filter((index) => read(listing, index).mic !== mic && isMember(read, index, instrument));
}

/** True if an instrument is a member of an index now. */
export function isMember(read: Read, index: string, instrument: string): boolean {
  return weightOf(read(indexWeights, index), instrument) !== undefined;
}
