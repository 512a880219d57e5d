/** Markets: each with the instruments listed on it, and the list of all. */
import { defineProjection } from "@tapefold/core";

/** A market as listed, and the instruments listed on it. */
export interface Market {
  readonly name: string;
  readonly country: string;
  /** Free text that groups markets; empty before the market is listed. */
  readonly region: string;
  readonly zone: string;
  /** Ids of the instruments, in order of listing. */
  readonly instruments: readonly string[];
}

export const market = defineProjection<Market>({
  name: "market",
  version: 1,
  key: ({ mic }) => mic,
  initial: { name: "", country: "", region: "", zone: "", instruments: [] },
  on: {
    MarketListed: (listed, { name, country, region, zone }) => {
      Object.assign(listed, { name, country, region, zone });
    },
    InstrumentListed: (listed, { instrument }) => {
      if (!listed.instruments.includes(instrument)) listed.instruments.push(instrument);
    },
  },
});

/** All markets in order of listing: one document, at the key `all`. */
export interface MarketList {
  readonly mics: readonly string[];
}

export const marketList = defineProjection<MarketList>({
  name: "market-list",
  version: 1,
  key: () => "all",
  initial: { mics: [] },
  on: {
    MarketListed: (list, { mic }) => {
      if (!list.mics.includes(mic)) list.mics.push(mic);
    },
  },
});
