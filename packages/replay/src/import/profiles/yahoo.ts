import type { Profile } from "../read/profile.ts";
import { ohlcShape } from "./ohlc.ts";

/**
 * Yahoo's history download. Its prices are adjusted for splits, so that no split becomes an event; `Adj Close`, adjusted
 * for dividends as well, is not used. Rows of `null` are holidays or gaps of the source.
 */
export const yahoo: Profile = {
  name: "yahoo",
  splits: "adjusted",
  summary: "history download of Yahoo Finance, split-adjusted",
  shapes: [
    {
      ...ohlcShape,
      columns: [
        { name: "Date", meaning: "the session's date, whatever time follows it" },
        { name: "Open", meaning: "first price, split-adjusted" },
        { name: "High", meaning: "highest price, split-adjusted" },
        { name: "Low", meaning: "lowest price, split-adjusted" },
        { name: "Close", meaning: "close, split-adjusted" },
        { name: "Adj Close", meaning: "not used: adjusted for dividends as well" },
        { name: "Volume", isOptional: true, meaning: "not used" },
      ],
    },
  ],
};
