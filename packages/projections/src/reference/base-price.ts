/** Base prices set for a session where its base is not the previous close: ex-rights, spin-offs, special quotes. */
import { defineProjection, toUnits, type TradingDate } from "@tapefold/core";
import { listing } from "./listing.ts";

export interface BasePrices {
  /** One a session; units. */
  readonly set: readonly { readonly date: TradingDate; readonly price: number }[];
}

export const basePrice = defineProjection<BasePrices>({
  name: "base-price",
  version: 1,
  needs: [listing],
  key: ({ instrument }) => instrument,
  initial: { set: [] },
  on: {
    BasePriceSet: (prices, { instrument, date, price }, { read }) => {
      const units = toUnits(price, read(listing, instrument).scale) ?? 0;
      prices.set = [...prices.set.filter((known) => known.date !== date), { date, price: units }];
    },
  },
});
