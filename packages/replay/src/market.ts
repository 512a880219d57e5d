// Stands in until @tapefold/projections exports these.
import type { AnyProjection, State } from "@tapefold/core";
import { defineProjection } from "@tapefold/core";

const seenStub = defineProjection<{ count: number; last: string | number }>({
  name: "stub",
  version: 1,
  key: ({ instrument }) => instrument,
  initial: { count: 0, last: 0 },
  on: {
    PriceTicked: (doc, { price }) => {
      doc.count += 1;
      doc.last = price;
    },
  },
});
const admissionStub = defineProjection<{ seen: number }>({
  name: "admission-stub",
  version: 1,
  key: () => "all",
  initial: { seen: 0 },
  needs: [seenStub],
  admit: (_event, _read, amended) => (amended?.busted ? "busted" : null),
  on: { EventAccepted: (doc) => void (doc.seen += 1) },
});
export const marketRules: readonly AnyProjection[] = [seenStub, admissionStub];
export function marketState(state: State): MarketState {
  return {
    tape: { events: state.position, accepted: state.position, rejected: {} },
    asOf: { position: state.position, at: null },
    digest: state.digest,
    valuesDigest: state.digest,
    regions: [],
    instruments: {},
    guidance: [],
  };
}
export interface MarketState {
  readonly tape: { readonly events: number; readonly accepted: number; readonly rejected: Readonly<Record<string, number>> };
  readonly asOf: { readonly position: number; readonly at: string | null };
  readonly digest: string;
  readonly valuesDigest: string;
  readonly regions: readonly unknown[];
  readonly instruments: Readonly<Record<string, unknown>>;
  readonly guidance: readonly unknown[];
}
