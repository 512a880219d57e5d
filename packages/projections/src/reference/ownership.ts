/** Ownership as declared: direct parents only, so that a circle of owners does no harm. */
import { defineProjection } from "@tapefold/core";

/** The owners of an issuer; keyed by the subsidiary. */
export interface Ownership {
  readonly parents: readonly string[];
}

export const ownership = defineProjection<Ownership>({
  name: "ownership",
  version: 1,
  key: ({ subsidiary }) => subsidiary,
  initial: { parents: [] },
  on: {
    OwnershipDeclared: (owned, { parent }) => {
      if (!owned.parents.includes(parent)) owned.parents.push(parent);
    },
  },
});

/** The instruments listed for an issuer, including those that have passed to another since. */
export interface IssuerListings {
  readonly instruments: readonly string[];
}

export const issuerListings = defineProjection<IssuerListings>({
  name: "issuer-listings",
  version: 1,
  key: { InstrumentListed: ({ issuer }) => issuer },
  initial: { instruments: [] },
  on: {
    InstrumentListed: (issued, { instrument }) => {
      if (!issued.instruments.includes(instrument)) issued.instruments.push(instrument);
    },
  },
});
