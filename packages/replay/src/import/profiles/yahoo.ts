import type { Profile } from "../read/profile.ts";
import { instrumentColumn } from "./common-columns.ts";
import { ohlcShape } from "./ohlc.ts";

/**
 * Yahoo's history download, also as yfinance writes it. Its prices are adjusted for splits, so that no split becomes an
 * event; `Adj Close`, adjusted for dividends as well, is not used. Rows of `null` are holidays or gaps of the source.
 */
export const yahoo: Profile = {
  name: "yahoo",
  splits: "adjusted",
  summary: "history download of Yahoo Finance, split-adjusted",
  shapes: [
    {
      ...ohlcShape([
        {
          name: "Date",
          isDate: true,
          meaning: "the session's date; with a time and a zone that instant's, in the market",
        },
        { name: "Open", meaning: "first price, split-adjusted" },
        { name: "High", meaning: "highest price, split-adjusted" },
        { name: "Low", meaning: "lowest price, split-adjusted" },
        { name: "Close", meaning: "close, split-adjusted" },
        { name: "Adj Close", isOptional: true, meaning: "not used: adjusted for dividends as well" },
        { name: "Volume", isOptional: true, meaning: "not used" },
        { ...instrumentColumn, name: "Ticker", aliases: ["Symbol"] },
      ]),
      note: (columns) =>
        columns.includes("Adj Close")
          ? undefined
          : "there is no Adj Close: the prices are likely adjusted for dividends as well, and no prices that were paid (yfinance's auto_adjust=False gives those)",
    },
  ],
};
