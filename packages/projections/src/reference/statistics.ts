/**
 * Statistics that exchanges publish beside prices: how many shares rose, how much was turned over, who bought more than
 * they sold. The last one of a subject, date and name stands; the one of the last date is shown.
 */
import { defineProjection, shortestText, type EventOf, type TradingDate } from "@tapefold/core";

/** The statistics of one market or instrument, which the key names. */
export interface Statistics {
  readonly mic: string | null;
  readonly instrument: string | null;
  /** The last statistic of each name, in the order in which the names came first. */
  readonly published: readonly Statistic[];
}

export interface Statistic {
  readonly name: EventOf<"StatisticPublished">["name"];
  readonly date: TradingDate;
  /** The value as the shortest decimal. */
  readonly value: string;
  readonly unit: string | null;
  readonly position: number;
}

export const statistics = defineProjection<Statistics>({
  name: "statistics",
  version: 1,
  key: { StatisticPublished: ({ mic, instrument }) => statisticsKey(mic ?? null, instrument ?? null) },
  initial: { mic: null, instrument: null, published: [] },
  on: {
    StatisticPublished: (known, { mic, instrument, date, name, value, unit = null }, { position }) => {
      known.mic = mic ?? null;
      known.instrument = instrument ?? null;
      const told = { name, date, value: shortestText(value), unit, position };
      const place = known.published.findIndex((one) => one.name === name);
      if (place === -1) known.published.push(told);
      else if ((known.published[place]?.date ?? "") <= date) known.published[place] = told;
    },
  },
});

/** The key of a subject; it tells a market from an instrument with the same id. */
export function statisticsKey(mic: string | null, instrument: string | null): string {
  return instrument === null ? `market ${mic ?? ""}` : `instrument ${instrument}`;
}
