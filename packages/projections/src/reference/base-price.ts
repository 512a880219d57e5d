/**
 * Base prices set for a session whose base is not the previous close: ex-rights, spin-offs, special quotes. Kept
 * by instrument and year, so that setting one more costs no more than a year of them.
 */
import { defineProjection, type Read, toUnits, type TradingDate } from "@tapefold/core";
import { listing } from "./listing.ts";

/** The base prices of an instrument in a year; keyed by both. */
export interface BasePrices {
  /** The base prices, one a session; in units. */
  readonly set: readonly { readonly date: TradingDate; readonly price: number }[];
}

export const basePrice = defineProjection<BasePrices>({
  name: "base-price",
  version: 2,
  needs: [listing],
  key: { BasePriceSet: ({ instrument, date }) => yearKey(instrument, date) },
  initial: { set: [] },
  on: {
    BasePriceSet: ({ set }, { instrument, date, price }, { read }) => {
      const units = toUnits(price, read(listing, instrument).scale) ?? 0;
      const known = set.find((one) => one.date === date);
      if (known === undefined) set.push({ date, price: units });
      else known.price = units;
    },
  },
});

/** The base price set for an instrument's session of a date, in units; null if none was set. */
export function basePriceOn(read: Read, instrument: string, date: TradingDate): number | null {
  const { set } = read(basePrice, yearKey(instrument, date));
  return set.find((one) => one.date === date)?.price ?? null;
}

function yearKey(instrument: string, date: TradingDate): string {
  return `${instrument} ${date.slice(0, 4)}`;
}
